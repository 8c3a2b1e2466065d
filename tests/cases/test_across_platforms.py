"""Applied for at one platform, decided at another: one case, one custodian, one line of steps."""

import base64
from pathlib import Path
from typing import Any

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_case
from tests.cases.crossing import (
    a_world,
    ana,
    apply_at_the_coast,
    drafted_at_the_coast,
    officer,
    the_case,
    withdraw_the_service,
)
from tests.cases.filing import a_photo
from tests.cases.nodes import COAST, HUB, PLAIN, Letter, World
from tongban.cases import operations, queries
from tongban.cases.rules import Status
from tongban.catalog.models import Office
from tongban.federation.models import Outgoing
from tongban.files import store as files
from tongban.identity.models import Actor
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world(decide={"by": "official"})


def about_cases(world: World) -> list[Letter]:
    return [one for one in world.sent if one.event.topic.startswith("case.")]


def test_on_handing_in_the_case_is_at_the_other_platform(world: World) -> None:
    case = apply_at_the_coast(world)
    assert (case.custodian, case.epoch, case.arrived, case.desk) == ("plain", 2, False, None)
    assert [(one.to, one.event.topic) for one in about_cases(world)] == [
        ("plain", "case.handed_over"),
        ("hub", "case.progressed"),
    ]
    world.deliver_all()
    with world.at(PLAIN):
        theirs = the_case()
        assert (theirs.custodian, theirs.origin, theirs.epoch) == ("", "coast", 2)
        assert theirs.office == officer().office == theirs.desk
        assert (theirs.public_id, theirs.reference) == (case.public_id, case.reference)
        assert theirs.answers == case.answers
        used = theirs.materials.exclude(certificate=None).select_related("certificate")
        assert [material.certificate.node for material in used] == ["coast", "coast"]
        assert theirs.due_on == case.due_on
    with world.at(COAST):
        assert the_case().arrived


def test_only_who_has_the_case_may_act_on_it(world: World) -> None:
    apply_at_the_coast(world)
    with world.at(COAST), pytest.raises(operations.CaseElsewhere) as refused:
        operations.withdraw(case=the_case(), by=ana(), at=MONDAY)
    assert "Plain" in str(refused.value)


def test_everybody_sees_one_line_of_steps(world: World) -> None:
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(PLAIN):
        case, by = the_case(), officer()
        case = operations.accept(case=case, by=by, at=MONDAY + HOUR)
        case = operations.begin_review(case=case, by=by, at=MONDAY + DAY)
        case = operations.refuse(case=case, reason="Not insured", by=by, at=MONDAY + DAY)
        lines = [(e.action, e.platform) for e in queries.timeline(case, at=MONDAY)]
    world.deliver_all()
    assert lines == [
        ("submitted", "Coast"),
        ("handed_over", "Coast"),
        ("received", "Plain"),
        ("accepted", "Plain"),
        ("review_begun", "Plain"),
        ("refused", "Plain"),
    ]
    for node in (COAST, HUB):
        with world.at(node):
            copy = the_case()
            assert copy.status == Status.REFUSED
            assert copy.custodian == "plain"
            assert copy.due_on == case.due_on
            assert [(e.action, e.platform) for e in queries.timeline(copy, at=MONDAY)] == lines
    with world.at(COAST):
        assert the_case().decision_reason == "Not insured"


def test_only_where_it_was_begun_is_the_applicant_told(world: World) -> None:
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(PLAIN):
        operations.accept(case=the_case(), by=officer(), at=MONDAY + HOUR)
        assert not messages_of(the_case().applicant).exists()
    world.deliver_all()
    with world.at(COAST):
        told = [words(message).title for message in messages_of(ana().person)]
    assert len(told) == 3
    assert told[0].startswith("Your application was accepted")
    with world.at(HUB):
        assert not messages_of(the_case().applicant).exists()


def test_the_hub_knows_where_a_case_stands_but_not_what_it_says(world: World) -> None:
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(HUB):
        copy = the_case()
        assert (copy.status, copy.custodian, copy.answers) == (Status.SUBMITTED, "plain", {})
        assert copy.service.withdrawn_at is not None, "and nobody finds the service there"


def test_an_official_who_asks_to_mend_something_is_answered_there(world: World) -> None:
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(PLAIN):
        defect = {"kind": "field", "key": "care_region", "problem": "Which city?"}
        operations.ask_correction(case=the_case(), defects=[defect], by=officer(), at=MONDAY)
    world.deliver_all()
    with world.at(COAST):
        correction = queries.open_correction(the_case())
        assert correction is not None
        assert correction.defects == [defect]
        with pytest.raises(operations.CaseElsewhere):
            operations.save_draft(case=the_case(), answers={}, by=ana(), at=MONDAY)
    with world.at(PLAIN):
        case, by = the_case(), Actor(the_case().applicant)
        case = operations.save_draft(case=case, answers={"care_region": "310115"}, by=by, at=MONDAY)
        case = operations.submit(case=case, by=by, at=MONDAY + HOUR)
        assert case.desk == officer().office
    world.deliver_all()
    with world.at(COAST):
        assert queries.open_correction(the_case()) is None
        assert the_case().status == Status.SUBMITTED


def test_a_table_decides_where_the_case_arrives() -> None:
    world = a_world()
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(PLAIN):
        case = the_case()
        assert case.status == Status.GRANTED
        assert case.result["name"] == "Ana"
    with world.at(COAST):
        assert the_case().result["name"] == "Ana"
    with world.at(HUB):
        assert (the_case().status, the_case().result) == (Status.GRANTED, {})


def test_who_cannot_take_a_case_gives_it_back_with_the_reason(world: World) -> None:
    with world.at(PLAIN):
        withdraw_the_service()
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(COAST):
        case = the_case()
        assert (case.custodian, case.epoch) == ("", 3)
        assert case.desk == officer().office
        back = case.steps.get(action="handed_back")
        assert "does not offer this service" in back.note
        newest = messages_of(ana().person).first()
        assert newest is not None
        assert "does not offer this service" in words(newest).body
    for node in (PLAIN, HUB):
        with world.at(node):
            assert the_case().custodian == "coast"
            assert the_case().arrived


def test_without_an_office_anywhere_the_application_ends_with_the_reason(world: World) -> None:
    with world.at(PLAIN):
        withdraw_the_service()
    with world.at(COAST):
        officer().delete()
        Office.objects.all().delete()
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(COAST):
        case = the_case()
        assert case.status == Status.NOT_ACCEPTED
        assert "does not offer this service" in case.decision_reason


def test_what_the_registers_said_where_it_was_begun_travels_and_no_more(world: World) -> None:
    case = apply_at_the_coast(world)
    assert set(case.brought) == {
        "held",
        "person.id_number",
        "person.name",
        "person.region",
    }
    [letter] = [one for one in about_cases(world) if one.to == "hub"]
    assert "answers" not in letter.event.data
    assert "brought" not in letter.event.data


def test_an_installation_that_stands_alone_tells_nobody() -> None:
    case = a_case()
    assert (case.custodian, case.epoch, case.mode, case.holders) == ("", 1, "", [])
    assert not Outgoing.objects.exists()


def test_a_large_file_is_fetched_after_the_case(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.TONGBAN_FILES = tmp_path
    monkeypatch.setattr("tongban.cases.queries.parcels.AT_ONCE", 10)
    monkeypatch.setattr("tongban.files.store.PIECE", 100)
    with world.at(COAST):
        photo = a_photo()
        case = drafted_at_the_coast()
        operations.hand_in(
            case=case, key="other-proof", name="a.jpg", data=photo, by=ana(), at=MONDAY
        )
        operations.submit(case=case, by=ana(), at=MONDAY)
    world.deliver_all()
    with world.at(PLAIN):
        [upload] = queries.awaited_files()
        assert upload.awaited_from == "coast"
        name = str(upload.public_id)
    said, content = {"size": 1}, b""
    while len(content) < said["size"]:
        said = world.ask("case.file", of=COAST, by=PLAIN, file=name, offset=len(content))
        content += base64.b64decode(said["content"])
    assert world.ask("case.file", of=COAST, by=HUB, file=name, offset=0) == {}
    with world.at(PLAIN):
        assert not operations.complete_file(upload=upload, content=b"something else", at=MONDAY)
        assert operations.complete_file(upload=upload, content=content, at=MONDAY)
        assert queries.awaited_files() == []
        assert files.read(upload.stored_as) == content


def test_a_small_file_comes_along(world: World, settings: Any, tmp_path: Path) -> None:
    settings.TONGBAN_FILES = tmp_path
    with world.at(COAST):
        case = drafted_at_the_coast()
        operations.hand_in(
            case=case, key="other-proof", name="a.jpg", data=a_photo(), by=ana(), at=MONDAY
        )
        operations.submit(case=case, by=ana(), at=MONDAY)
    world.deliver_all()
    with world.at(PLAIN):
        [material] = the_case().materials.exclude(upload=None).select_related("upload")
        assert material.upload is not None
        assert files.read(material.upload.stored_as)
        assert queries.awaited_files() == []
