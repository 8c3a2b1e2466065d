"""Two nodes compare what they remember, and mend it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.federation.nodes import Node, a_hub, being
from tests.federation.wiring import TOPICS, Wire, all_trusting, wired
from tongban.config.commands import federation as command
from tongban.federation import operations, queries, tasks
from tongban.federation.models import Comparison, Incoming, Outgoing
from tongban.federation.rules.hours import closed_hours, digest_of, hour_of

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH = a_hub(), Node("east"), Node("north")
LATER = timedelta(hours=2)


@pytest.fixture(autouse=True)
def wire() -> Iterator[Wire]:
    with wired(HUB, EAST, NORTH) as made, being(EAST, TONGBAN_TOPICS=TOPICS):
        all_trusting(HUB, EAST, NORTH)
        yield made


def told(count: int) -> list[Outgoing]:
    """Events that were told two hours ago and have arrived."""
    for n in range(count):
        operations.send("test.noted", to=["north"], about="a/b", data={"n": n}, at=now() - LATER)
    tasks.deliver_to("north")
    return list(Outgoing.objects.order_by("id"))


def compare() -> int:
    return operations.compare_with("north", at=now())


def test_hours_are_compared_once_they_are_closed() -> None:
    at = now()
    assert hour_of(at) not in closed_hours(at=at)
    assert hour_of(at - LATER) in closed_hours(at=at)


def test_who_remembers_the_same_agrees_and_is_not_asked_twice(wire: Wire) -> None:
    told(3)
    assert compare() == 0
    hour = Comparison.objects.get(hour=hour_of(now() - LATER))
    assert (hour.agreed, hour.sent, hour.stored) == (True, 3, 3)
    assert queries.disagreements() == []
    before = len(wire.requests)
    assert compare() == 0
    assert len(wire.requests) == before


def test_what_the_peer_lost_is_sent_again() -> None:
    first, *_ = told(3)
    Incoming.objects.filter(event_id=first.event_id).delete()
    assert compare() == 1
    shown = queries.disagreements()[0]
    assert (shown.peer, shown.sent, shown.stored, shown.resent) == ("north", 3, 2, 1)
    assert queries.awaited(at=now()) == ["north"]
    assert tasks.deliver_to("north") == 1
    assert compare() == 0
    assert queries.disagreements() == []
    assert Incoming.objects.count() == 3


def test_what_the_peer_has_is_not_waited_for() -> None:
    first, *_ = told(2)
    Outgoing.objects.filter(pk=first.pk).update(received_at=None)
    assert compare() == 0
    first.refresh_from_db()
    assert first.received_at
    compare()
    assert queries.disagreements() == []


def test_what_only_the_peer_remembers_is_shown() -> None:
    first, *_ = told(2)
    first.delete()
    assert compare() == 0
    shown = queries.disagreements()[0]
    assert (shown.sent, shown.stored) == (1, 2)


def test_a_peer_that_is_away_is_compared_with_later(wire: Wire) -> None:
    told(1)
    wire.away["north"] = "unreachable"
    with pytest.raises(operations.PeerAway):
        compare()
    assert tasks.compare_with("north") == 0
    assert not Comparison.objects.exists()


def test_the_command_says_what_is_sent_again_and_who_does_not_answer(wire, capsys) -> None:
    first, *_ = told(2)
    Incoming.objects.filter(event_id=first.event_id).delete()
    wire.away["hub"] = "unreachable"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.setup", lambda: None)
        assert command.main(["compare"]) == 0
    said = capsys.readouterr().out
    assert "sent again: 1" in said
    assert "not compared: peer_away" in said


@pytest.mark.parametrize(
    "data",
    [{}, {"hours": []}, {"hours": ["now"]}, {"hours": ["2026-01-01T00:30:00+00:00"]}],
    ids=str,
)
def test_an_odd_question_about_hours_is_refused(data: dict) -> None:
    for question in ("federation.compared", "federation.listed"):
        with pytest.raises(operations.PeerSaidNo):
            operations.ask(question, of="north", data=data, at=now())


def test_the_digest_knows_no_order() -> None:
    events = [row.event_id for row in told(3)]
    assert digest_of(events) == digest_of(reversed(events))
    assert digest_of(events) != digest_of(events[:2])
