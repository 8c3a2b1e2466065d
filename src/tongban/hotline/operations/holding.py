"""Finding a request for somebody who may change it, and keeping others off it meanwhile."""

from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.federation.queries import HERE
from tongban.hotline.models import Request, RequestQuerySet
from tongban.hotline.operations.refusals import (
    NotAtThisPost,
    NotNow,
    NotYours,
    OwnRequest,
    RequestGone,
)
from tongban.identity.models import Person


def own(request: Request, by: Person) -> Request:
    """The asker's own request, locked. Refuses with RequestGone."""
    return _locked(Request.objects.of(by), request)


def at_office(request: Request, by: Post) -> Request:
    """A request that the post's office answers, locked.

    Refuses with RequestGone, NotAtThisPost, OwnRequest or NotNow, when it is elsewhere.
    """
    return _held(Request.objects.filter(office=by.office), request, by)


def at_center(request: Request, by: Post) -> Request:
    """A request that the post's office watches over, locked. Refuses as `at_office`."""
    return _held(Request.objects.filter(center=by.office), request, by)


def seen(request: Request, by: Post) -> Request:
    """A request that the post's office has to do with. Refuses with RequestGone, NotAtThisPost."""
    if by.ended_at or by.role == Role.OPERATOR:
        raise NotAtThisPost
    return _locked(Request.objects.at(by.office), request)


def unattended(request: Request) -> Request:
    """A request that the clock moves and nobody else, locked. Refuses with NotNow."""
    held = _locked(Request.objects.all(), request)
    if held.custodian != HERE:
        raise NotNow
    return held


def handled(request: Request, by: Post) -> Request:
    """As `at_office`, and nobody else deals with it. Refuses also with NotYours."""
    held = at_office(request, by)
    if held.handler_id not in (None, by.person_id) and by.role != Role.CHIEF:
        raise NotYours
    held.handler = by.person
    return held


def _held(found: RequestQuerySet, request: Request, by: Post) -> Request:
    if by.ended_at or by.role == Role.OPERATOR:
        raise NotAtThisPost
    held = _locked(found, request)
    if held.asker_id == by.person_id:
        raise OwnRequest
    if held.custodian != HERE:
        raise NotNow
    return held


def _locked(found: RequestQuerySet, request: Request) -> Request:
    held = (
        found.select_for_update(of=("self",))
        .select_related("authority", "office", "center", "asker", "handler")
        .filter(pk=request.pk)
        .first()
    )
    if held is None:
        raise RequestGone
    return held
