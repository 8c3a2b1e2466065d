"""Buckets that several processes count in together, and what asking without waiting costs."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.config.test_limits import Clock
from tongban.exchange import sharing
from tongban.exchange.sharing import SharedBuckets, Shelf
from tongban.identity.rules.buckets import Buckets


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    yield made
    made.memory.close()
    made.file.close()


def in_another_process(take: SharedBuckets, times: int) -> int:
    """How often a process that was forked from this one is served."""
    pid = os.fork()
    if not pid:  # pragma: no cover  what a forked process does is not counted
        os._exit(sum(take.take("north") == 0 for _ in range(times)))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_processes_that_were_forked_count_together(shelf: Shelf) -> None:
    buckets = SharedBuckets(rate=5, burst=10, clock=Clock(), shelf=shelf)
    assert in_another_process(buckets, 7) == 7
    assert [buckets.take("north") == 0 for _ in range(5)] == [True] * 3 + [False] * 2
    assert in_another_process(buckets, 7) == 0
    assert buckets.take("south") == 0


def test_a_process_that_was_killed_keeps_nothing_locked(shelf: Shelf) -> None:
    buckets = SharedBuckets(rate=5, burst=10, clock=Clock(), shelf=shelf)
    pid = os.fork()
    if not pid:  # pragma: no cover
        with buckets._alone():
            os._exit(0)
    os.waitpid(pid, 0)
    assert buckets.take("north") == 0


@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from("abc")), max_size=60))
def test_what_is_shared_counts_like_what_is_not(moves: list[tuple[float, str]]) -> None:
    clock, made = Clock(), Shelf()
    alone = Buckets(rate=5, burst=10, debt=8, clock=clock)
    shared = SharedBuckets(rate=5, burst=10, debt=8, clock=clock, shelf=made)
    for pause, who in moves:
        clock.now += pause
        assert shared.take(who) == alone.take(who)
        assert shared.wait_of(who) == alone.wait_of(who)
    made.memory.close()
    made.file.close()


def test_a_full_shelf_forgets_who_was_quiet_the_longest(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "LOOKED_AT", sharing.SLOTS)
    clock = Clock()
    buckets = SharedBuckets(rate=0.001, burst=1, clock=clock, shelf=shelf)
    for number in range(sharing.SLOTS):
        clock.now += 0.001
        buckets.take(str(number))
    assert buckets.wait_of("0") > 0
    assert buckets.take("one more") == 0
    assert buckets.wait_of("0") == 0
    assert buckets.wait_of("1") > 0


def test_whoever_goes_on_asking_gets_nothing_until_they_wait() -> None:
    clock = Clock()
    buckets = Buckets(rate=50, burst=100, debt=250, clock=clock)
    served = 0
    for _ in range(3000):  # a hundred a second for half a minute
        clock.now += 0.01
        served += buckets.take("greedy") == 0
    assert served <= 201  # the burst and what flowed in meanwhile, and nothing after that
    clock.now += 5.1
    assert buckets.take("greedy") == 0


def test_whoever_waits_as_long_as_told_is_served() -> None:
    clock = Clock()
    buckets = Buckets(rate=5, burst=10, debt=25, clock=clock)
    for _ in range(11):
        wait = buckets.take("polite")
    clock.now += wait + 0.001
    assert buckets.take("polite") == 0
