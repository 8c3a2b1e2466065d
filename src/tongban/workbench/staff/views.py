from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases.queries import platform_name, spared_papers
from tongban.cases.rules.presenting import WhyUploaded
from tongban.catalog.models import in_language
from tongban.catalog.queries import search_misses
from tongban.design.pages import page
from tongban.federation.queries import is_hub
from tongban.ratings.queries import sealed_at_office, sealed_by_platform
from tongban.ratings.rules import Level
from tongban.workbench.http import OfficialRequest, as_chief, at_a_post
from tongban.workbench.staff.figures import WINDOW, by_service, by_status, together

ROWS = 50


@as_chief
@require_safe
def figures(request: OfficialRequest) -> HttpResponse:
    """How the office is doing: what waits, what is late, what was decided in time."""
    lines = by_service(request.post, at=now())
    bars = by_status(request.post)
    context = {
        "bars": bars,
        "most": max((bar.count for bar in bars), default=1),
        "lines": lines,
        "all": together(_("All services"), lines),
        "days": WINDOW.days,
    }
    return page(request, "workbench/staff/figures.html", context)


@at_a_post
@require_safe
def ratings(request: OfficialRequest) -> HttpResponse:
    """What people said about the office's work; only sealed ratings, and never who gave them."""
    summary = sealed_at_office(request.post.office.code)
    labels = dict(Level.choices)
    levels = [(labels[level], count) for level, count in summary.by_level.items()]
    comments = [(labels[level], words) for level, words in summary.comments]
    norms = [(in_language(norm.names), count) for norm, count in summary.norms]
    platforms = sealed_by_platform() if is_hub() else []
    context = {
        "summary": summary,
        "levels": levels,
        "comments": comments,
        "norms": norms,
        "platforms": [(platform_name(node), standing) for node, standing in platforms],
    }
    return page(request, "workbench/staff/ratings.html", context)


@as_chief
@require_safe
def searches(request: OfficialRequest) -> HttpResponse:
    """What people searched for in vain, most often first, for mending the catalogue."""
    pages = Paginator(search_misses(), ROWS)
    context = {"misses": pages.get_page(request.GET.get("page"))}
    return page(request, "workbench/staff/searches.html", context)


@as_chief
@require_safe
def papers(request: OfficialRequest) -> HttpResponse:
    """Where files were handed in although a certificate proves the same: defects to be mended."""
    labels = dict(WhyUploaded.choices)
    lines = [
        (line, [(labels.get(WhyUploaded(why), why), count) for why, count in line.reasons])
        for line in spared_papers()
    ]
    context = {"lines": lines, "held": sum(line.held for line, _reasons in lines)}
    return page(request, "workbench/staff/papers.html", context)
