"""From the outbox to the inbox and back with a receipt, whatever happens on the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now

from tests.builders import MONDAY, a_person
from tests.federation.nodes import Node, a_hub, being
from tests.federation.wiring import TOPICS, Wire, all_trusting, wired
from tongban.audit.models import Entry
from tongban.federation import operations, queries, tasks
from tongban.federation.models import Contact, Incoming, Outgoing, Registry
from tongban.federation.operations import delivering
from tongban.federation.providers import wire as wires
from tongban.federation.rules.timing import DEAD_KEPT, GIVE_UP_AFTER, OUTGOING_KEPT

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH = a_hub(), Node("east", regions=("310000",)), Node("north", regions=("410000",))


@pytest.fixture(autouse=True)
def wire() -> Iterator[Wire]:
    """We are the east; the hub and the north are within reach."""
    with wired(HUB, EAST, NORTH) as made, being(EAST, TONGBAN_TOPICS=TOPICS):
        all_trusting(HUB, EAST, NORTH)
        yield made


def promise(count: int = 1, *, to: tuple[str, ...] = ("north",), topic: str = "test.noted") -> None:
    for n in range(count):
        operations.send(topic, to=to, about=f"thing/{n}", data={"n": n}, at=now())


def _rests_until() -> datetime:
    found = Contact.objects.get(peer="north").next_at
    assert found
    return found


def apply_at(node: Node = NORTH) -> int:
    with being(node, TONGBAN_TOPICS=TOPICS):
        return operations.apply_events(limit=100, trying=[], at=now())


def test_what_was_promised_arrives_and_is_applied_and_the_receipt_is_kept() -> None:
    promise(3)
    assert queries.awaited(at=now()) == ["north"]
    assert tasks.deliver_to("north") == 3
    assert Outgoing.objects.exclude(received_at=None).count() == 3
    assert apply_at() == 3
    assert Entry.objects.filter(action="test.noted", under="east").count() == 3
    contact = Contact.objects.get(peer="north")
    assert contact.version
    assert contact.registry == 1
    assert abs(contact.skew) < 5
    assert not contact.is_away


def test_many_events_travel_together(wire: Wire) -> None:
    promise(7)
    assert tasks.deliver_to("north", most=3) == 7
    assert wire.requests == [("north", "v1/inbox")] * 3


def test_an_event_for_several_peers_goes_to_each() -> None:
    promise(to=("north", "hub", "", "north"))
    assert Outgoing.objects.values("event_id").distinct().count() == 1
    assert queries.awaited(at=now()) == ["hub", "north"]


def test_nothing_is_promised_to_ourselves() -> None:
    promise(to=("east", ""))
    assert not Outgoing.objects.exists()


def test_a_lost_receipt_is_asked_for_again_and_nothing_is_doubled(wire: Wire) -> None:
    def lose(_node: Node, _got: wires.Got) -> wires.Got:
        raise wires.Trouble("unreachable")

    promise(2)
    wire.on_the_way_back = lose
    assert tasks.deliver_to("north") == 0
    assert Incoming.objects.count() == 2
    assert Outgoing.objects.waiting().count() == 2
    assert Contact.objects.get(peer="north").trouble == "unreachable"

    wire.on_the_way_back = lambda _node, got: got
    Contact.objects.update(next_at=None)
    assert tasks.deliver_to("north") == 2
    assert apply_at() == 2
    assert Incoming.objects.count() == 2


def test_who_is_away_is_left_alone_for_longer_each_time(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "wait_after", lambda failures: 2.0**failures)
    wire.away["north"] = "unreachable"
    promise()
    waits = []
    for _ in range(3):
        Contact.objects.update(next_at=None)
        began = now()
        assert tasks.deliver_to("north") == 0
        waits.append(round((_rests_until() - began).total_seconds()))
        assert queries.awaited(at=now()) == []
        assert tasks.deliver_to("north") == 0
    assert waits == [1, 2, 4]
    assert len(wire.requests) == 3
    assert queries.awaited(at=now() + timedelta(seconds=5)) == ["north"]


def test_one_who_is_away_does_not_keep_others_waiting(wire: Wire) -> None:
    wire.away["north"] = "unreachable"
    promise(to=("north", "hub"))
    tasks.deliver_to("north")
    assert queries.awaited(at=now()) == ["hub"]
    assert tasks.deliver_to("hub") == 1


def test_a_peer_that_names_a_time_is_not_asked_before(wire: Wire) -> None:
    def busy(_node: Node, _got: wires.Got) -> wires.Got:
        return wires.Got(429, {"Retry-After": "90", "Content-Type": "text/plain"}, b"")

    wire.on_the_way_back = busy
    promise()
    tasks.deliver_to("north")
    contact = Contact.objects.get(peer="north")
    assert _rests_until() - now() > timedelta(seconds=80)
    assert contact.trouble == "status_429"


def test_a_receipt_that_the_peer_did_not_sign_is_none(wire: Wire) -> None:
    def forge(_node: Node, got: wires.Got) -> wires.Got:
        return wires.Got(got.status, got.headers, got.data.replace(b'"accepted"', b'"Accepted"'))

    promise()
    wire.on_the_way_back = forge
    assert tasks.deliver_to("north") == 0
    assert Outgoing.objects.waiting().count() == 1
    assert Contact.objects.get(peer="north").trouble == "answer_content_digest_wrong"


def test_an_unsigned_yes_is_no_receipt(wire: Wire) -> None:
    wire.on_the_way_back = lambda _node, got: wires.Got(200, {}, got.data)
    promise()
    assert tasks.deliver_to("north") == 0
    assert Outgoing.objects.waiting().count() == 1


def test_the_event_that_spoils_a_batch_is_found_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    promise(4)
    spoilt = Outgoing.objects.get(about="thing/2")
    Outgoing.objects.filter(pk=spoilt.pk).update(topic="")
    tasks.deliver_to("north")
    spoilt.refresh_from_db()
    assert (bool(spoilt.dead_at), spoilt.why) == (True, "bad_batch")
    assert Outgoing.objects.exclude(received_at=None).count() == 3


def test_a_refusal_that_the_peer_did_not_sign_kills_no_event(wire: Wire) -> None:
    wire.on_the_way_back = lambda _node, _got: wires.Got(400, {}, b"")
    promise()
    assert tasks.deliver_to("north") == 0
    assert Outgoing.objects.waiting().count() == 1


def test_what_the_peer_cannot_take_is_a_dead_letter_at_once() -> None:
    promise(topic="test.unheard_of")
    promise()
    assert tasks.deliver_to("north") == 2
    dead = Outgoing.objects.get(topic="test.unheard_of")
    assert (bool(dead.dead_at), dead.why) == (True, "unknown_topic")
    assert Incoming.objects.get(topic="test.unheard_of").why == "unknown_topic"


def test_a_refusal_is_told_to_the_sender_and_both_have_the_dead_letter() -> None:
    promise(topic="test.unwelcome")
    tasks.deliver_to("north")
    apply_at()
    incoming = Incoming.objects.get()
    assert (bool(incoming.dead_at), incoming.why) == (True, "test_unwelcome")
    assert not Entry.objects.filter(action="test.unwelcome").exists(), "nothing of it is left"

    with being(NORTH, TONGBAN_TOPICS=TOPICS):
        assert tasks.deliver_to("east") == 1
    apply_at(EAST)

    outgoing = Outgoing.objects.get(topic="test.unwelcome")
    assert (bool(outgoing.dead_at), outgoing.why) == (True, "test_unwelcome")


def test_a_dead_letter_is_sent_again_and_gets_another_chance() -> None:
    promise(topic="test.early")
    tasks.deliver_to("north")
    Incoming.objects.update(dead_at=now(), why="test_unwelcome")
    letter = Outgoing.objects.get()
    letter.dead_at = now()
    letter.save()
    ann = a_person("Ann")

    operations.send_again(letter=letter, by=ann, at=now())

    with pytest.raises(operations.NotDead):
        operations.send_again(letter=letter, by=ann, at=now())
    assert Entry.objects.get(action="federation.sent_again").by == ann.public_id
    promise()
    assert tasks.deliver_to("north") == 2
    Incoming.objects.filter(topic="test.early").update(next_at=now() + timedelta(seconds=1))
    with being(NORTH, TONGBAN_TOPICS=TOPICS):
        operations.apply_events(limit=9, trying=[], at=now() + timedelta(seconds=2))
    assert not Incoming.objects.filter(applied_at=None).exists()


def test_after_a_week_nobody_tries_any_more_and_old_letters_are_forgotten() -> None:
    promise(2)
    first, second = Outgoing.objects.order_by("id")
    Outgoing.objects.filter(pk=first.pk).update(received_at=MONDAY)
    Outgoing.objects.filter(pk=second.pk).update(happened_at=MONDAY)
    tasks.tidy(at=MONDAY + GIVE_UP_AFTER + timedelta(hours=1))
    second.refresh_from_db()
    assert second.why == "gave_up"
    tasks.tidy(at=MONDAY + OUTGOING_KEPT + timedelta(hours=1))
    assert list(Outgoing.objects.all()) == [second]


def test_with_an_expired_registry_nothing_is_sent(wire: Wire) -> None:
    promise()
    Registry.objects.update(expires_at=now())
    assert queries.awaited(at=now()) == []
    assert tasks.deliver(at=now()) == 0
    assert wire.requests == []


def test_who_is_excluded_is_sent_nothing() -> None:
    promise(to=("north", "nowhere"))
    queries.peers().filter(name="north").update(revoked=True)
    assert queries.awaited(at=now()) == []
    assert tasks.deliver_to("north") == 0


def test_two_workers_do_not_talk_to_one_peer_at_once() -> None:
    promise()
    at = now()
    assert delivering.lease_lane(peer="north", by="one", at=at)
    assert not delivering.lease_lane(peer="north", by="two", at=at)
    assert tasks.deliver_to("north") == 0
    delivering.free_lane(peer="north", by="one", at=at)
    assert tasks.deliver_to("north") == 1


def test_the_lane_of_a_worker_that_died_is_free_after_a_while() -> None:
    at = now()
    delivering.lease_lane(peer="north", by="one", at=at)
    assert delivering.lease_lane(peer="north", by="two", at=at + timedelta(seconds=31))


def test_what_a_peer_refused_is_sent_anew_by_itself_later_each_time_and_not_for_ever() -> None:
    promise(topic="test.refused")
    tasks.deliver_to("north")
    at, waits = now(), []
    for _ in range(20):
        apply_at()
        with being(NORTH, TONGBAN_TOPICS=TOPICS):
            tasks.deliver_to("east")
        operations.apply_events(limit=100, trying=[], at=at)
        letter = Outgoing.objects.get(to="north")
        assert letter.dead_at, "both sides see it"
        if letter.retry_at is None:
            break
        waits.append(letter.retry_at - letter.dead_at)
        at = letter.retry_at
        assert delivering.send_refused_again(at=at - timedelta(seconds=1)) == 0
        assert delivering.send_refused_again(at=at) == 1
        tasks.deliver_to("north")

    assert [wait / timedelta(hours=1) for wait in waits] == [1, 3, 9, 27, 81]
    assert Entry.objects.filter(action="federation.sent_again").count() == len(waits)


def test_dead_letters_are_forgotten_after_a_while_but_not_a_case_that_nobody_has() -> None:
    promise()
    Outgoing.objects.update(dead_at=now() - DEAD_KEPT, why="gave_up")
    Outgoing.objects.create(
        topic="case.handed_over", to="north", about="case/1", happened_at=now(), dead_at=MONDAY
    )
    with being(EAST, TONGBAN_TOPICS="tongban.config.topics"):
        assert delivering.tidy(at=now() + timedelta(minutes=1)) == 1
    assert Outgoing.objects.get().topic == "case.handed_over"
    (line,) = Entry.objects.filter(action="federation.letter_forgotten")
    assert line.detail == {"topic": "test.noted", "why": "gave_up"}
