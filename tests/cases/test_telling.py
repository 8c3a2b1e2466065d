"""Who hears about a firm's case: whoever filed it, while they may act; then those who may."""

from datetime import datetime

import pytest

from tests.builders import (
    DAY,
    HOUR,
    MONDAY,
    a_case,
    a_person,
    a_post,
    an_applicant,
    an_office,
    an_organisation,
)
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.identity.models import Actor, Grant, Organisation, Person
from tongban.identity.rules import GrantKind
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db
LATER = MONDAY + DAY


def a_grant(firm: Organisation, agent: Person, **changes: object) -> Grant:
    facts = {"kind": GrantKind.AGENT, "starts_at": MONDAY - DAY, **changes}
    return Grant.objects.create(organisation=firm, agent=agent, **facts)


@pytest.fixture
def firm() -> Organisation:
    return an_organisation()


@pytest.fixture
def agent() -> Actor:
    return an_applicant("Cho")


@pytest.fixture
def grant(firm: Organisation, agent: Actor) -> Grant:
    return a_grant(firm, agent.person)


@pytest.fixture
def case(firm: Organisation, agent: Actor, grant: Grant) -> Case:
    officer = a_post(office=an_office())
    case = a_case(by=agent)
    Case.objects.filter(pk=case.pk).update(organisation=firm)
    case.refresh_from_db()
    assert case.office == officer.office
    return case


def told_of_acceptance(case: Case, *, at: datetime = LATER) -> set[Person]:
    office = case.office
    assert office is not None
    operations.accept(case=case, by=a_post("Officer", office=office), at=at)
    told = Message.objects.filter(template="cases/accepted", about=case.ref)
    return {message.to for message in told}


def test_whoever_filed_it_hears_while_they_may_act(case: Case, firm: Organisation) -> None:
    a_grant(firm, a_person("Eve"))
    assert told_of_acceptance(case) == {case.applicant}


def test_after_the_power_ended_everyone_who_may_act_hears(
    case: Case, firm: Organisation, grant: Grant
) -> None:
    eve, fay, gus = a_person("Eve"), a_person("Fay"), a_person("Gus")
    a_grant(firm, eve)
    a_grant(firm, fay, services=["something-else"])
    a_grant(firm, gus, services=["something-else", case.service.code])
    Grant.objects.filter(pk=grant.pk).update(revoked_at=MONDAY + HOUR)
    assert told_of_acceptance(case) == {eve, gus}


def test_a_power_that_ran_out_counts_no_more(case: Case, grant: Grant) -> None:
    Grant.objects.filter(pk=grant.pk).update(ends_at=LATER)
    assert told_of_acceptance(case) == {case.organisation.legal_representative}  # type: ignore[union-attr]


def test_somebody_with_two_powers_hears_once(case: Case, firm: Organisation, grant: Grant) -> None:
    eve = a_person("Eve")
    a_grant(firm, eve)
    a_grant(firm, eve, kind=GrantKind.MANAGER)
    Grant.objects.filter(pk=grant.pk).update(revoked_at=MONDAY + HOUR)
    assert told_of_acceptance(case) == {eve}
    assert Message.objects.filter(template="cases/accepted").count() == 1
