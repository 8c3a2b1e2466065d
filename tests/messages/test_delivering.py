"""Text messages: never lost, sent once if all goes well, given up when their time is over."""

from datetime import timedelta

import pytest

from tests.builders import DAY, MONDAY
from tongban.messages import operations, tasks
from tongban.messages.models import Delivery
from tongban.messages.providers import pretend
from tongban.messages.queries import texts_on_phones
from tongban.messages.rules import Fault, State

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
SECOND = timedelta(seconds=1)


def a_text(phone: str = PHONE, *, lives: timedelta = DAY) -> Delivery:
    return operations.text("Hello", phone=phone, purpose="test", at=MONDAY, lives=lives)


def test_a_text_is_delivered_once_and_then_seen() -> None:
    a_text()
    assert not texts_on_phones([PHONE], at=MONDAY)
    assert tasks.deliver(at=MONDAY) == 1
    assert tasks.deliver(at=MONDAY) == 0
    assert [text.body for text in texts_on_phones([PHONE], at=MONDAY)] == ["Hello"]


def test_number_and_words_are_sealed() -> None:
    from django.db import connection

    a_text()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messages_delivery")
        row = str(cursor.fetchall())
    assert "Hello" not in row
    assert PHONE not in row


def test_a_busy_carrier_is_tried_again_later_and_later() -> None:
    text = a_text(pretend.BUSY)
    tried_at = []
    for second in range(80):
        before = Delivery.objects.get(pk=text.pk).attempts
        tasks.deliver(at=MONDAY + second * SECOND)
        if Delivery.objects.get(pk=text.pk).attempts > before:
            tried_at.append(second)
    assert tried_at == [0, 2, 6, 14, 30, 62]


def test_a_number_that_does_not_exist_is_given_up() -> None:
    text = a_text(pretend.NO_SUCH_NUMBER)
    tasks.deliver(at=MONDAY)
    text.refresh_from_db()
    assert text.fault == Fault.NO_SUCH_ADDRESS
    assert tasks.deliver(at=MONDAY + DAY / 2) == 0
    assert Delivery.objects.get().attempts == 1


def test_a_text_whose_time_is_over_is_not_sent() -> None:
    text = a_text(lives=timedelta(minutes=5))
    assert tasks.deliver(at=MONDAY + timedelta(minutes=5)) == 0
    assert tasks.ask_results(at=MONDAY + timedelta(minutes=5)) == 1
    text.refresh_from_db()
    assert text.fault == Fault.TOO_LATE
    assert not text.attempts


def test_a_text_leased_by_a_worker_that_died_comes_round_again() -> None:
    a_text()
    assert len(operations.lease(state=State.WAITING, at=MONDAY)) == 1
    assert operations.lease(state=State.WAITING, at=MONDAY + 59 * SECOND) == []
    assert tasks.deliver(at=MONDAY + 60 * SECOND) == 1


def test_one_bad_text_does_not_hold_up_the_others() -> None:
    a_text(pretend.BUSY)
    a_text(pretend.NO_SUCH_NUMBER)
    a_text()
    assert tasks.deliver(at=MONDAY) == 1


def test_finished_texts_are_forgotten_after_a_day() -> None:
    a_text()
    a_text(pretend.BUSY, lives=9 * DAY)
    tasks.deliver(at=MONDAY)
    tasks.ask_results(at=MONDAY)
    assert tasks.tidy(at=MONDAY + DAY) == 0
    assert tasks.tidy(at=MONDAY + DAY + SECOND) == 1
    assert Delivery.objects.count() == 1


def test_what_the_carrier_lost_is_known_to_be_lost() -> None:
    lost, kept = a_text(pretend.LOST), a_text()
    tasks.deliver(at=MONDAY)
    assert tasks.ask_results(at=MONDAY) == 2
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.state, lost.fault) == (State.FAILED, Fault.NOT_DELIVERED)
    assert (kept.state, kept.fault) == (State.DELIVERED, "")


def test_a_result_that_comes_twice_counts_once() -> None:
    text = a_text()
    tasks.deliver(at=MONDAY)
    operations.delivery_ended(delivery=text, at=MONDAY)
    operations.delivery_ended(delivery=text, fault=Fault.NOT_DELIVERED, at=MONDAY + SECOND)
    text.refresh_from_db()
    assert (text.state, text.ended_at) == (State.DELIVERED, MONDAY)
