from contextlib import suppress
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases import queries as cases
from tongban.cases.models import Case
from tongban.cases.operations import reclaim
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation import operations, queries
from tongban.federation.queries import Letter
from tongban.workbench.federation import screens
from tongban.workbench.federation.reasons import reason_for
from tongban.workbench.http import OfficialRequest, as_operator

ROWS = 50


@as_operator
@require_safe
def overview(request: OfficialRequest) -> HttpResponse:
    """Who our neighbours are, how far behind anything is, and until when the registry counts."""
    context = screens.overview(at=now()) | {"may_decide": request.post.role == Role.OPERATOR}
    return page(request, "workbench/federation/overview.html", context)


@as_operator
@require_safe
def peer(request: OfficialRequest, name: str) -> HttpResponse:
    """One neighbour, whole."""
    at = now()
    found = [each for each in queries.neighbours(at=at) if each.peer.name == name]
    if not found:
        raise Http404
    may = queries.is_hub() and request.post.role == Role.OPERATOR and not found[0].peer.revoked
    context = {
        "row": screens.row_of(found[0]),
        "keys": screens.keys_of(found[0].peer.keys, at=at),
        "may_exclude": may,
    }
    return page(request, "workbench/federation/peer.html", context)


@as_operator
@require_safe
def letters(request: OfficialRequest) -> HttpResponse:
    """What never arrived, or can never be applied."""
    only = request.GET.get("peer", "")
    pages = Paginator([_line(each) for each in queries.dead_letters(peer=only)], ROWS)
    context = {"lines": pages.get_page(request.GET.get("page")), "only": only}
    return page(request, "workbench/federation/letters.html", context)


@as_operator
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: OfficialRequest, way: str, peer: str, event: UUID) -> HttpResponse:
    """Why this one came to nothing; POST lets it try again, or takes the case back."""
    found = queries.dead_letter(way=way, peer=peer, event=event)
    if found is None:
        raise Http404
    lost = _lost(found)
    if lost and "back" in request.POST:
        return _taken_back(request, found, lost)
    if request.method == "POST":
        with suppress(Refusal):  # somebody else was quicker, and it is under way
            operations.revive(letter=found.row, by=request.user, at=now())
        return redirect("work_letters")
    return page(request, "workbench/federation/letter.html", _line(found) | {"lost": lost})


def _lost(found: Letter) -> Case | None:
    """The case that nobody has as long as this letter is dead."""
    is_case = found.is_ours and found.row.topic == "case.handed_over"
    return cases.lost_case(found.row.about) if is_case else None


def _taken_back(request: OfficialRequest, found: Letter, lost: Case) -> HttpResponse:
    try:
        reclaim(case=lost, by=request.post, at=now())
    except Refusal as refusal:
        context = _line(found) | {"lost": lost, "refusal": refusal}
        return page(request, "workbench/federation/letter.html", context)
    return redirect("work_letters")


def _line(found: Letter) -> dict[str, object]:
    name = cases.platform_name(found.peer)
    return {"letter": found, "name": name, "reason": reason_for(found.row.why)}
