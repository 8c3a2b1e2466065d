import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from tongban.config.limits import RequestsAreLimited, address_of
from tongban.identity.rules import buckets as kept
from tongban.identity.rules.buckets import Buckets


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
    keeper = RequestsAreLimited(lambda _request: HttpResponse("ok"))
    keeper.reads = Buckets(rate=1, burst=1, clock=Clock())
    assert keeper(rf.get("/")).status_code == 200
    page, answer = keeper(rf.get("/")), keeper(rf.get("/api/v1/services"))
    assert (page.status_code, page["Retry-After"]) == (429, "1")
    assert answer["Content-Type"] == "application/problem+json"
    assert keeper(rf.post("/")).status_code == 200


@override_settings(TONGBAN_WRITES_PER_SECOND=20)
def test_whoever_sends_forms_without_end_is_stopped_and_others_are_not(
    rf: RequestFactory,
) -> None:
    keeper, clock = RequestsAreLimited(lambda _request: HttpResponse("ok")), Clock()
    for buckets in (keeper.writes, keeper.writers):
        buckets.clock = clock
    answers = [keeper(rf.post("/", REMOTE_ADDR="192.0.2.1")) for _ in range(81)]
    assert [answer.status_code for answer in answers] == [200] * 80 + [429]
    assert "Nothing you entered was changed" in answers[-1].content.decode()
    assert keeper(rf.get("/", REMOTE_ADDR="192.0.2.1")).status_code == 200
    assert keeper(rf.post("/", REMOTE_ADDR="192.0.2.2")).status_code == 200


@pytest.mark.parametrize("kind", ["session", "token"])
@override_settings(TONGBAN_WRITES_PER_SECOND=20)
def test_changing_the_address_does_not_help_one_writer(rf: RequestFactory, kind: str) -> None:
    keeper, clock = RequestsAreLimited(lambda _request: HttpResponse("ok")), Clock()
    for buckets in (keeper.writes, keeper.writers):
        buckets.clock = clock

    def sends(who: str, number: int) -> int:
        asked = rf.post("/", REMOTE_ADDR=f"192.0.2.{number}")
        if kind == "session":
            asked.COOKIES[settings.SESSION_COOKIE_NAME] = who
        else:
            asked.META["HTTP_AUTHORIZATION"] = f"Bearer {who}"
        return keeper(asked).status_code

    assert [sends("one", number) for number in range(41)] == [200] * 40 + [429]
    assert sends("other", 1) == 200
    clock.now += 0.3
    assert sends("one", 1) == 200


def test_nobody_who_fills_in_forms_ever_meets_the_limit() -> None:
    keeper, clock = RequestsAreLimited(lambda _request: HttpResponse("ok")), Clock()
    keeper.writers.clock = clock
    for _ in range(2000):  # a save with every key, for minutes
        clock.now += 0.1
        assert keeper.writers.take("somebody") == 0


@pytest.mark.parametrize("said", ["67108865", "9" * 5000])
def test_more_than_anybody_needs_to_send_is_not_even_read(rf: RequestFactory, said: str) -> None:
    keeper = RequestsAreLimited(lambda _request: HttpResponse("ok"))
    page = keeper(rf.post("/", CONTENT_LENGTH=said))
    assert page.status_code == 413
    assert "10 MB" in page.content.decode()
    assert keeper(rf.post("/api/v1/uploads", CONTENT_LENGTH=said)).status_code == 413


@pytest.mark.parametrize("said", ["67108864", "", "nonsense", "-1", "²"])
def test_what_says_nothing_odd_about_its_size_goes_on(rf: RequestFactory, said: str) -> None:
    keeper = RequestsAreLimited(lambda _request: HttpResponse("ok"))
    assert keeper(rf.post("/", CONTENT_LENGTH=said)).status_code == 200


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
