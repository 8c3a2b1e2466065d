"""Decisions by published tables: at once, explained, and never beyond the table."""

from typing import Any

import pytest

from tests.builders import (
    DAY,
    MONDAY,
    a_certificate,
    a_package,
    a_person,
    a_post,
    a_service,
    an_office,
)
from tongban.audit.queries import trail_of
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.cases.rules.package import parsed
from tongban.cases.rules.tables import decided
from tongban.identity.models import Actor
from tongban.messages.queries import messages_of

pytestmark = pytest.mark.django_db

ANSWERS = {
    "address": "徐汇区甲路1号",
    "phone": "13912345678",
    "allowance": "age",
    "filled_by": "self",
    "bank_name": "农业银行",
    "bank_account": "6228480000000000",
}


def apply(born: str, **answers: Any) -> Case:
    an_office()
    package = a_package("elder-allowance")
    package["materials"] = [m for m in package["materials"] if m["id"] != "photo"]
    ana = a_person(birth_on=born, address="徐汇区甲路1号", region="310104")
    for code in ("idcard", "hukou-book"):
        a_certificate(code, holder=ana)
    return operations.apply(
        service=a_service(package=package), answers={**ANSWERS, **answers}, by=Actor(ana), at=MONDAY
    )


def test_what_the_table_grants_is_granted_at_once_with_its_reason() -> None:
    case = apply("1940-01-01")
    assert case.status == Status.GRANTED
    assert case.decided_by_rule == "age-80"
    assert case.is_decided_by_rule
    assert "80" in case.rule_explained["en"]
    assert [(step.action, step.by) for step in case.steps.order_by("pk")] == [
        ("submitted", case.applicant),
        ("accepted", None),
        ("review_begun", None),
        ("granted", None),
    ]
    assert [m.template for m in messages_of(case.applicant).order_by("pk")] == [
        "cases/submitted",
        "cases/granted",
    ]
    assert list(trail_of(case.ref))[-1].under == "rule/age-80"
    lines = queries.document_of(case)
    assert ("补贴种类", "高龄津贴") in lines
    case.refresh_from_db()
    assert queries.document_of(case) == lines


def test_what_the_table_refuses_is_refused_with_its_reason() -> None:
    case = apply("1990-01-01")
    assert (case.status, case.decided_by_rule) == (Status.REFUSED, "under-60")
    assert case.decision_reason.startswith("申请人未满 60 周岁")
    assert not case.result


def test_what_the_table_cannot_say_goes_to_an_official() -> None:
    case = apply("1950-01-01", allowance="care", self_care="able")
    assert case.status == Status.SUBMITTED
    assert case.decided_by_rule == "needs-official"
    assert not case.is_decided_by_rule
    post = a_post(office=case.office)
    case = operations.accept(case=case, by=post, at=MONDAY + DAY)
    assert case.status == Status.ACCEPTED


def test_every_table_of_the_pack_answers() -> None:
    for name in ("birth-registration", "elder-allowance", "flexible-enroll", "hf-transfer"):
        package = parsed(a_package(name))
        facts = {"answers": {}, "person": {}, "certificates": {}, "materials_missing": 1}
        outcome = decided(package, facts)
        assert outcome is None or outcome.verdict in {"official", "refuse"}


@pytest.mark.parametrize(
    "content",
    [
        {"nodes": [], "edges": []},
        {
            "nodes": [
                {"id": "i", "name": "i", "type": "inputNode", "position": {"x": 0, "y": 0}},
                {"id": "o", "name": "o", "type": "outputNode", "position": {"x": 1, "y": 0}},
            ],
            "edges": [{"id": "e", "sourceId": "i", "targetId": "o", "type": "edge"}],
        },
    ],
    ids=["empty", "echo"],
)
def test_a_table_that_says_nothing_leaves_it_to_an_official(content: dict[str, Any]) -> None:
    package = parsed(a_package("elder-allowance", decide={"by": "table", "rules": content}))
    assert decided(package, {"answers": {}}) is None
