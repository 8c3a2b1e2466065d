"""The correction loop: everything at once, and nothing typed is lost."""

import pytest
from django.utils.formats import date_format

from tests.builders import (
    ANSWERS,
    DAY,
    HOUR,
    MONDAY,
    a_case,
    a_post,
    an_applicant,
    an_office,
)
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.catalog.models import Post
from tongban.catalog.rules.workdays import after_working_days
from tongban.identity.models import Actor
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR
DEFECTS = [
    {"kind": "field", "key": "lost_on", "problem": "Which day was it?"},
    {"kind": "material", "key": "hukou-book", "problem": "The page of the head is missing."},
]


@pytest.fixture
def ana() -> Actor:
    return an_applicant()


@pytest.fixture
def officer() -> Post:
    return a_post("Officer", office=an_office())


@pytest.fixture
def case(officer: Post, ana: Actor) -> Case:
    return operations.ask_correction(case=a_case(by=ana), defects=DEFECTS, by=officer, at=AT)


def test_every_defect_is_named_at_once(case: Case, officer: Post) -> None:
    assert (case.status, case.desk) == (Status.CORRECTION, None)
    correction = queries.open_correction(case)
    assert correction is not None
    assert correction.defects == DEFECTS
    assert correction.due_on == after_working_days(AT.date(), 15).on
    assert queries.clock(case, at=AT).stage == "correcting"
    problems = {m.key: m.problem for m in queries.materials(case, at=AT)}
    assert problems["hukou-book"] == DEFECTS[1]["problem"]
    assert date_format(correction.due_on) in words(messages_of(case.applicant)[0]).body


def test_the_applicant_mends_it_and_everything_else_is_kept(
    case: Case, ana: Actor, officer: Post
) -> None:
    operations.save_draft(case=case, answers={"lost_on": "2026-02-19"}, by=ana, at=AT)
    case = operations.submit(case=case, by=ana, at=AT + DAY)

    assert case.status == Status.SUBMITTED
    assert case.answers["lost_on"] == "2026-02-19"
    assert case.answers.items() >= (ANSWERS | {"lost_on": "2026-02-19"}).items()
    assert queries.open_correction(case) is None
    assert [step.action for step in case.steps.order_by("pk")][-1] == "resubmitted"
    assert case.due_on == after_working_days((AT + DAY).date(), 5).on
    assert queries.cases_at(officer).waiting_at(officer.office).get() == case


def test_it_can_be_sent_twice_and_asked_for_again(case: Case, ana: Actor, officer: Post) -> None:
    case = operations.submit(case=case, by=ana, at=AT + DAY)
    assert operations.submit(case=case, by=ana, at=AT + DAY).steps.count() == 3
    case = operations.ask_correction(case=case, defects=DEFECTS, by=officer, at=AT + DAY)
    assert case.corrections.count() == 2


@pytest.mark.parametrize(
    "defects",
    [
        [],
        [{"kind": "field", "key": "lost_on", "problem": " "}],
        [{"kind": "field", "key": "no_such_field", "problem": "What?"}],
        [DEFECTS[0], {"kind": "material", "key": "lost_on", "problem": "What?"}],
    ],
    ids=["none", "no words", "no such place", "one of two"],
)
def test_a_correction_that_says_nothing_is_refused(
    officer: Post, defects: list[dict[str, str]]
) -> None:
    with pytest.raises(operations.SaysNothing):
        operations.ask_correction(case=a_case(), defects=defects, by=officer, at=AT)


def test_what_is_accepted_is_not_corrected(officer: Post) -> None:
    case = operations.accept(case=a_case(), by=officer, at=AT)
    with pytest.raises(operations.NotNow):
        operations.ask_correction(case=case, defects=DEFECTS, by=officer, at=AT)
    assert queries.open_correction(case) is None


def test_a_correction_that_never_came_ends_as_not_accepted(case: Case, officer: Post) -> None:
    case = operations.refuse_to_accept(case=case, reason="No answer", by=officer, at=AT + 30 * DAY)
    assert case.status == Status.NOT_ACCEPTED
    assert queries.open_correction(case) is None
