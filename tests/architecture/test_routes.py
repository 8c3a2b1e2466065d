"""Promises that every address keeps."""

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.architecture import addresses
from tests.architecture.routes import ROUTES, Who
from tests.builders import a_person
from tongban.audit.models import Entry
from tongban.core.middleware import SafeMethodsDoNotWrite

pytestmark = pytest.mark.django_db

LIVE = addresses.live()
CLOSED = [route for route in LIVE if ROUTES.get(route) is not Who.ANYONE]
OFFICIALS = [route for route in LIVE if ROUTES.get(route) is Who.OFFICIAL]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_address_says_who_may_open_it() -> None:
    assert sorted(set(LIVE) - set(ROUTES)) == []


def test_the_table_speaks_of_no_address_that_is_gone() -> None:
    assert sorted(set(ROUTES) - set(LIVE)) == []


@pytest.mark.parametrize("route", LIVE)
def test_every_answer_carries_the_security_headers(client: Client, route: str) -> None:
    answer = client.get(addresses.example(route))
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("route", LIVE)
def test_no_address_breaks_when_its_thing_does_not_exist(client: Client, route: str) -> None:
    assert client.get(addresses.example(route)).status_code < 500


@pytest.mark.parametrize("route", CLOSED)
def test_strangers_are_not_served(client: Client, route: str) -> None:
    assert client.get(addresses.example(route)).status_code in {302, 401, 403, 404, 405}
    assert client.post(addresses.example(route)).status_code in {302, 401, 403, 404, 405}


@pytest.mark.parametrize("route", OFFICIALS)
def test_citizens_are_not_served_where_officials_work(client: Client, route: str) -> None:
    client.force_login(a_person("Ben"))
    assert client.get(addresses.example(route)).status_code in {302, 403, 404, 405}


@pytest.mark.parametrize("route", LIVE)
def test_nothing_is_posted_without_the_token_of_the_form(route: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(addresses.example(route), {"anything": "x"})
    refused = {302, 401, 403, 404, 405}
    if route.startswith("/api/"):
        refused.add(400)  # a program has no form, and what it sends is not read
    assert answer.status_code in refused


def test_following_a_link_never_writes(rf: RequestFactory) -> None:
    assert "tongban.core.middleware.SafeMethodsDoNotWrite" in settings.MIDDLEWARE

    def writes(_request: HttpRequest) -> HttpResponse:
        Entry.objects.all().delete()
        return HttpResponse()

    keeper = SafeMethodsDoNotWrite(writes)
    with pytest.raises(RuntimeError, match="tried to write"):
        keeper.process_view(rf.get("/"), writes, (), {})
    assert not connection.execute_wrappers
