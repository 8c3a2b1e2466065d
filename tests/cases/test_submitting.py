"""Handing in: checked as a whole, sent once."""

import json
from hashlib import sha256
from typing import Any

import pytest

from tests.builders import (
    ANSWERS,
    DAY,
    MONDAY,
    a_case,
    a_package,
    a_person,
    a_post,
    a_region,
    a_service,
    an_applicant,
    an_id_service,
    an_office,
    publish,
)
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.catalog.models import Service
from tongban.certificates import operations as certificates
from tongban.certificates.queries import live_of
from tongban.certificates.rules import Content
from tongban.core.refusal import KeyReused
from tongban.identity.models import Actor
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db


def a_draft(by: Actor, service: Service, **answers: Any) -> Case:
    case = operations.start(service=service, by=by, at=MONDAY)
    return operations.save_draft(case=case, answers=answers, by=by, at=MONDAY)


def test_everything_that_is_missing_is_said_at_once_and_nothing_changes() -> None:
    service, ana = an_id_service(), Actor(a_person())
    draft = a_draft(ana, service, reason="lost", delivery="post", lost_on="2030-01-01")

    with pytest.raises(operations.Incomplete) as refused:
        operations.submit(case=draft, by=ana, at=MONDAY)

    assert refused.value.faults.keys() == {"lost_on", "address", "hukou-book"}
    assert queries.faults(draft, at=MONDAY).keys() == refused.value.faults.keys()
    draft.refresh_from_db()
    assert (draft.status, draft.revision) == (Status.DRAFT, 1)
    assert not Message.objects.exists()


def test_sent_twice_it_is_handed_in_once() -> None:
    service, ana = an_id_service(), an_applicant()
    draft = a_draft(ana, service, **ANSWERS)

    first = operations.submit(case=draft, by=ana, at=MONDAY)
    second = operations.submit(case=draft, by=ana, at=MONDAY + DAY)

    assert first == second
    assert second.submitted_at == MONDAY
    assert Message.objects.count() == 1
    assert first.steps.count() == 1


def test_locked_fields_come_from_their_source_whatever_was_sent() -> None:
    ana = an_applicant()
    case = operations.apply(
        service=an_id_service(),
        answers={**ANSWERS, "name": "Someone else", "id_number": "110101199003070011"},
        by=ana,
        at=MONDAY,
    )
    assert case.answers["name"] == "Ana"
    assert case.answers["id_number"] == ana.person.id_number


def test_what_is_known_and_was_not_asked_again_is_filled_in() -> None:
    ana = an_applicant()
    answers = {key: value for key, value in ANSWERS.items() if key != "phone"}
    case = operations.apply(service=an_id_service(), answers=answers, by=ana, at=MONDAY)
    assert case.answers["phone"] == ana.person.phone


def test_answers_to_questions_that_were_not_asked_are_left_out() -> None:
    answers = {**ANSWERS, "address": "徐汇区乙路2号"}
    case = operations.apply(service=an_id_service(), answers=answers, by=an_applicant(), at=MONDAY)
    assert "address" not in case.answers


def test_a_locked_field_without_a_source_says_so() -> None:
    package = a_package()
    package["form"]["schema"]["properties"]["name"]["x-prefill"] = "certificate:sscard.name"
    a_case()
    with pytest.raises(operations.Incomplete) as refused:
        operations.apply(
            service=a_service(package=package), answers=ANSWERS, by=an_applicant(), at=MONDAY
        )
    assert refused.value.faults.keys() == {"name"}


def test_a_service_that_changed_meanwhile_is_looked_at_again() -> None:
    service, ana = an_id_service(), an_applicant()
    draft = a_draft(ana, service, **ANSWERS)
    newer = a_package()
    newer["form"]["schema"]["properties"]["police"] = {
        "type": "string",
        "x-label": {"zh": "派出所"},
    }
    newer["form"]["schema"]["required"].append("police")
    newer["materials"].append(
        {"id": "letter", "names": {"zh": "信"}, "required": False, "from": "upload"}
    )
    publish(service, newer)

    with pytest.raises(operations.ServiceChanged) as refused:
        operations.submit(case=draft, by=ana, at=MONDAY)

    assert refused.value.faults.keys() == {"police", "letter"}
    draft = Case.objects.get(pk=draft.pk)
    assert draft.version == service.version
    assert draft.answers == ANSWERS
    with pytest.raises(operations.Incomplete):
        operations.submit(case=draft, by=ana, at=MONDAY)
    operations.save_draft(case=draft, answers={"police": "徐家汇"}, by=ana, at=MONDAY)
    assert operations.submit(case=draft, by=ana, at=MONDAY).status == Status.SUBMITTED


def test_a_case_on_its_way_keeps_the_version_it_started_with() -> None:
    service, ana = an_id_service(), an_applicant()
    case = a_case(by=ana, service=service)
    publish(service, a_package(limits={"promised": {"days": 1, "unit": "working"}}))
    assert queries.package_of(case).promised.days == 15


def test_the_same_key_gives_the_same_case_again() -> None:
    service, ana = an_id_service(), an_applicant()
    first, second = (
        operations.apply(
            service=service, answers=ANSWERS, by=ana, at=MONDAY, idempotency_key="once"
        )
        for _ in range(2)
    )
    assert first == second
    assert Case.objects.count() == Message.objects.count() == 1


def test_the_same_key_for_something_else_is_refused() -> None:
    service, ana = an_id_service(), an_applicant()
    common: dict[str, Any] = {
        "service": service,
        "by": ana,
        "at": MONDAY,
        "idempotency_key": "once",
    }
    operations.apply(answers=ANSWERS, **common)
    with pytest.raises(KeyReused):
        operations.apply(answers={**ANSWERS, "reason": "stolen"}, **common)
    ben = an_applicant("Ben")
    assert operations.apply(answers=ANSWERS, **{**common, "by": ben}).applicant == ben.person


def test_the_digest_of_a_request_cannot_be_guessed_from_answers() -> None:
    ana, service = an_applicant(), an_id_service()
    case = operations.apply(
        service=service, answers=ANSWERS, by=ana, at=MONDAY, idempotency_key="once"
    )
    text = json.dumps([service.code, ANSWERS], sort_keys=True)
    assert case.request_digest
    assert case.request_digest != sha256(text.encode()).hexdigest()


def test_it_goes_to_the_nearest_office_of_the_applicants_home() -> None:
    far = an_office("Far", region=a_region("110101", "东城区"))
    city = an_office("City", region=a_region("310000", "上海市"))
    service = an_id_service()
    assert a_case(by=an_applicant(region="310115"), service=service).office == city
    assert a_case(by=an_applicant(region="110101"), service=service).office == far


def test_an_office_of_another_province_is_not_asked() -> None:
    an_office("Far", region=a_region("110101", "东城区"))
    sister = an_office("Sister", region=a_region("310115", "浦东新区"))
    service = an_id_service()
    assert a_case(by=an_applicant(region="310104"), service=service).office == sister
    with pytest.raises(operations.NoOffice):
        a_case(by=an_applicant(region="440304"), service=service)


def test_without_any_office_it_says_where_to_go() -> None:
    queries.forget_offices()
    with pytest.raises(operations.NoOffice):
        operations.apply(
            service=a_service(package=a_package()), answers=ANSWERS, by=an_applicant(), at=MONDAY
        )


def test_a_certificate_that_is_held_is_used_without_asking_for_paper() -> None:
    case = a_case()
    [used] = case.materials.all()
    assert used.certificate is not None
    assert [m.state for m in queries.materials(case, at=MONDAY)] == ["used", "on_site"]


def test_a_chosen_certificate_that_was_replaced_gives_way_to_the_newer_one() -> None:
    service, ana = an_id_service(), an_applicant()
    draft = a_draft(ana, service, **ANSWERS)
    old = live_of(ana.person, "hukou-book")
    assert old is not None
    operations.present(case=draft, kind="hukou-book", by=ana, at=MONDAY)
    newer = certificates.issue(
        type=old.type,
        holder=ana.person,
        content=Content({}, MONDAY.date()),
        issuer=old.type.issuer,
        office=None,
        about="",
        by=ana.person,
        at=MONDAY,
        replaces=old,
    )
    assert [m.state for m in queries.materials(draft, at=MONDAY)] == ["held", "on_site"]

    case = operations.submit(case=draft, by=ana, at=MONDAY)

    assert case.materials.get().certificate == newer


def test_a_chosen_certificate_that_was_cancelled_is_missing() -> None:
    service, ana = an_id_service(), an_applicant()
    draft = a_draft(ana, service, **ANSWERS)
    book = live_of(ana.person, "hukou-book")
    assert book is not None
    operations.present(case=draft, kind="hukou-book", by=ana, at=MONDAY)
    certificates.cancel(certificate=book, reason="Error", by=a_post("Chief"), at=MONDAY)
    with pytest.raises(operations.Incomplete) as refused:
        operations.submit(case=draft, by=ana, at=MONDAY)
    assert refused.value.faults.keys() == {"hukou-book"}
