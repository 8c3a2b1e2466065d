"""Any order, any doubles, any splitting: the same events are applied, each once."""

import json
from datetime import UTC, datetime
from uuid import UUID

from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.federation.letters import an_event, tell
from tests.federation.nodes import Node, a_hub, being, trusting
from tests.federation.wiring import TOPICS
from tongban.audit.models import Entry
from tongban.exchange import budgets
from tongban.federation import operations
from tongban.federation.rules.envelopes import BadEnvelope, Envelope, batch_of, read_batch
from tongban.federation.rules.timing import wait_after

HUB, EAST, NORTH = a_hub(), Node("east"), Node("north")
NOW = datetime.now(UTC)
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
ENVELOPES = st.builds(
    Envelope,
    id=st.uuids(),
    source=st.just("north"),
    topic=st.from_regex(r"[a-z]{1,20}\.[a-z_]{1,20}", fullmatch=True),
    about=st.from_regex(r"[a-z]{1,10}/[0-9a-f]{1,32}", fullmatch=True),
    happened_at=st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    data=st.dictionaries(TEXTS, VALUES, max_size=4),
    again=st.integers(0, 9),
)


class EachOnce(TestCase):
    """Deliveries of five events, split and repeated as somebody likes."""

    @given(
        deliveries=st.lists(
            st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True), max_size=6
        ),
        applying=st.lists(st.integers(1, 5), max_size=4),
    )
    @settings(max_examples=30, deadline=None)
    def test_the_same_events_are_applied_each_once(self, deliveries, applying) -> None:
        budgets.forget()
        with being(EAST, TONGBAN_TOPICS=TOPICS):
            trusting(HUB, EAST, NORTH, at=datetime.now(UTC))
            events = [an_event(NORTH, n) for n in range(5)]
            for place, chosen in enumerate(deliveries):
                batch = [events[number] for number in chosen]
                assert tell(Client(), batch, by=NORTH, to=EAST).status_code == 200
                if place < len(applying):
                    operations.apply_events(limit=applying[place], trying=[], at=datetime.now(UTC))
            operations.apply_events(limit=100, trying=[], at=datetime.now(UTC))
            told = {events[number]["id"] for chosen in deliveries for number in chosen}
            applied = Entry.objects.filter(action="test.noted").values_list("subject", flat=True)
            assert sorted(applied) == sorted(f"event/{event}" for event in told)


@given(st.lists(ENVELOPES, min_size=1, max_size=4, unique_by=lambda event: event.id))
def test_what_is_written_is_read_back_as_it_was(events: list[Envelope]) -> None:
    assert read_batch(batch_of(event.to_json() for event in events)) == events


@given(st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_anything_else_is_refused_and_breaks_nothing(body: bytes) -> None:
    try:
        read_batch(body)
    except BadEnvelope as error:
        assert str(error)
    else:
        raise AssertionError(body)


@given(st.integers(0, 10_000))
def test_a_wait_is_never_longer_than_the_longest(failures: int) -> None:
    assert 0 <= wait_after(failures, first=1, longest=30) <= min(30, 2 ** min(failures, 10))


def test_ids_are_written_one_way_only() -> None:
    event = Envelope(UUID(int=255), "north", "a.b", "c/d", NOW, {})
    odd = event.to_json().replace("0000-0000000000ff", "0000-0000000000FF")
    try:
        read_batch(batch_of([odd]))
    except BadEnvelope as error:
        assert "lower case" in str(error)
    else:
        raise AssertionError(odd)
