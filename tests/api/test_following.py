from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.api.programs import CASES, is_problem, program_of
from tests.builders import a_case, an_actor, an_applicant, an_id_service

pytestmark = pytest.mark.django_db


def test_a_case_is_found_by_its_id_and_by_its_number() -> None:
    ana = an_applicant()
    case = a_case(by=ana)
    program = program_of(ana)
    by_id = program.get(f"{CASES}/{case.public_id}")
    by_number = program.get(f"{CASES}/{case.reference.lower()}")

    assert by_id.status_code == 200
    assert by_id.json() == by_number.json()
    said = by_id.json()
    assert said["answers"] == case.answers
    assert [step["action"] for step in said["steps"]] == ["submitted"]
    assert said["certificate"] is None
    assert by_id["Cache-Control"] == "no-store"


def test_my_cases_come_latest_first_and_in_pages() -> None:
    ana, service = an_applicant(), an_id_service()
    cases = [a_case(by=ana, service=service) for _ in range(3)]
    program = program_of(ana)

    said = program.get(CASES, {"limit": 2}).json()
    assert said["total"] == 3
    assert [item["reference"] for item in said["items"]] == [c.reference for c in cases[:0:-1]]
    rest = program.get(CASES, {"limit": 2, "offset": 2}).json()
    assert [item["reference"] for item in rest["items"]] == [cases[0].reference]


def test_ben_never_sees_that_anas_case_exists() -> None:
    case, ben = a_case(by=an_applicant("Ana")), program_of(an_actor("Ben"))

    assert ben.get(CASES).json() == {"items": [], "total": 0}
    for name in (case.public_id, case.reference):
        theirs, nothing = ben.get(f"{CASES}/{name}"), ben.get(f"{CASES}/{uuid4()}")
        assert is_problem(theirs, 404, "not_found")
        assert theirs.content == nothing.content


@pytest.mark.parametrize("name", ["%00", "..", "a%2Fb", "x" * 500, "20260302-XXXX-XXXX"])
def test_an_odd_name_is_just_not_found(name: str) -> None:
    assert is_problem(program_of(an_actor()).get(f"{CASES}/{name}"), 404, "not_found")


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_costs_the_same_however_long(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ana, service = an_applicant(), an_id_service()
    for _ in range(count):
        a_case(by=ana, service=service)
    program = program_of(ana)
    with django_assert_num_queries(3):  # the token, the page, the total
        assert program.get(CASES).json()["total"] == count
