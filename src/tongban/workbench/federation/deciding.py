"""At the hub: who comes in, and who has to go. Two operators agree."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.catalog.models import in_language
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation import operations, queries
from tongban.federation.models import Motion
from tongban.federation.rules.joining import Kind
from tongban.workbench.federation import screens
from tongban.workbench.http import OfficialRequest, as_operator


@as_operator
@require_http_methods(["GET", "HEAD", "POST"])
def motion(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """What is asked for; POST agrees to it."""
    found = _found(public_id)
    if request.method != "POST":
        return _shown(request, found)
    _check_operator(request)
    try:
        _agree(found, request)
    except Refusal as refusal:
        return _shown(request, found, refusal)
    return redirect("work_federation")


@as_operator
@require_POST
def drop(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """One operator is enough to say no."""
    found = _found(public_id)
    _check_operator(request)
    try:
        operations.drop_motion(motion=found, by=request.user, at=now())
    except Refusal as refusal:
        return _shown(request, found, refusal)
    return redirect("work_federation")


@as_operator
@require_POST
def exclude(request: OfficialRequest, name: str) -> HttpResponse:
    """Propose that a member is excluded; a second operator must agree."""
    _check_operator(request)
    try:
        made = operations.propose_revoking(
            node=name, by=request.user, at=now(), at_once="at_once" in request.POST
        )
    except Refusal:
        return redirect("work_federation")
    return redirect("work_motion", made.public_id)


def _agree(found: Motion, request: OfficialRequest) -> Motion:
    if found.kind == Kind.JOIN:
        return operations.approve_joining(joining=found, by=request.user, at=now())
    return operations.approve_revoking(revoking=found, by=request.user, at=now())


def _found(public_id: UUID) -> Motion:
    found = queries.motion_with(public_id)
    if found is None:
        raise Http404
    return found


def _check_operator(request: OfficialRequest) -> None:
    """A chief sees this and decides nothing: the federation is not their office."""
    if request.post.role != Role.OPERATOR:
        raise Http404


def _shown(request: OfficialRequest, found: Motion, refusal: Refusal | None = None) -> HttpResponse:
    known = queries.peer_named(found.node)
    entry = found.entry
    context = {
        "motion": found,
        "name": in_language(entry["names"] if entry else known.names if known else {}),
        "keys": screens.keys_of(entry["keys"], at=now()) if entry else [],
        "known": known,
        "mine": found.first_by == request.user.public_id,
        "may_decide": request.post.role == Role.OPERATOR and found.is_open,
        "refusal": refusal,
    }
    return page(request, "workbench/federation/motion.html", context)
