"""Beginning, filling in and giving up."""

from collections.abc import Callable

import pytest

from tests.builders import (
    ANSWERS,
    DAY,
    HOUR,
    MONDAY,
    a_case,
    a_certificate,
    a_package,
    a_person,
    a_service,
    an_applicant,
    an_id_service,
    an_organisation,
)
from tongban.audit.queries import trail_of
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.identity.models import Actor, Grant
from tongban.identity.rules import GrantKind
from tongban.messages.queries import messages_of

pytestmark = pytest.mark.django_db


def test_a_draft_is_gone_on_with_and_not_begun_again() -> None:
    service, ana = an_id_service(), an_applicant()
    first = operations.start(service=service, by=ana, at=MONDAY)
    operations.save_draft(case=first, answers={"reason": "lost"}, by=ana, at=MONDAY)

    again = operations.start(service=service, by=ana, at=MONDAY + DAY)

    assert again == first
    assert again.answers == {"reason": "lost"}
    assert queries.draft_of(ana, service) == first
    assert [entry.action for entry in trail_of(first.ref)] == ["cases.started", "cases.saved"]


def test_a_listing_cannot_be_applied_for() -> None:
    with pytest.raises(operations.NotOnline):
        operations.start(service=a_service(), by=an_applicant(), at=MONDAY)


def test_a_service_says_how_sure_it_has_to_be() -> None:
    service = an_id_service()
    with pytest.raises(operations.NeedsStepUp):
        operations.start(service=service, by=Actor(a_person(level=2)), at=MONDAY)


def test_a_service_for_firms_is_not_for_people() -> None:
    service = an_id_service(audience=["organisation"])
    with pytest.raises(operations.NotForYou):
        operations.start(service=service, by=an_applicant(), at=MONDAY)


def an_agent(**limits: object) -> Actor:
    grant = Grant.objects.create(
        organisation=an_organisation(),
        agent=a_person("Ben"),
        kind=GrantKind.AGENT,
        starts_at=MONDAY - DAY,
        **limits,
    )
    return Actor(grant.agent, grant)


def test_an_agent_applies_for_the_firm_and_only_the_firm_sees_it() -> None:
    service, ben = an_id_service(audience=["organisation"]), an_agent()
    case = operations.start(service=service, by=ben, at=MONDAY)
    assert case.organisation == ben.organisation
    assert list(queries.cases_of(ben)) == [case]
    assert not queries.cases_of(Actor(ben.person)).exists()
    assert trail_of(case.ref).get().under == ben.under


@pytest.mark.parametrize(
    "limits",
    [{"ends_at": MONDAY - HOUR}, {"revoked_at": MONDAY - HOUR}, {"services": ["another"]}],
    ids=["over", "revoked", "for another service"],
)
def test_a_grant_that_does_not_reach_refuses(limits: dict[str, object]) -> None:
    service = an_id_service(audience=["organisation"])
    with pytest.raises(operations.NotGranted):
        operations.start(service=service, by=an_agent(**limits), at=MONDAY)


def test_an_agent_sees_only_what_the_grant_reaches() -> None:
    service, ben = an_id_service(audience=["organisation"]), an_agent()
    case = operations.start(service=service, by=ben, at=MONDAY)
    narrow = Grant(organisation=ben.organisation, agent=ben.person, services=["another"])
    assert not queries.cases_of(Actor(ben.person, narrow)).exists()
    narrow.services = ["another", service.code]
    assert queries.cases_of(Actor(ben.person, narrow)).get() == case


def test_two_devices_cannot_overwrite_each_other_unseen() -> None:
    service, ana = an_id_service(), an_applicant()
    case = operations.start(service=service, by=ana, at=MONDAY)
    phone = operations.save_draft(
        case=case, answers={"reason": "lost"}, by=ana, at=MONDAY, revision=0
    )

    with pytest.raises(operations.ChangedElsewhere) as refused:
        operations.save_draft(
            case=case, answers={"reason": "stolen"}, by=ana, at=MONDAY, revision=0
        )

    assert refused.value.typed == {"reason": "stolen"}
    assert refused.value.saved == {"reason": "lost"}
    assert refused.value.revision == phone.revision == 1
    assert Case.objects.get().answers == {"reason": "lost"}


def test_an_empty_answer_takes_an_answer_back_and_strange_fields_are_dropped() -> None:
    service, ana = an_id_service(), an_applicant()
    case = operations.start(service=service, by=ana, at=MONDAY)
    operations.save_draft(case=case, answers=ANSWERS | {"evil": "x"}, by=ana, at=MONDAY)
    case = operations.save_draft(case=case, answers={"phone": ""}, by=ana, at=MONDAY)
    assert case.answers.keys() == ANSWERS.keys() - {"phone"}


def test_a_novel_does_not_fit_into_a_field() -> None:
    service, ana = an_id_service(), an_applicant()
    case = operations.start(service=service, by=ana, at=MONDAY)
    with pytest.raises(operations.TooLong):
        operations.save_draft(case=case, answers={"lost_where": "x" * 5001}, by=ana, at=MONDAY)


def test_nobody_writes_into_someone_elses_draft() -> None:
    service, ana, ben = an_id_service(), an_applicant(), an_applicant("Ben")
    case = operations.start(service=service, by=ana, at=MONDAY)
    deeds: list[Callable[[], object]] = [
        lambda: operations.save_draft(case=case, answers=ANSWERS, by=ben, at=MONDAY),
        lambda: operations.submit(case=case, by=ben, at=MONDAY),
        lambda: operations.withdraw(case=case, by=ben, at=MONDAY),
    ]
    for deed in deeds:
        with pytest.raises(operations.CaseGone):
            deed()
    assert not queries.cases_of(ben).exists()


def test_what_was_handed_in_is_no_longer_typed_into() -> None:
    ana = an_applicant()
    case = a_case(by=ana)
    with pytest.raises(operations.NotNow):
        operations.save_draft(case=case, answers={"reason": "stolen"}, by=ana, at=MONDAY)


def test_a_draft_is_withdrawn_quietly_and_a_case_with_a_message() -> None:
    service, ana = an_id_service(), an_applicant()
    draft = operations.start(service=service, by=ana, at=MONDAY)
    draft = operations.withdraw(case=draft, by=ana, at=MONDAY)
    assert (draft.status, messages_of(ana.person).count()) == (Status.WITHDRAWN, 0)

    case = operations.withdraw(case=a_case(by=ana, service=service), by=ana, at=MONDAY)
    assert case.closed_at == MONDAY
    assert messages_of(ana.person)[0].template == "cases/withdrawn"
    with pytest.raises(operations.NotNow):
        operations.withdraw(case=case, by=ana, at=MONDAY)


def test_fields_say_where_they_come_from() -> None:
    package = a_package()
    package["form"]["schema"]["properties"]["address"]["x-prefill"] = "certificate:idcard.address"
    service, ana = a_service(package=package), an_applicant()
    a_certificate("idcard", holder=ana.person, address="徐汇区乙路2号")

    known = queries.prefill(service, ana, at=MONDAY)

    assert known["name"].value == "Ana"
    assert known["address"].value == "徐汇区乙路2号"
    assert "idcard" in known["address"].source
    assert "lost_on" not in known
