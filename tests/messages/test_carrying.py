"""By which way a message goes out, which comes next, and what happens when none is left."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import DAY, MONDAY, a_person, a_post, an_office
from tongban.catalog.models import Post
from tongban.identity.models import Person, phone_index
from tongban.messages import operations, queries, tasks
from tongban.messages.models import Delivery, Message, Unreached, Wishes
from tongban.messages.providers import pretend
from tongban.messages.rules import Channel, Fault, Kind, State, is_quiet, when_to_carry
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db
NIGHT = MONDAY + timedelta(hours=13)  # ten in the evening
MORNING = MONDAY + timedelta(hours=21)  # six in the morning
ASKED, GRANTED, STEP = "cases/correction_asked", "cases/granted", "cases/submitted"


def told(
    person: Person, template: str = GRANTED, *, at=MONDAY, post: Post | None = None
) -> Message:
    return operations.queue(
        template,
        to=person,
        about="case/1",
        office_id=post.office_id if post else None,
        params={"service": {"zh": "补领"}, "reference": "2026-1"},
        at=at,
    )


def with_number(number: str) -> Person:
    person = a_person()
    person.phone, person.phone_index = number, phone_index(number)
    person.save()
    return person


def with_email(person: Person, email: str = "ana@example.org") -> Person:
    Wishes.objects.update_or_create(person=person, defaults={"email": email, "changed_at": MONDAY})
    return person


def channels() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("channel", flat=True))


def rounds(*, at=MONDAY, times: int = 1) -> None:
    for n in range(times):
        when = at + timedelta(seconds=n)
        tasks.carry(at=when)
        tasks.deliver(at=when)
        tasks.ask_results(at=when)


def test_a_decision_comes_as_a_text_that_says_nothing_personal() -> None:
    ana = a_person("林晓")
    told(ana)
    rounds()
    text = Delivery.objects.get()
    assert (text.channel, text.state) == (Channel.SMS, State.DELIVERED)
    said = text.title + text.body
    assert "2026-1" in said
    assert "补领" not in said
    assert "林晓" not in said
    assert "http" not in said


def test_a_step_of_a_case_is_told_in_the_centre_only() -> None:
    told(a_person(), STEP)
    rounds()
    assert channels() == []
    assert Message.objects.get().carry_at is None


def test_nothing_sounds_at_night_and_it_comes_in_the_morning() -> None:
    told(a_person(), at=NIGHT)
    rounds(at=NIGHT)
    assert channels() == []
    rounds(at=MORNING)
    assert channels() == []
    rounds(at=MORNING + timedelta(hours=1))
    assert channels() == [Channel.SMS]


def test_what_needs_its_reader_does_not_wait_for_the_morning() -> None:
    told(a_person(), ASKED, at=NIGHT)
    rounds(at=NIGHT)
    assert channels() == [Channel.SMS]


def test_when_one_way_fails_the_next_is_taken() -> None:
    told(with_email(with_number(pretend.NO_SUCH_NUMBER)))
    rounds(times=2)
    assert channels() == [Channel.SMS, Channel.EMAIL]
    assert [each.state for each in Delivery.objects.order_by("pk")] == ["failed", "delivered"]


def test_what_the_carrier_lost_goes_on_by_the_next_way() -> None:
    told(with_email(with_number(pretend.LOST)))
    rounds(times=2)
    assert channels() == [Channel.SMS, Channel.EMAIL]


def test_a_carrier_that_stays_busy_for_a_day_is_given_up() -> None:
    told(with_email(with_number(pretend.BUSY)))
    rounds()
    rounds(at=MONDAY + DAY, times=2)
    first, second = Delivery.objects.order_by("pk")
    assert (first.fault, second.state) == (Fault.TOO_LATE, State.DELIVERED)


def test_what_was_read_meanwhile_goes_no_further() -> None:
    ana = with_email(with_number(pretend.LOST))
    message = told(ana)
    tasks.carry(at=MONDAY)
    tasks.deliver(at=MONDAY)
    operations.mark_read(message=message, by=ana, at=MONDAY)
    tasks.ask_results(at=MONDAY)
    assert channels() == [Channel.SMS]


def test_a_message_goes_out_once_however_often_the_worker_comes_round() -> None:
    told(a_person())
    rounds(times=5)
    assert channels() == [Channel.SMS]


def test_what_reaches_nobody_is_for_the_office_to_see_and_nobody_elses() -> None:
    post = a_post()
    told(with_number(pretend.NO_SUCH_NUMBER), ASKED, post=post)
    rounds()
    assert [each.message.template for each in queries.unreached_of(post)] == [ASKED]
    assert not queries.unreached_of(a_post(office=an_office("Elsewhere")))


def test_a_decision_that_reaches_nobody_lies_in_the_centre() -> None:
    told(with_number(pretend.NO_SUCH_NUMBER), GRANTED)
    rounds()
    assert not Unreached.objects.exists()


def unreached(post: Post) -> Unreached:
    told(with_number(pretend.NO_SUCH_NUMBER), ASKED, post=post)
    rounds()
    return Unreached.objects.get()


def test_looking_up_whom_to_call_is_seen_by_that_person() -> None:
    post = a_post()
    row = unreached(post)
    person = operations.look_at_unreached(unreached=row, by=post, at=MONDAY)
    look = accesses_to(person).get()
    assert look.by == post.person
    assert set(look.fields) == {"name", "phone", "address"}


def test_calls_in_vain_are_counted_and_a_letter_ends_it() -> None:
    post = a_post()
    row = unreached(post)
    operations.note_call(unreached=row, by=post, at=MONDAY)
    operations.close_unreached(
        unreached=row, result=Unreached.Result.LETTER, note="Registered", by=post, at=MONDAY + DAY
    )
    row.refresh_from_db()
    assert (row.calls, row.result, row.note) == (1, "letter", "Registered")
    assert not queries.unreached_of(post)
    with pytest.raises(operations.unreached.NoLongerOpen):
        operations.note_call(unreached=row, by=post, at=MONDAY + DAY)


def test_reading_it_after_all_ends_it() -> None:
    row = unreached(a_post())
    ana = row.message.to
    operations.mark_all_read(person=ana, by=ana, at=MONDAY + DAY)
    row.refresh_from_db()
    assert row.result == Unreached.Result.READ


def test_who_wants_no_texts_about_decisions_gets_none() -> None:
    ana = a_person()
    operations.set_wishes(
        person=ana,
        channels={kind: ["sms"] for kind in Kind if kind != Kind.RESULTS},
        quiet=(None, None),
        by=ana,
        at=MONDAY,
    )
    told(ana, GRANTED)
    told(ana, STEP)
    rounds(at=NIGHT)
    assert [each.message.template for each in Delivery.objects.all()] == [STEP]


def test_one_way_stays_for_what_needs_its_reader() -> None:
    ana = a_person()
    with pytest.raises(operations.wishes.OneWayIsNeeded):
        operations.set_wishes(person=ana, channels={}, quiet=(None, None), by=ana, at=MONDAY)
    assert not Wishes.objects.exists()


def test_two_hundred_messages_are_carried_with_a_dozen_questions(
    django_assert_max_num_queries,
) -> None:
    for _ in range(3):
        told(a_person())
    with django_assert_max_num_queries(8):
        tasks.carry(at=MONDAY)
    for _ in range(40):
        told(a_person())
    with django_assert_max_num_queries(8):
        tasks.carry(at=MONDAY)


@given(st.times(), st.times(), st.integers(0, 3 * 24 * 60))
def test_what_waits_never_waits_a_day_and_never_comes_at_a_quiet_hour(
    since: time, until: time, minutes: int
) -> None:
    since, until = since.replace(second=0, microsecond=0), until.replace(second=0, microsecond=0)
    asked = MONDAY + timedelta(minutes=minutes)
    carried = when_to_carry(asked, since=since, until=until)
    assert asked <= carried < asked + DAY
    assert not is_quiet(carried, since=since, until=until)
