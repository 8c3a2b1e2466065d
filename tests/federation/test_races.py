"""Several at once: workers that apply, peers that repeat themselves, operators who agree."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from tests.federation.letters import an_event, post, signed
from tests.federation.nodes import Node, a_hub, being, trusting
from tests.federation.wiring import TOPICS
from tongban.audit.models import Entry
from tongban.core.refusal import Refusal
from tongban.exchange import budgets
from tongban.federation import operations
from tongban.federation.models import Incoming, Motion
from tongban.federation.operations import delivering

pytestmark = pytest.mark.django_db(transaction=True)
HUB, EAST, NORTH = a_hub(), Node("east"), Node("north")


@pytest.fixture(autouse=True)
def _east() -> Iterator[None]:
    budgets.forget()
    with being(EAST, TONGBAN_TOPICS=TOPICS):
        trusting(HUB, EAST, NORTH, at=now())
        yield


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each of them came to; a refusal is its code."""
    ready = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        ready.wait()
        try:
            return deed()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def apply() -> int:
    done = 0
    while some := operations.apply_events(limit=3, trying=[], at=now()):
        done += some
    return done


def test_workers_that_apply_at_once_apply_each_event_once() -> None:
    at = now()
    Incoming.objects.bulk_create(
        Incoming(
            source="north",
            event_id=uuid4(),
            topic="test.noted",
            about=f"thing/{n}",
            data={"n": n},
            happened_at=at,
            stored_at=at,
            next_at=at,
        )
        for n in range(40)
    )
    at_once(apply, apply, apply, apply)
    apply()
    assert not Incoming.objects.filter(applied_at=None).exists()
    assert Entry.objects.filter(action="test.noted").count() == 40
    assert Entry.objects.values("subject").distinct().count() == 40


def test_the_same_events_in_several_requests_at_once_are_stored_once() -> None:
    events = [an_event(NORTH, n) for n in range(20)]
    body = json.dumps(events).encode()

    def send() -> int:
        return int(post(Client(), body, signed(body, by=NORTH, to=EAST)).status_code)

    assert at_once(send, send, send) == [200, 200, 200]
    apply()
    assert Entry.objects.filter(action="test.noted").count() == 20


def test_one_of_the_same_requests_at_once_is_let_in() -> None:
    body = json.dumps([an_event(NORTH)]).encode()
    headers = signed(body, by=NORTH, to=EAST)
    codes = at_once(*[lambda: post(Client(), body, headers).status_code] * 3)
    assert sorted(map(str, codes)) == ["200", "409", "409"]


def test_one_worker_gets_the_lane() -> None:
    at = now()
    got = at_once(
        *[
            lambda who=who: delivering.lease_lane(peer="north", by=str(who), at=at)
            for who in range(4)
        ]
    )
    assert sorted(map(bool, got)) == [False, False, False, True]


def test_one_operator_who_clicks_twice_at_once_is_one() -> None:
    class Ann:
        public_id = uuid4()

    with being(HUB):
        motion = Motion.objects.create(
            kind="join", node="west", entry=Node("west").entry(), made_at=now()
        )
        deed = lambda: operations.approve_joining(joining=motion, by=Ann(), at=now())  # noqa: E731
        at_once(deed, deed, deed)
    motion.refresh_from_db()
    assert (motion.first_by, motion.second_by) == (Ann.public_id, None)
