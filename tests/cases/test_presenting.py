"""Use my certificate: exactly the declared fields, said beforehand, asked of the issuer, counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from tests.builders import (
    ANSWERS,
    DAY,
    MONDAY,
    a_certificate,
    a_person,
    a_post,
    an_applicant,
    an_id_service,
    an_office,
)
from tests.cases.test_uploading import a_photo
from tongban.audit.queries import trail_of
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.queries import Sheet
from tongban.catalog.models import Post
from tongban.certificates import inbound
from tongban.certificates.models import Certificate
from tongban.certificates.operations import confirming
from tongban.certificates.rules import Status
from tongban.federation import operations as federation
from tongban.federation.rules import Question
from tongban.identity.models import Actor, Person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BOOK = {
    "name": "林晓",
    "id_no": "410102199405169986",
    "household_no": "DEMO-1",
    "address": "郑州市中原区甲路1号",
    "head": "林建国",
    "relation": "女",
}
PERMIT = {"name": "林晓", "live_address": "徐汇区示例路3号", "hukou_address": "郑州市"}


@pytest.fixture
def ana() -> Actor:
    return Actor(a_person("林晓", region="310104"))


@pytest.fixture
def draft(ana: Actor) -> Case:
    return operations.start(service=an_id_service(), by=ana, at=MONDAY)


def holds(holder: Person, code: str, fields: dict[str, str], *, node: str = "") -> Certificate:
    held = a_certificate(code, holder=holder, **fields)
    held.type.fields = [
        {"key": key, "label": {"zh": key}, "type": "string", "mask": ""} for key in fields
    ]
    held.type.save()
    held.node = node
    held.save()
    return held


def the_sheet(case: Case, kind: str) -> Sheet:
    [sheet] = [each for each in queries.sheets(case, at=MONDAY) if each.kind == kind]
    return sheet


def present(case: Case, kind: str, by: Actor) -> Case:
    return operations.present(case=case, kind=kind, by=by, at=MONDAY)


def the_officer(case: Case) -> Post:
    assert case.office
    return a_post("Officer", office=case.office)


def test_the_sheet_says_who_gets_which_fields_before_anything_is_presented(
    draft: Case, ana: Actor
) -> None:
    holds(ana.person, "hukou-book", BOOK)

    sheet, recipient = the_sheet(draft, "hukou-book"), queries.recipient(draft)

    assert [line.label for line in sheet.told] == ["name", "id_no", "household_no", "address"]
    assert sheet.kept_back == 2, "the head of the household and how they are related"
    assert (sheet.materials, sheet.is_given) == (["居民户口簿"], False)
    assert recipient.authority == "公安部"
    assert not draft.materials.exists(), "looking presents nothing"


def test_presenting_fills_the_form_and_strikes_the_material_out(draft: Case, ana: Actor) -> None:
    holds(ana.person, "hukou-book", BOOK)
    holds(ana.person, "residence-permit", PERMIT)
    operations.save_draft(case=draft, answers={"delivery": "post"}, by=ana, at=MONDAY)

    present(draft, "hukou-book", ana)
    present(draft, "residence-permit", ana)

    draft.refresh_from_db()
    assert draft.answers["address"] == "徐汇区示例路3号"
    assert [m.state for m in queries.materials(draft, at=MONDAY)] == ["used", "on_site"]
    kept = {m.key: m.fields for m in draft.materials.all()}
    assert kept == {
        "hukou-book": ["name", "id_no", "household_no", "address"],
        "certificate:residence-permit": ["live_address"],
    }
    assert the_sheet(draft, "hukou-book").is_given
    trail = [entry.action for entry in trail_of(draft.ref)]
    assert trail.count("cases.certificate_presented") == 2


def test_what_the_answers_did_not_ask_for_after_all_is_not_presented(
    draft: Case, ana: Actor
) -> None:
    holds(ana.person, "hukou-book", BOOK)
    holds(ana.person, "residence-permit", PERMIT)
    present(draft, "residence-permit", ana)
    assert draft.materials.get().fields == ["live_address"]
    operations.save_draft(case=draft, answers=ANSWERS, by=ana, at=MONDAY)  # collected, not posted

    case = operations.submit(case=draft, by=ana, at=MONDAY)

    permit = case.materials.get(key="certificate:residence-permit")
    assert permit.fields == []
    assert "address" not in case.answers


def test_an_official_reads_only_what_was_presented(draft: Case, ana: Actor) -> None:
    holds(ana.person, "hukou-book", BOOK)
    operations.save_draft(case=draft, answers=ANSWERS, by=ana, at=MONDAY)
    case = operations.submit(case=draft, by=ana, at=MONDAY)

    [sheet] = queries.presented_in(case)

    assert {line.label: line.value for line in sheet.told} == {
        key: BOOK[key] for key in ("name", "id_no", "household_no", "address")
    }


def test_a_presented_answer_cannot_be_written_over(ana: Actor) -> None:
    service = an_id_service()
    schema = service.version.package["form"]["schema"]  # type: ignore[union-attr]
    schema["properties"]["lost_where"]["x-prefill"] = "certificate:residence-permit.live_address"
    service.version.save()  # type: ignore[union-attr]
    holds(ana.person, "hukou-book", BOOK)
    holds(ana.person, "residence-permit", PERMIT)
    draft = operations.start(service=service, by=ana, at=MONDAY)
    present(draft, "residence-permit", ana)
    lie = {**ANSWERS, "lost_where": "the moon"}
    operations.save_draft(case=draft, answers=lie, by=ana, at=MONDAY)

    assert (
        operations.submit(case=draft, by=ana, at=MONDAY).answers["lost_where"]
        == (PERMIT["live_address"])
    )


def test_it_can_be_taken_back_and_the_answer_written_anew(draft: Case, ana: Actor) -> None:
    holds(ana.person, "hukou-book", BOOK)
    present(draft, "hukou-book", ana)

    operations.take_back(case=draft, kind="hukou-book", by=ana, at=MONDAY)

    assert not draft.materials.exists()
    with pytest.raises(operations.WrongCertificate):
        operations.take_back(case=draft, kind="hukou-book", by=ana, at=MONDAY)


def test_a_certificate_of_someone_else_or_another_kind_does_not_do(draft: Case, ana: Actor) -> None:
    holds(a_person("Ben"), "hukou-book", BOOK)
    holds(ana.person, "sscard", {"name": "林晓"})
    for kind in ("hukou-book", "sscard", "nothing"):
        with pytest.raises(operations.WrongCertificate):
            present(draft, kind, ana)
    assert not draft.materials.exists()


def test_nobody_presents_into_a_case_of_another_or_one_that_was_handed_in(ana: Actor) -> None:
    holds(ana.person, "hukou-book", BOOK)
    draft = operations.start(service=an_id_service(), by=ana, at=MONDAY)
    with pytest.raises(operations.CaseGone):
        present(draft, "hukou-book", an_applicant("Ben"))
    operations.save_draft(case=draft, answers=ANSWERS, by=ana, at=MONDAY)
    case = operations.submit(case=draft, by=ana, at=MONDAY)
    for deed in (operations.present, operations.take_back):
        with pytest.raises(operations.NotNow):
            deed(case=case, kind="hukou-book", by=ana, at=MONDAY)


# A certificate of another platform


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


# A file where a certificate would do


def test_a_file_instead_of_a_certificate_needs_a_reason_and_is_counted(
    draft: Case, ana: Actor
) -> None:
    holds(ana.person, "hukou-book", BOOK)
    file = {"case": draft, "key": "hukou-book", "name": "a.jpg", "data": a_photo()}
    with pytest.raises(operations.WhyNeeded):
        operations.hand_in(**file, by=ana, at=MONDAY)
    assert not draft.materials.exists()

    operations.hand_in(**file, by=ana, at=MONDAY, reason="wrong")

    [given] = draft.materials.all()
    assert (given.held, given.reason) == (True, "wrong")


def test_managers_see_where_files_were_handed_in_although_a_certificate_was_held() -> None:
    service = an_id_service()
    for name, has_one, uploads in (
        ("Ana", True, True),
        ("Ben", True, False),
        ("Cem", False, True),
    ):
        actor = Actor(a_person(name, region="310104"))
        if has_one:
            holds(actor.person, "hukou-book", BOOK)
        draft = operations.start(service=service, by=actor, at=MONDAY)
        operations.save_draft(case=draft, answers=ANSWERS, by=actor, at=MONDAY)
        if uploads:
            file = {"key": "hukou-book", "name": "a.jpg", "data": a_photo()}
            why = "told_to" if has_one else ""
            operations.hand_in(case=draft, **file, by=actor, at=MONDAY, reason=why)
        operations.submit(case=draft, by=actor, at=MONDAY)

    [line] = queries.spared_papers()

    assert (line.service, line.material) == (service, "居民户口簿")
    assert (line.sample, line.held, line.without) == (3, 1, 1)
    assert line.reasons == [("told_to", 1)]
