import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from tongban.config.limits import ReadsAreLimited, address_of
from tongban.core import buckets as kept
from tongban.core.buckets import Buckets


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_one_address_may_ask_a_hundred_times_a_second_for_as_long_as_it_likes() -> None:
    clock = Clock()
    buckets = Buckets(rate=100, burst=200, clock=clock)
    for _ in range(1000):
        clock.now += 0.0101
        assert buckets.take("192.0.2.1") == 0


def test_a_flood_is_told_how_long_to_wait_and_harms_nobody_else() -> None:
    buckets = Buckets(rate=100, burst=200, clock=Clock())
    answers = [buckets.take("192.0.2.1") for _ in range(250)]
    assert answers.count(0) == 200
    assert answers[-1] == pytest.approx(0.01)
    assert buckets.take("192.0.2.2") == 0


@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from("ab")), max_size=200))
def test_nobody_ever_gets_more_than_the_burst_and_what_flowed_in(moves) -> None:
    clock = Clock()
    buckets = Buckets(rate=5, burst=10, clock=clock)
    served = {"a": 0, "b": 0}
    for pause, who in moves:
        clock.now += pause
        served[who] += buckets.take(who) == 0
    assert max(served.values()) <= 10 + 5 * (clock.now - 1000) + 1e-6


def test_the_list_of_addresses_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "REMEMBERED", 50)
    clock = Clock()
    buckets = Buckets(rate=100, burst=200, clock=clock)
    for number in range(500):
        clock.now += 0.1
        buckets.take(f"192.0.2.{number}")
    assert len(buckets._left) <= 51


def test_a_limited_reader_gets_a_sentence_and_a_program_a_problem(rf: RequestFactory) -> None:
    keeper = ReadsAreLimited(lambda _request: HttpResponse("ok"))
    keeper.buckets = Buckets(rate=1, burst=1, clock=Clock())
    assert keeper(rf.get("/")).status_code == 200
    page, answer = keeper(rf.get("/")), keeper(rf.get("/api/v1/services"))
    assert (page.status_code, page["Retry-After"]) == (429, "1")
    assert answer["Content-Type"] == "application/problem+json"
    assert keeper(rf.post("/")).status_code == 200


@override_settings(TONGBAN_PROXIES=1)
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(rf: RequestFactory) -> None:
    asked = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert address_of(asked) == "198.51.100.7"
    assert address_of(rf.get("/")) == "127.0.0.1"


def test_nobody_can_choose_their_own_address(rf: RequestFactory) -> None:
    assert address_of(rf.get("/", headers={"X-Forwarded-For": "203.0.113.9"})) == "127.0.0.1"


@pytest.mark.django_db
@override_settings(TONGBAN_READS_PER_SECOND=1)
def test_the_limit_is_on() -> None:
    visitor = Client()
    answers = [visitor.get("/alive").status_code for _ in range(8)]
    assert answers[0] == 200
    assert 429 in answers
