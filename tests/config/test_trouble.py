import errno

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from tongban.config import urls

LOCKED = OperationalError("database is locked")
FULL = OperationalError("database or disk is full")
AWAY = OperationalError('connection to server at "127.0.0.1" failed')
NO_SPACE = OSError(errno.ENOSPC, "No space left on device")


def failing(_request: HttpRequest, place: int) -> HttpResponse:
    raise [LOCKED, FULL, AWAY, NO_SPACE, InterfaceError("connection is closed"), KeyError("x")][
        place
    ]


handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500
urlpatterns = [
    *urls.urlpatterns,
    path("failing/<int:place>/", failing),
    path("api/failing/<int:place>/", failing),
]

pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"Accept-Language": "en"})


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (0, "Very many people"),
        (1, "cannot store anything new"),
        (2, "is away for the moment"),
        (3, "cannot store anything new"),
        (4, "is away for the moment"),
    ],
)
def test_what_is_missing_for_a_moment_is_told_and_nothing_is_lost(
    visitor: Client, place: int, words: str
) -> None:
    answer = visitor.post(f"/failing/{place}/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert words in answer.text
    assert "press the button again" in answer.text


def test_a_fault_of_ours_is_told_without_the_database_and_without_details(visitor: Client) -> None:
    answer = visitor.get("/failing/5/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "KeyError" not in answer.text


def test_programs_read_problems(visitor: Client) -> None:
    answer = visitor.post("/api/failing/0/")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/try_again"


@pytest.mark.django_db
def test_a_wrong_address_says_so_in_the_design(visitor: Client) -> None:
    answer = visitor.get("/nothing-here/")
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert "components.css" in answer.text


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    answer = strict.post("/failing/0/")
    assert answer.status_code == 403
    assert "open for too long" in answer.text


@override_settings(ALLOWED_HOSTS=["right.example"])
def test_a_wrong_host_is_refused_in_plain_words(visitor: Client) -> None:
    answer = visitor.get("/alive")
    assert answer.status_code == 400
