"""Services, their definitions, requests and tokens of GeoReport v2.

Everybody reads what was answered and published; whoever sends an `api_key`, which is a person's
token, also reads their own. A request that nobody has read yet is nobody else's business.
"""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from tongban.api.open311.answers import Fault, answering, listed, single
from tongban.api.open311.reading import Wanted, jurisdiction, person_of, place_of, wanted
from tongban.api.open311.telling import definition, of_publication, of_request, service
from tongban.hotline import operations, queries
from tongban.hotline.queries import topics
from tongban.hotline.rules import Channel, Kind
from tongban.hotline.rules.contents import Asked
from tongban.hotline.rules.lessons import Topic

MOST: Final = 1000


@answering("GET")
def discovery(request: HttpRequest, *, suffix: str) -> HttpResponse:
    """Where the endpoint is, for clients that look for it."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": request.build_absolute_uri(reverse("open311_root")).rstrip("/"),
        "changeset": "2011-03-21 14:00",
        "type": "production",
    }
    said = {
        "changeset": "2011-03-21 14:00",
        "contact": _("Call 12345"),
        "key_service": _("A token from your own page"),
        "endpoints": [endpoint],
    }
    return single(said, suffix, "discovery")


@answering("GET")
def services(request: HttpRequest, *, suffix: str) -> HttpResponse:
    jurisdiction(request)
    return listed([service(topic) for topic in topics()], suffix, "services", "service")


@answering("GET")
def one_service(request: HttpRequest, code: str, *, suffix: str) -> HttpResponse:
    jurisdiction(request)
    return single(definition(_topic(code)), suffix, "service_definition")


@answering("GET", "POST")
def requests(request: HttpRequest, *, suffix: str) -> HttpResponse:
    if request.method == "POST":
        return _asked(request, suffix)
    asked = wanted(request)
    rows = [*_own(request, asked), *_published(asked)]
    seen: dict[str, dict[str, Any]] = {}
    for row in rows:
        seen.setdefault(row["service_request_id"], row)
    found = sorted(seen.values(), key=lambda row: str(row["requested_datetime"]), reverse=True)
    return listed(found[:MOST], suffix, "service_requests", "request")


@answering("GET")
def one_request(request: HttpRequest, ref: str, *, suffix: str) -> HttpResponse:
    jurisdiction(request)
    person = person_of(request, needed=False)
    own = queries.requests_of(person).filter(reference=ref).first() if person else None
    if own:
        return listed([of_request(own)], suffix, "service_requests", "request")
    shown = queries.published().filter(request__reference=ref).first()
    if shown is None:
        raise Fault(404, "service_request_id was not found")
    return listed([of_publication(shown)], suffix, "service_requests", "request")


@answering("GET")
def token(request: HttpRequest, name: UUID, *, suffix: str) -> HttpResponse:
    """The number behind a token. Ours have their number at once, so this only says it again."""
    person = person_of(request, needed=True)
    own = queries.requests_of(person).filter(public_id=name).first() if person else None
    if own is None:
        raise Fault(404, "token was not found")
    row = {"service_request_id": own.reference, "token": str(name)}
    return listed([row], suffix, "service_requests", "request")


def _asked(request: HttpRequest, suffix: str) -> HttpResponse:
    person = person_of(request, needed=True)
    assert person is not None  # noqa: S101  or it was a fault
    said = request.POST
    topic = _topic(said.get("service_code", ""))
    if not said.get("description", "").strip():
        raise Fault(400, "description was not provided")
    kind = said.get("attribute[kind]") or queries.suggest(said["description"]).kind
    asked = operations.ask(
        said=Asked(
            kind=kind if kind in Kind.values else Kind.HELP,
            text=said["description"],
            authority=topic.authorities[0] if topic.authorities else "",
            region=jurisdiction(request),
            channel=Channel.OPEN311,
            place=place_of(said),
        ),
        by=person,
        at=now(),
    )
    row = {
        "service_request_id": asked.reference,
        "service_notice": _("You get an answer by %(day)s.") % {"day": asked.due_on},
        "account_id": None,
    }
    return listed([row], suffix, "service_requests", "request", status=201)


def _topic(code: str) -> Topic:
    if not code:
        raise Fault(400, "service_code was not provided")
    found = next((topic for topic in topics() if topic.code == code), None)
    if found is None:
        raise Fault(404, "service_code was not found")
    return found


def _own(request: HttpRequest, asked: Wanted) -> list[dict[str, Any]]:
    person = person_of(request, needed=False)
    found = queries.requests_of(person)[:MOST] if person else []
    return [row for row in map(of_request, found) if asked.fits(row)]


def _published(asked: Wanted) -> list[dict[str, Any]]:
    found = queries.published(asked.words)
    if asked.ids:
        found = found.filter(request__reference__in=asked.ids)
    else:
        found = found.filter(request__opened_at__gte=asked.start, request__opened_at__lte=asked.end)
    return [row for row in map(of_publication, found[:MOST]) if asked.fits(row)]


@answering("GET")
def root(request: HttpRequest, *, suffix: str = "json") -> HttpResponse:
    return services(request, suffix=suffix)
