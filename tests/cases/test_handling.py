"""What officials may do, and what the applicant sees of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.builders import (
    ANSWERS,
    DAY,
    HOUR,
    MONDAY,
    a_case,
    a_post,
    an_applicant,
    an_id_service,
    an_office,
)
from tongban.audit.queries import trail_of
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.catalog.rules.workdays import after_working_days
from tongban.identity.models import Actor
from tongban.messages.queries import messages_of
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def officer(office: Office) -> Post:
    return a_post("Officer", office=office)


@pytest.fixture
def case(office: Office) -> Case:
    return a_case()


def an_accepted(case: Case, officer: Post) -> Case:
    return operations.accept(case=case, by=officer, at=AT)


def a_reviewed(case: Case, officer: Post) -> Case:
    return operations.begin_review(case=an_accepted(case, officer), by=officer, at=AT)


def test_the_clock_runs_from_acceptance(case: Case, officer: Post) -> None:
    assert case.due_on == after_working_days(localdate(MONDAY), 5).on
    case = operations.accept(case=case, by=officer, at=MONDAY + 2 * DAY)
    assert case.due_on == after_working_days(localdate(MONDAY + 2 * DAY), 15).on
    clock = queries.clock(case, at=MONDAY + 3 * DAY)
    assert (clock.used, clock.left, clock.predicted_from) == (1, 14, "promise")


def test_another_office_never_finds_the_case(case: Case) -> None:
    stranger = a_post("Stranger", role=Role.CHIEF)
    assert not queries.cases_at(stranger).exists()
    deeds: list[Callable[[], object]] = [
        lambda: operations.take(case=case, by=stranger, at=AT),
        lambda: operations.accept(case=case, by=stranger, at=AT),
        lambda: operations.open_case(case=case, by=stranger, reason="Curious", at=AT),
    ]
    for deed in deeds:
        with pytest.raises(operations.CaseGone):
            deed()


def test_drafts_are_nobodys_business(office: Office, officer: Post) -> None:
    operations.start(service=an_id_service(), by=an_applicant(), at=MONDAY)
    assert not queries.cases_at(officer).exists()


def test_a_clerk_accepts_but_does_not_decide(case: Case, office: Office, officer: Post) -> None:
    clerk = a_post("Clerk", office=office, role=Role.CLERK)
    case = operations.take(case=case, by=clerk, at=AT)
    case = operations.accept(case=case, by=clerk, at=AT)
    assert case.handler is None
    with pytest.raises(operations.MayNot):
        operations.begin_review(case=case, by=clerk, at=AT)
    case = operations.begin_review(case=case, by=officer, at=AT)
    with pytest.raises(operations.MayNot):
        operations.grant(case=case, by=clerk, at=AT)
    assert case.handler == officer.person


def test_a_post_that_ended_has_no_powers(case: Case, officer: Post) -> None:
    officer.ended_at = MONDAY
    with pytest.raises(operations.MayNot):
        operations.take(case=case, by=officer, at=AT)


def test_one_case_has_one_handler_unless_the_chief_says_so(
    case: Case, office: Office, officer: Post
) -> None:
    other, chief = a_post("Other", office=office), a_post("Chief", office=office, role=Role.CHIEF)
    operations.take(case=case, by=officer, at=AT)
    with pytest.raises(operations.SomeoneElses):
        operations.take(case=case, by=other, at=AT)
    with pytest.raises(operations.SomeoneElses):
        operations.accept(case=case, by=other, at=AT)
    with pytest.raises(operations.MayNot):
        operations.assign(case=case, to=other, by=officer, at=AT)
    with pytest.raises(operations.MayNot):
        operations.assign(case=case, to=a_post("Stranger"), by=chief, at=AT)
    case = operations.assign(case=case, to=other, by=chief, at=AT)
    assert case.handler == other.person
    assert operations.take(case=case, by=chief, at=AT).handler == chief.person


def test_nobody_handles_their_own_application(case: Case, office: Office) -> None:
    chief = a_post("Chief", office=office, role=Role.CHIEF)
    own = Post.objects.create(person=case.applicant, office=office, role=Role.OFFICER)
    deeds: list[Callable[[], object]] = [
        lambda: operations.take(case=case, by=own, at=AT),
        lambda: operations.open_case(case=case, by=own, reason="Mine", at=AT),
        lambda: operations.assign(case=case, to=own, by=chief, at=AT),
    ]
    for deed in deeds:
        with pytest.raises(operations.OwnCase):
            deed()


def test_looking_without_handling_needs_a_reason_that_the_applicant_reads(
    case: Case, office: Office, officer: Post
) -> None:
    with pytest.raises(operations.ReasonNeeded):
        operations.open_case(case=case, by=officer, reason=" ", at=AT)
    assert not accesses_to(case.applicant).exists()

    operations.open_case(case=case, by=officer, reason="A call from the applicant", at=AT)

    [access] = accesses_to(case.applicant)
    assert (access.by, access.reason) == (officer.person, "A call from the applicant")
    assert access.office == office.names
    assert "id_number" in access.fields


def test_the_handlers_own_look_is_written_down_once_a_day(case: Case, officer: Post) -> None:
    operations.take(case=case, by=officer, at=AT)
    for hours in (1, 2, 24):
        operations.open_case(case=case, by=officer, reason="", at=AT + timedelta(hours=hours))
    assert accesses_to(case.applicant).count() == 2


def test_a_pause_gives_its_working_days_back(case: Case, officer: Post) -> None:
    case = a_reviewed(case, officer)
    was_due = case.due_on
    case = operations.pause(
        case=case, kind="hearing", reason="A hearing is held", by=officer, at=AT
    )
    assert queries.clock(case, at=AT + 3 * DAY).used == 0
    with pytest.raises(operations.AlreadyPaused):
        operations.pause(case=case, kind="hearing", reason="Again", by=officer, at=AT)
    with pytest.raises(operations.NotNow):
        operations.begin_review(case=case, by=officer, at=AT)

    case = operations.resume(case=case, by=officer, at=AT + 3 * DAY)

    assert was_due is not None
    assert case.due_on == after_working_days(was_due, 3).on
    with pytest.raises(operations.NotNow):
        operations.resume(case=case, by=officer, at=AT + 3 * DAY)


def test_a_withdrawn_pause_ends(case: Case, officer: Post) -> None:
    case = a_reviewed(case, officer)
    case = operations.pause(case=case, kind="expert", reason="Experts", by=officer, at=AT)
    case = operations.withdraw(case=case, by=Actor(case.applicant), at=AT)
    assert case.status == Status.WITHDRAWN
    assert not case.pauses.filter(ended_at=None).exists()


def test_refusals_need_reasons(case: Case, officer: Post) -> None:
    with pytest.raises(operations.ReasonNeeded):
        operations.refuse_to_accept(case=case, reason="", by=officer, at=AT)
    case = a_reviewed(case, officer)
    deeds: list[Callable[[], object]] = [
        lambda: operations.refuse(case=case, reason=" ", by=officer, at=AT),
        lambda: operations.pause(case=case, kind="expert", reason="", by=officer, at=AT),
    ]
    for deed in deeds:
        with pytest.raises(operations.ReasonNeeded):
            deed()
    case = operations.refuse(case=case, reason="Not registered here", by=officer, at=AT)
    assert (case.status, case.decision_reason) == (Status.REFUSED, "Not registered here")
    assert case.certificate is None


def test_what_is_not_accepted_says_why(case: Case, officer: Post) -> None:
    case = operations.refuse_to_accept(case=case, reason="Wrong place", by=officer, at=AT)
    assert (case.status, case.decided_at, case.desk) == (Status.NOT_ACCEPTED, AT, None)
    assert messages_of(case.applicant)[0].template == "cases/not_accepted"


def test_a_finished_case_is_delivered_and_put_away(case: Case, officer: Post) -> None:
    case = operations.grant(case=a_reviewed(case, officer), by=officer, at=AT)
    case = operations.deliver(case=case, by=officer, at=AT)
    case = operations.close(case=case, by=officer, at=AT)
    assert (case.status, case.closed_at) == (Status.CLOSED, AT)
    assert case not in queries.cases_at(officer).waiting_at(officer.office)


@pytest.mark.parametrize(
    "deed",
    [
        lambda case, post: operations.begin_review(case=case, by=post, at=AT),
        lambda case, post: operations.grant(case=case, by=post, at=AT),
        lambda case, post: operations.refuse(case=case, reason="x", by=post, at=AT),
        lambda case, post: operations.resume(case=case, by=post, at=AT),
        lambda case, post: operations.deliver(case=case, by=post, at=AT),
        lambda case, post: operations.close(case=case, by=post, at=AT),
    ],
    ids=["review", "grant", "refuse", "resume", "deliver", "close"],
)
def test_steps_cannot_be_skipped_and_a_refusal_leaves_no_trace(
    case: Case, officer: Post, deed: Callable[[Case, Post], Case]
) -> None:
    before = (case.steps.count(), trail_of(case.ref).count(), messages_of(case.applicant).count())
    with pytest.raises(operations.NotNow):
        deed(case, officer)
    case.refresh_from_db()
    after = (case.steps.count(), trail_of(case.ref).count(), messages_of(case.applicant).count())
    assert (case.status, before) == (Status.SUBMITTED, after)


def test_similar_cases_predict_the_finish(office: Office, officer: Post) -> None:
    service = an_id_service()
    for name in ("Ana", "Ben", "Cho", "Dee", "Eve"):
        done = a_reviewed(a_case(by=an_applicant(name), service=service), officer)
        operations.grant(case=done, by=officer, at=AT + 2 * DAY)
    case = an_accepted(a_case(by=an_applicant("Fay"), service=service), officer)
    clock = queries.clock(case, at=AT + 2 * DAY)
    assert clock.predicted_from == "similar"
    assert clock.predicted_on == after_working_days(localdate(AT), 2).on


def test_messages_say_where_a_case_stands(case: Case, officer: Post) -> None:
    operations.grant(case=a_reviewed(case, officer), by=officer, at=AT)
    templates = [message.template for message in messages_of(case.applicant).order_by("pk")]
    assert templates == [
        "cases/submitted",
        "cases/accepted",
        "cases/review_begun",
        "cases/granted",
    ]
    assert ANSWERS["phone"] not in str([m.params for m in messages_of(case.applicant)])
