"""Use my certificate: exactly the declared fields, said beforehand, asked of the issuer, counted."""

from datetime import timedelta

import pytest

from tests.builders import (
    ANSWERS,
    MONDAY,
    a_person,
    an_applicant,
    an_id_service,
)
from tests.cases.test_uploading import a_photo
from tests.cases.wallets import BOOK, PERMIT, holds
from tongban.audit.queries import trail_of
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.queries import Sheet
from tongban.identity.models import Actor

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> Actor:
    return Actor(a_person("林晓", region="310104"))


@pytest.fixture
def draft(ana: Actor) -> Case:
    return operations.start(service=an_id_service(), by=ana, at=MONDAY)


def the_sheet(case: Case, kind: str) -> Sheet:
    [sheet] = [each for each in queries.sheets(case, at=MONDAY) if each.kind == kind]
    return sheet


def present(case: Case, kind: str, by: Actor) -> Case:
    return operations.present(case=case, kind=kind, by=by, at=MONDAY)


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
