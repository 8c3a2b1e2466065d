from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases.queries import spared_papers
from tongban.cases.rules.presenting import WhyUploaded
from tongban.catalog.queries import search_misses
from tongban.design.pages import page
from tongban.workbench.http import OfficialRequest, as_chief
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
