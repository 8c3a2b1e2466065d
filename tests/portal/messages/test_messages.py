"""The message centre."""

import pytest

from tests.builders import HOUR, MONDAY, a_case, a_person, an_applicant, an_organisation
from tests.doors import sign_in
from tongban.audit.models import Entry
from tongban.messages.models import Message
from tongban.messages.operations import queue

pytestmark = pytest.mark.django_db
WORDS = {"service": {"zh": "补证", "en": "New card"}, "reference": "R-1", "due_on": "2026-04-01"}
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def ana(client):
    person = a_person("Ana")
    sign_in(client, person)
    return person


def a_message(to, *, at=MONDAY) -> Message:
    return queue("cases/accepted", to=to, about="thing/1", at=at, params=WORDS)


def test_messages_come_latest_first_in_the_readers_language(client, ana) -> None:
    old, new = a_message(ana), a_message(ana, at=MONDAY + HOUR)
    body = client.get("/messages/", headers=ENGLISH).content.decode()
    assert "New card" in body
    assert body.index(str(new.public_id)) < body.index(str(old.public_id))


def test_looking_marks_nothing_and_a_post_marks_once(client, ana) -> None:
    message = a_message(ana)
    client.get(f"/messages/{message.public_id}/")
    message.refresh_from_db()
    assert message.read_at is None
    for _ in range(2):
        client.post(f"/messages/{message.public_id}/read/")
    message.refresh_from_db()
    assert message.read_at is not None
    assert Entry.objects.filter(action="messages.read").count() == 1


def test_the_badge_counts_what_is_unread(client, ana) -> None:
    a_message(ana)
    a_message(ana)
    assert '<span class="badge">2<' in client.get("/").content.decode()
    client.post("/messages/read/")
    assert '<span class="badge">' not in client.get("/").content.decode()


def test_other_peoples_messages_are_not_there(client, ana) -> None:
    message = a_message(a_person("Ben"))
    assert client.get(f"/messages/{message.public_id}/").status_code == 404
    assert client.post(f"/messages/{message.public_id}/read/").status_code == 404
    assert str(message.public_id) not in client.get("/messages/").content.decode()


def test_strangers_are_led_to_the_way_in(client) -> None:
    assert client.get("/messages/")["Location"].startswith("/sign-in/")


def test_a_full_list_costs_few_statements(client, ana, django_assert_max_num_queries) -> None:
    for _ in range(25):
        a_message(ana)
    with django_assert_max_num_queries(7):
        client.get("/messages/")


def test_a_message_about_ones_own_case_opens_it(client, ana) -> None:
    case = a_case(by=an_applicant("Cho"))
    case.applicant, case.reference = ana, "R-2"
    case.save(update_fields=["applicant", "reference"])
    message = queue("cases/accepted", to=ana, about=case.ref, at=MONDAY, params=WORDS)
    body = client.get(f"/messages/{message.public_id}/").content.decode()
    assert f'href="/cases/{case.public_id}/"' in body


def test_a_message_about_a_firms_case_leads_to_the_choice_of_the_name(client, ana) -> None:
    case = a_case(by=an_applicant("Cho"))
    case.applicant, case.organisation = ana, an_organisation()
    case.save(update_fields=["applicant", "organisation"])
    message = queue("cases/accepted", to=ana, about=case.ref, at=MONDAY, params=WORDS)
    body = client.get(f"/messages/{message.public_id}/").content.decode()
    assert f'href="/cases/{case.public_id}/"' not in body
    assert f"/me/acting/?next=%2Fcases%2F{case.public_id}%2F" in body
