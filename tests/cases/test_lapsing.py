"""Corrections that do not come: one reminder, then an end, and neither for those who did mend."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from tests.builders import DAY, HOUR, MONDAY, a_case, a_post, an_applicant, an_office
from tongban.audit.models import Entry
from tongban.cases import operations, queries, tasks
from tongban.cases.models import Case, Correction
from tongban.cases.rules import NOT_CORRECTED, Status
from tongban.catalog.models import Post
from tongban.catalog.rules.workdays import after_working_days, working_days_between
from tongban.identity.models import Actor
from tongban.messages.models import Message
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR
DEFECTS = [{"kind": "field", "key": "lost_on", "problem": "Which day was it?"}]


@pytest.fixture
def ana() -> Actor:
    return an_applicant()


@pytest.fixture
def officer() -> Post:
    return a_post("Officer", office=an_office())


@pytest.fixture
def case(officer: Post, ana: Actor) -> Case:
    return operations.ask_correction(case=a_case(by=ana), defects=DEFECTS, by=officer, at=AT)


def last_day(case: Case) -> date:
    return case.corrections.latest("asked_at").due_on


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)  # in Shanghai


def told(case: Case) -> list[str]:
    return [message.template for message in messages_of(case.applicant).filter(about=case.ref)]


def test_a_reminder_comes_once_three_working_days_before_the_last_day(case: Case) -> None:
    came = []
    for number in range(1, 22):
        if tasks.watch_corrections(at=AT + number * DAY):
            came.append((AT + number * DAY).date())
            break
    tasks.watch_corrections(at=AT + 21 * DAY)

    assert working_days_between(came[0], last_day(case)) == 3
    assert told(case).count("cases/correction_due") == 1
    newest = words(messages_of(case.applicant)[0])
    assert date_format(last_day(case)) in newest.body
    assert Entry.objects.filter(action="cases.correction_due", subject=case.ref).count() == 1
    case.refresh_from_db()
    assert case.status == Status.CORRECTION


def test_no_reminder_on_the_day_it_was_asked_however_short_the_time(
    ana: Actor, officer: Post
) -> None:
    tomorrow = AT.date() + timedelta(days=1)
    case = operations.ask_correction(
        case=a_case(by=ana), defects=DEFECTS, by=officer, at=AT, due_on=tomorrow
    )
    assert tasks.watch_corrections(at=AT + HOUR) == 0
    assert tasks.watch_corrections(at=AT + DAY) == 1
    assert "cases/correction_due" in told(case)


def test_the_whole_last_day_is_theirs(case: Case) -> None:
    end = noon(last_day(case)) + timedelta(hours=11, minutes=59)
    tasks.watch_corrections(at=end)
    case.refresh_from_db()
    assert case.status == Status.CORRECTION


def test_after_the_last_day_the_case_ends_says_why_and_leaves_a_trace(case: Case) -> None:
    after = noon(last_day(case)) + DAY
    assert tasks.watch_corrections(at=after) == 1

    case.refresh_from_db()
    assert (case.status, case.decided_at, case.desk) == (Status.NOT_ACCEPTED, after, None)
    assert (case.decided_by_rule, case.is_decided_by_rule) == (NOT_CORRECTED, True)
    assert set(case.rule_explained) == {"zh", "en", "ko"}
    assert case.decision_reason == case.rule_explained["zh"]
    assert queries.open_correction(case) is None
    assert told(case)[0] == "cases/not_corrected"
    entry = Entry.objects.get(action="cases.not_corrected", subject=case.ref)
    assert entry.under == f"rule/{NOT_CORRECTED}"
    with override("en"):
        last = queries.timeline(case, at=after)[-1]
    assert last.title == "Nothing was corrected in time, so the case ended"
    assert tasks.watch_corrections(at=after + DAY) == 0


def test_whoever_corrected_in_time_is_left_alone(case: Case, ana: Actor) -> None:
    operations.submit(case=case, by=ana, at=AT + DAY)
    before = Message.objects.count()
    assert tasks.watch_corrections(at=noon(last_day(case)) + 9 * DAY) == 0
    with pytest.raises(operations.NotNow):
        operations.end_uncorrected(case=case, at=AT + 90 * DAY)
    with pytest.raises(operations.NotNow):
        operations.remind_of_correction(case=case, at=noon(last_day(case)))
    case.refresh_from_db()
    assert (case.status, Message.objects.count()) == (Status.SUBMITTED, before)


def test_an_end_before_the_day_and_a_second_reminder_are_refused(case: Case) -> None:
    on_the_day = noon(last_day(case))
    with pytest.raises(operations.NotNow):
        operations.end_uncorrected(case=case, at=on_the_day)
    operations.remind_of_correction(case=case, at=on_the_day)
    with pytest.raises(operations.NotNow):
        operations.remind_of_correction(case=case, at=on_the_day)
    assert told(case).count("cases/correction_due") == 1


def test_a_second_correction_is_reminded_of_again(case: Case, ana: Actor, officer: Post) -> None:
    operations.remind_of_correction(case=case, at=noon(last_day(case)))
    sent = noon(last_day(case)) + HOUR
    operations.submit(case=case, by=ana, at=sent)
    operations.ask_correction(case=case, defects=DEFECTS, by=officer, at=sent + HOUR)
    again = Correction.objects.get(case=case, answered_at=None)
    assert again.due_on == after_working_days(sent.date(), 15).on
    assert tasks.watch_corrections(at=noon(again.due_on)) == 1
    assert told(case).count("cases/correction_due") == 2
