"""Ratings at the workbench: what was said, what staff write down, and signs of pressure."""

from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.queries import platform_name
from tongban.catalog.models import in_language
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation.queries import is_hub
from tongban.ratings import operations, queries
from tongban.ratings.rules import Level, Obtained
from tongban.ratings.rules import pressure as rules
from tongban.workbench.http import OfficialRequest, as_chief, at_a_post
from tongban.workbench.ratings.forms import EnterForm


@at_a_post
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    """What people said about the office's work; only sealed ratings, and never who gave them."""
    summary = queries.sealed_at_office(request.post.office.code)
    labels = dict(Level.choices)
    platforms = queries.sealed_by_platform() if is_hub() else []
    context = {
        "summary": summary,
        "levels": [(labels[level], count) for level, count in summary.by_level.items()],
        "comments": [(labels[level], words) for level, words in summary.comments],
        "norms": [(in_language(norm.names), count) for norm, count in summary.norms],
        "platforms": [(platform_name(node), standing) for node, standing in platforms],
    }
    return page(request, "workbench/ratings/index.html", context)


@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: OfficialRequest) -> HttpResponse:
    """A sheet of paper, or a call: who entered it is kept, and it never counts as online."""
    norms = [norm for level in range(5, 0, -1) for norm in queries.norms(level)]
    form = EnterForm(request.POST or None, norms=norms)
    refusal, entered = None, None
    if form.is_valid():
        said = form.cleaned_data
        try:
            entered = operations.enter(
                reference=said["reference"],
                opinion=form.opinion,
                obtained=said["obtained"],
                by=request.post,
                at=now(),
            )
        except Refusal as error:
            refusal = error
        else:
            form = EnterForm(None, norms=norms)
    context = {"form": form, "norms": norms, "refusal": refusal, "entered": entered}
    status = 409 if refusal else 422 if form.errors else 200
    return page(request, "workbench/ratings/enter.html", context, status=status)


@as_chief
@require_safe
def signs(request: OfficialRequest) -> HttpResponse:
    """Desks at which people seem to be made to rate well: where to go and look."""
    desks = queries.desks_of(request.post.office.code, at=now())
    labels = dict(Obtained.choices)
    shown = [
        {
            "desk": desk,
            "share": round(100 * desk.top / desk.count),
            "ways": [(labels.get(Obtained(way), way), n) for way, n in desk.by_way.items()],
            "patterns": [pattern.label for pattern in desk.patterns],
        }
        for desk in desks
    ]
    context = {"shown": shown, "enough": rules.ENOUGH, "days": rules.PERIOD.days}
    return page(request, "workbench/ratings/signs.html", context)
