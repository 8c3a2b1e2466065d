"""Every decision table of the pack decides real applications, rule by rule."""

from pathlib import Path
from typing import Any

import pytest

from tests.cases.filing import a_citizen, filed, give
from tongban.cases.rules import Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.TONGBAN_FILES = tmp_path / "files"


TABLES: list[tuple[str, str, str, dict[str, Any], dict[str, str]]] = [
    ("birth-registration", "granted", "married-complete", {"child_order": 1}, {}),
    ("birth-registration", "submitted", "more-than-three", {"child_order": 4}, {}),
    ("elder-allowance", "granted", "age-80", {"allowance": "age"}, {"birth_on": "1940-01-01"}),
    (
        "elder-allowance",
        "granted",
        "centenarian",
        {"allowance": "centenarian"},
        {"birth_on": "1920-01-01"},
    ),
    ("elder-allowance", "refused", "under-60", {}, {}),
    ("flexible-enroll", "granted", "working-age", {}, {}),
    ("flexible-enroll", "refused", "under-16", {}, {"birth_on": "2012-01-01"}),
    ("flexible-enroll", "submitted", "retirement-age", {}, {"birth_on": "1960-01-01"}),
    (
        "hf-transfer",
        "granted",
        "six-months-both",
        {"job_transfer": False, "paid_months": 7, "sealed_months": 6, "to_region": "110101"},
        {},
    ),
    ("hf-transfer", "refused", "same-place", {}, {}),
    ("iit-record", "granted", "identity-checked", {"year_from": 2023, "year_to": 2024}, {}),
    ("iit-record", "refused", "years-reversed", {"year_from": 2024, "year_to": 2023}, {}),
    (
        "medins-remote-record",
        "granted",
        "residence-permit",
        {"care_region": "511602", "proof": "permit"},
        {},
    ),
    (
        "medins-remote-record",
        "granted",
        "promise",
        {"care_region": "511602", "proof": "promise"},
        {},
    ),
    ("medins-remote-record", "refused", "same-area", {"care_region": "310115"}, {}),
    (
        "pension-alive-check",
        "granted",
        "real-person",
        {"payment": "normal", "way": "phone", "abroad": "no"},
        {},
    ),
    ("pension-alive-check", "submitted", "abroad", {"abroad": "yes"}, {}),
    (
        "resident-medins-enroll",
        "granted",
        "residence-permit",
        {"basis": "residence", "employee_insured": "no"},
        {},
    ),
    ("resident-medins-enroll", "refused", "employee-insured", {"employee_insured": "yes"}, {}),
    ("ss-proof", "granted", "card-and-identity", {"period": "all"}, {}),
    (
        "ss-proof",
        "refused",
        "years-reversed",
        {"period": "range", "year_from": 2024, "year_to": 2020},
        {},
    ),
    (
        "unemployment-register",
        "granted",
        "seeking-work",
        {"can_work": "yes", "wants_work": "yes", "working_now": "no"},
        {},
    ),
    ("unemployment-register", "refused", "has-work", {"working_now": "yes"}, {}),
]


@pytest.mark.parametrize(
    ("name", "status", "rule", "answers", "facts"),
    TABLES,
    ids=[f"{table[0]}-{table[2]}" for table in TABLES],
)
def test_its_table_decides_at_once(
    name: str, status: str, rule: str, answers: dict[str, Any], facts: dict[str, str]
) -> None:
    citizen = a_citizen(**facts)
    case = filed(name, citizen, **answers)
    assert (case.status, case.decided_by_rule) == (status, rule)
    assert case.rule_explained.keys() == {"zh", "en", "ko"}


def test_the_table_of_resident_insurance_knows_where_the_household_is() -> None:
    citizen = a_citizen()
    give("hukou-book", citizen.person, {})
    case = filed(
        "resident-medins-enroll", citizen, basis="hukou", employee_insured="no", region="310115"
    )
    assert (case.status, case.decided_by_rule) == (Status.GRANTED, "local-household")
