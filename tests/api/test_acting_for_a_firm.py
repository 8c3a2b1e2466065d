from uuid import uuid4

import pytest
from django.utils.timezone import now

from tests.api.programs import CASES, Program, is_problem, program_of
from tests.builders import ANSWERS, DAY, a_case, a_person, an_applicant, an_id_service
from tongban.cases.models import Case
from tongban.identity.models import Actor, Grant, Organisation, Person
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db


def a_grant(agent: Person, **changes: object) -> Grant:
    firm = Organisation.objects.create(
        name="Firm",
        uscc=uuid4().hex[:18].upper(),
        legal_representative=a_person("Dee"),
        region="310104",
        created_at=now(),
    )
    facts = {"kind": GrantKind.AGENT, "starts_at": now() - DAY, **changes}
    return Grant.objects.create(organisation=firm, agent=agent, **facts)


def test_a_grant_acts_for_its_firm_and_not_for_its_agent() -> None:
    cho = an_applicant("Cho")
    firm = Actor(cho.person, a_grant(cho.person))
    service = an_id_service(audience=["person", "organisation"])

    answer = program_of(firm).post(CASES, {"service": service.code, "answers": ANSWERS})
    assert answer.status_code in {201, 422}  # the firm lacks what the person has
    mine = a_case(by=cho, service=service)

    assert mine.reference not in program_of(firm).get(CASES).content.decode()
    assert program_of(cho).get(CASES).json()["total"] == 1
    assert is_problem(program_of(firm).get(f"{CASES}/{mine.reference}"), 404, "not_found")


def test_a_case_of_the_firm_is_seen_only_while_acting_for_it() -> None:
    cho = an_applicant("Cho")
    firm = Actor(cho.person, a_grant(cho.person))
    case = a_case(by=cho)
    Case.objects.filter(pk=case.pk).update(organisation=firm.organisation)

    assert program_of(firm).get(CASES).json()["total"] == 1
    assert program_of(cho).get(CASES).json()["total"] == 0


@pytest.mark.parametrize("wanted", ["nonsense", "", "0b7fbb5e-5a36-4f25-9f5c-6a3c1c7b4d10"])
def test_a_grant_that_is_not_ones_own_is_refused(wanted: str) -> None:
    cho = an_applicant("Cho")
    program = Program(cho.person, **{"Tongban-Grant": wanted})
    assert is_problem(program.get(CASES), 403, "not_granted")


def test_a_grant_that_ended_is_refused_at_once() -> None:
    cho = an_applicant("Cho")
    grant = a_grant(cho.person)
    program = program_of(Actor(cho.person, grant))
    assert program.get(CASES).status_code == 200
    grant.revoked_at = now()
    grant.save()
    assert is_problem(program.get(CASES), 403, "not_granted")


def test_the_grant_of_somebody_else_is_refused() -> None:
    grant = a_grant(a_person("Cho"))
    program = Program(a_person("Ben"), **{"Tongban-Grant": str(grant.public_id)})
    assert is_problem(program.get(CASES), 403, "not_granted")
