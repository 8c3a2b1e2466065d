"""A certificate of another platform: its issuer is asked, and its last word counts while it is away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from tests.builders import (
    ANSWERS,
    DAY,
    MONDAY,
    a_person,
    a_post,
    an_id_service,
    an_office,
)
from tests.cases.wallets import BOOK, holds
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.catalog.models import Post
from tongban.certificates import inbound
from tongban.certificates.models import Certificate
from tongban.certificates.operations import confirming
from tongban.certificates.rules import Status
from tongban.federation import operations as federation
from tongban.federation.rules import Question
from tongban.identity.models import Actor

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> Actor:
    return Actor(a_person("林晓", region="310104"))


def the_officer(case: Case) -> Post:
    assert case.office
    return a_post("Officer", office=case.office)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The issuers that were asked; each says that it holds."""
    return answering(monkeypatch, lambda: {"status": "valid"})


def answering(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], dict[str, Any]]) -> list[str]:
    issuers: list[str] = []

    def ask(_question: str, *, of: str, data: dict[str, str], at: Any) -> dict[str, Any]:
        assert data["identifier"] and at
        issuers.append(of)
        return answer()

    monkeypatch.setattr(confirming.federation, "ask", ask)
    return issuers


def away() -> dict[str, Any]:
    raise federation.PeerAway


def a_draft_on_a_foreign_certificate(ana: Actor) -> tuple[Case, Certificate]:
    an_office()
    book = holds(ana.person, "hukou-book", BOOK, node="plain")
    draft = operations.start(service=an_id_service(), by=ana, at=MONDAY)
    operations.save_draft(case=draft, answers=ANSWERS, by=ana, at=MONDAY)
    return draft, book


@pytest.fixture
def node() -> Any:
    regions = {"TONGBAN_NODE": "coast", "TONGBAN_REGIONS": ("310000",)}
    with override_settings(**regions):
        queries.forget_offices()
        yield
    queries.forget_offices()


@pytest.mark.usefixtures("node")
def test_the_issuer_is_asked_when_it_is_handed_in(ana: Actor, asked: list[str]) -> None:
    draft, book = a_draft_on_a_foreign_certificate(ana)

    case = operations.submit(case=draft, by=ana, at=MONDAY)

    book.refresh_from_db()
    assert (asked, book.confirmed_at) == (["plain"], MONDAY)
    assert case.materials.get().certificate == book, "and nothing was uploaded"


@pytest.mark.usefixtures("node")
def test_while_the_issuer_is_away_the_last_known_status_counts_and_is_asked_again(
    ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, away)
    draft, book = a_draft_on_a_foreign_certificate(ana)
    case = operations.submit(case=draft, by=ana, at=MONDAY)
    book.refresh_from_db()
    assert (case.status, book.confirmed_at) == ("submitted", None)
    officer = the_officer(case)
    assert operations.ask_issuers(case=case, by=officer, at=MONDAY + HOUR) == [book]

    answering(monkeypatch, lambda: {"status": "valid"})

    assert operations.ask_issuers(case=case, by=officer, at=MONDAY + HOUR) == []
    [sheet] = queries.presented_in(case)
    assert sheet.certificate.confirmed_at == MONDAY + HOUR


@pytest.mark.usefixtures("node")
def test_what_the_issuer_has_cancelled_is_not_accepted(
    ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, lambda: {"status": "cancelled", "ended_reason": "Forged"})
    draft, book = a_draft_on_a_foreign_certificate(ana)

    with pytest.raises(operations.Incomplete) as refused:
        operations.submit(case=draft, by=ana, at=MONDAY)

    book.refresh_from_db()
    assert (book.status, book.ended_reason) == (Status.CANCELLED, "Forged")
    assert refused.value.faults.keys() == {"hukou-book"}


@pytest.mark.usefixtures("node")
def test_what_is_cancelled_before_the_decision_stops_it(
    ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, away)
    draft, _book = a_draft_on_a_foreign_certificate(ana)
    case = operations.submit(case=draft, by=ana, at=MONDAY)
    officer = the_officer(case)
    for deed in (operations.take, operations.accept, operations.begin_review):
        case = deed(case=case, by=officer, at=MONDAY)
    answering(monkeypatch, lambda: {"status": "cancelled"})

    with pytest.raises(operations.CertificateOver):
        operations.grant(case=case, by=officer, at=MONDAY + DAY)

    case.refresh_from_db()
    assert case.status == "reviewing"


def test_an_issuer_tells_whether_it_holds_and_nothing_else(ana: Actor) -> None:
    held = holds(ana.person, "hukou-book", BOOK)

    def standing(identifier: str) -> dict[str, Any]:
        data = {"identifier": identifier}
        return inbound.standing(Question("certificate.standing", "coast", "", data, MONDAY))

    assert standing(held.identifier) == {"status": "valid", "ended_reason": ""}
    assert standing("1.2.156.3005.2.000000000000000000000.1.1.0") == {}
    held.node = "plain"
    held.save()
    assert standing(held.identifier) == {}, "only its issuer answers for it"
