"""Coming to an application from another platform: a link shows the button, and only that begins."""

import pytest

from tests.builders import a_package, a_service, an_applicant
from tests.doors import sign_in
from tongban.cases.models import Case

pytestmark = pytest.mark.django_db
PAGE = "/services/id-reissue/apply/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def service():
    return a_service("id-reissue", package=a_package())


def test_a_link_begins_nothing_and_leads_to_the_button(client, service) -> None:
    sign_in(client, an_applicant("Ana").person)
    answer = client.get(PAGE, headers=ENGLISH)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "15 working days" in body
    assert '<button class="btn">Begin' in body
    assert 'href="/services/id-reissue/"' in body
    assert not Case.objects.exists()


def test_the_button_leads_to_the_form(client, service) -> None:
    sign_in(client, an_applicant("Ana").person)
    answer = client.post(PAGE)
    case = Case.objects.get()
    assert answer.url == f"/cases/{case.public_id}/form/about/"
    assert "Continue" in client.get(PAGE, headers=ENGLISH).content.decode()


def test_strangers_sign_in_and_come_back(client, service) -> None:
    answer = client.get(PAGE)
    assert answer.url.startswith("/sign-in/?next=%2Fservices%2Fid-reissue%2Fapply%2F")


def test_who_has_shown_too_little_steps_up_first(client, service) -> None:
    sign_in(client, an_applicant("Ana").person, level=1)
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert "next=%2Fservices%2Fid-reissue%2Fapply%2F" in answer.url


def test_a_listing_has_nothing_to_begin(client) -> None:
    a_service("only-listed")
    sign_in(client, an_applicant("Ana").person)
    assert client.get("/services/only-listed/apply/").status_code == 404
