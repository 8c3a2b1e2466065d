"""What peers told us is applied once; what fails does not hold the rest up."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from tests.builders import MONDAY, a_person
from tests.federation.nodes import Node, being
from tests.federation.wiring import TOPICS
from tongban.audit.models import Entry
from tongban.federation import operations, tasks
from tongban.federation.models import Incoming, Outgoing
from tongban.federation.rules.timing import GIVE_UP_AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _east() -> Iterator[None]:
    with being(Node("east"), TONGBAN_TOPICS=TOPICS):
        yield


def came(topic: str = "test.noted", n: int = 1, *, at=MONDAY) -> Incoming:
    return Incoming.objects.create(
        source="north",
        event_id=uuid4(),
        topic=topic,
        about=f"thing/{n}",
        data={"n": n},
        happened_at=at,
        stored_at=at,
        next_at=at,
    )


def applied(topic: str = "test.noted") -> int:
    return Entry.objects.filter(action=topic).count()


def test_a_refusal_or_a_gap_leaves_nothing_and_holds_nobody_up() -> None:
    came("test.unwelcome"), came("test.early"), came()
    operations.apply_events(limit=10, trying=[], at=MONDAY)
    assert applied("test.unwelcome") == 0
    assert applied("test.early") == 0
    assert applied() == 1
    early = Incoming.objects.get(topic="test.early")
    assert (early.why, early.attempts, early.dead_at) == ("test_too_early", 1, None)
    assert early.next_at >= MONDAY


def test_what_came_too_early_is_applied_when_its_time_has_come() -> None:
    came("test.early")
    operations.apply_events(limit=10, trying=[], at=MONDAY)
    came()
    operations.apply_events(limit=10, trying=[], at=MONDAY + timedelta(minutes=1))
    operations.apply_events(limit=10, trying=[], at=MONDAY + timedelta(minutes=2))
    assert (applied(), applied("test.early")) == (1, 1)


def test_what_never_came_is_given_up_after_a_week_and_the_sender_is_told() -> None:
    came("test.early")
    operations.apply_events(limit=10, trying=[], at=MONDAY + GIVE_UP_AFTER + timedelta(hours=1))
    row = Incoming.objects.get()
    assert (bool(row.dead_at), row.why) == (True, "test_too_early")
    told = Outgoing.objects.get(topic="federation.refused")
    assert told.to == "north"
    assert told.data == {"event": str(row.event_id), "code": "test_too_early"}


def test_two_nodes_do_not_tell_each_other_of_refusals_for_ever() -> None:
    row = came("federation.refused")
    operations.apply_events(limit=10, trying=[], at=MONDAY)
    row.refresh_from_db()
    assert row.dead_at
    assert not Outgoing.objects.exists()


def test_a_fault_of_ours_is_not_hidden_and_the_others_go_first_next_time() -> None:
    came("test.broken", at=now()), came(at=now())
    with pytest.raises(ZeroDivisionError):
        tasks.apply(at=now())
    assert applied() == 0
    broken = Incoming.objects.get(topic="test.broken")
    assert (broken.why, broken.attempts, broken.dead_at) == ("fault", 1, None)
    Incoming.objects.filter(pk=broken.pk).update(next_at=now() + timedelta(hours=1))

    assert tasks.apply(at=now()) == 1

    assert (applied(), applied("test.broken")) == (1, 0)


def test_a_dead_letter_is_tried_again_when_an_operator_says_so() -> None:
    row, ann = came("test.unwelcome"), a_person("Ann")
    operations.apply_events(limit=10, trying=[], at=MONDAY)
    Incoming.objects.update(topic="test.noted")
    operations.try_again(letter=row, by=ann, at=MONDAY)
    with pytest.raises(operations.NotDead):
        operations.try_again(letter=row, by=ann, at=MONDAY)
    operations.apply_events(limit=10, trying=[], at=MONDAY)
    assert applied() == 1
    assert Entry.objects.get(action="federation.tried_again").by == ann.public_id


def test_an_event_whose_topic_nobody_knows_any_more_is_a_dead_letter() -> None:
    came("test.forgotten")
    operations.apply_events(limit=10, trying=[], at=MONDAY)
    assert Incoming.objects.get().why == "unknown_topic"
