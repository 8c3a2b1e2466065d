"""Ending certificates at the desk: by the office that issued them, with a reason, in the open."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import DAY, a_person, a_post, an_office
from tests.certificates.wallets import NUMBER, issued
from tests.doors import sign_in_at_work
from tongban.audit.queries import trail_of
from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.certificates import operations
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Ending, Status
from tongban.identity.models import id_index
from tongban.identity.operations import TooOften
from tongban.messages.queries import messages_of
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db

REASON = "The holder lost it and came to us"


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def card(office: Office) -> Certificate:
    ana = a_person("Ana")
    ana.id_number, ana.id_index = NUMBER, id_index(NUMBER)
    ana.save()
    return issued(holder=ana, office=office, at=now())


@pytest.fixture
def officer(client: Client, office: Office) -> Post:
    post = a_post("Officer", office=office)
    sign_in_at_work(client, post.person)
    client.cookies["django_language"] = "en"
    return post


def opened(client: Client, **typed: str) -> str:
    answer = client.post(reverse("work_certificates"), {"reason": REASON, **typed})
    return answer.headers.get("Location", "") or answer.text


def test_it_is_looked_up_with_a_reason_that_the_holder_reads(
    client: Client, officer: Post, card: Certificate
) -> None:
    address = reverse("work_certificate", args=[card.public_id])
    assert client.get(address)["Location"] == reverse("work_certificates")
    assert opened(client, number=card.identifier) == address
    assert NUMBER in client.get(address).text
    assert card.person
    access = accesses_to(card.person).get()
    assert (access.by, access.under, access.reason) == (officer.person, officer.ref, REASON)
    assert access.about == card.ref


def test_a_holder_is_found_by_number_and_kind(
    client: Client, officer: Post, card: Certificate
) -> None:
    assert opened(client, number=NUMBER, kind="idcard").endswith(f"{card.public_id}/")


def test_whatever_does_not_fit_the_answer_is_the_same(
    client: Client, officer: Post, card: Certificate
) -> None:
    elsewhere = issued(holder=a_person("Ben"), office=an_office(), at=now())
    for typed in (
        {"number": elsewhere.identifier},
        {"number": NUMBER},
        {"number": "110101199003074514", "kind": "idcard"},
        {"number": card.identifier[:-1]},
    ):
        assert str(operations.NothingFound.message) in opened(client, **typed)
    assert card.person
    assert not accesses_to(card.person).exists()


def test_trying_numbers_is_counted(officer: Post, card: Certificate) -> None:
    at = now()
    told = []
    for _ in range(41):
        with pytest.raises((operations.NothingFound, TooOften)) as refused:
            operations.open_certificate(number="x", kind="", reason=REASON, by=officer, at=at)
        told.append(refused.value.code)
    assert told[-1] == "too_often"
    assert set(told[:-1]) == {"no_such_certificate"}


def test_it_ends_with_a_reason_and_its_holder_is_told(
    client: Client, officer: Post, card: Certificate
) -> None:
    address = opened(client, number=card.identifier)
    client.post(address, {"why": "lost", "reason": REASON})
    card.refresh_from_db()
    assert (card.status, card.why, card.ended_reason) == (Status.CANCELLED, Ending.LOST, REASON)
    assert card.person
    assert messages_of(card.person).count() == 1
    assert list(trail_of(card.ref))[-1].under == officer.ref
    text = client.get(address).text
    assert "Reported lost or stolen" in text
    assert "btn danger" not in text


def test_without_a_reason_nothing_ends(client: Client, officer: Post, card: Certificate) -> None:
    address = opened(client, number=card.identifier)
    assert 'aria-invalid="true"' in client.post(address, {"why": "lost", "reason": ""}).text
    card.refresh_from_db()
    assert card.status == Status.VALID


def test_an_old_reason_opens_nothing(client: Client, officer: Post, card: Certificate) -> None:
    address = opened(client, number=card.identifier)
    session = client.session
    session["work.certificates"] = {str(card.public_id): (now() - DAY).timestamp()}
    session.save()
    assert client.get(address)["Location"] == reverse("work_certificates")
    assert client.post(address, {"why": "lost", "reason": REASON}).status_code == 302
    card.refresh_from_db()
    assert card.status == Status.VALID


def test_a_clerk_ends_no_certificates(client: Client, office: Office, card: Certificate) -> None:
    clerk = a_post("Clerk", office=office, role=Role.CLERK)
    sign_in_at_work(client, clerk.person)
    assert client.get(reverse("work_certificates")).status_code == 404
    with pytest.raises(operations.NotIssuedHere):
        operations.cancel(certificate=card, reason="x", by=clerk, at=now())
