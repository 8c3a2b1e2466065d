"""Signs of pressure: a desk where people are made to rate well stands out, an honest one does not."""

from datetime import timedelta

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_post
from tests.ratings.occasions import an_occasion
from tongban.catalog.models import Post
from tongban.ratings import operations, queries
from tongban.ratings.rules import Given, How, Obtained, Opinion, Pattern, looked_through

pytestmark = pytest.mark.django_db
QR, ONLINE = How("counter", Obtained.QR), How()
HONEST = (5, 4, 5, 3, 5, 2, 4, 5, 1, 5)  # as people rate who are left alone


def served(post: Post, number: int, level: int, how: How, *, after: timedelta) -> None:
    """Somebody was served, four an hour, and rated so long after."""
    at = MONDAY + number // 20 * DAY + number % 20 * HOUR / 4
    about = {"office": post.office.code, "clerk": post.person, "at": at}
    occasion = an_occasion(rater=None, **about) if how == QR else an_occasion(**about)
    operations.rate(
        occasion=occasion, opinion=Opinion(level), by=occasion.rater, how=how, at=at + after
    )


@pytest.fixture
def honest() -> Post:
    post = a_post("Honest")
    for number in range(24):
        level = HONEST[number % 10]
        how, after = (QR, timedelta(minutes=3)) if number % 3 else (ONLINE, 7 * HOUR)
        served(post, number, level, how, after=after * (1 + number % 5))
    return post


def test_only_the_coerced_desk_is_flagged(honest: Post) -> None:
    coerced = a_post("Coerced", office=honest.office)
    for number in range(22):
        served(coerced, number, 5, QR, after=timedelta(seconds=6))
    for number in range(30, 42):
        served(coerced, number, HONEST[number % 10], ONLINE, after=9 * HOUR)
    found = {d.desk: d for d in queries.desks_of(honest.office.code, at=MONDAY + 9 * DAY)}
    assert found["Honest"].patterns == []
    assert found["Coerced"].patterns == [Pattern.ON_THE_SPOT, Pattern.ONE_WAY]
    assert (found["Coerced"].count, found["Honest"].count) == (34, 24)


def given(minutes: float, level: int = 5, *, ended: float | None = None) -> Given:
    rated = MONDAY + timedelta(minutes=minutes)
    end = rated - 2 * HOUR if ended is None else MONDAY + timedelta(minutes=ended)
    return Given("hall", "desk", level, Obtained.ONLINE, end, rated)


@pytest.mark.parametrize(
    ("rows", "pattern"),
    [
        ([given(60 * n) for n in range(13)] + [given(900 + n / 3) for n in range(8)], "in_a_row"),
        (  # the last days of the month, for what ended long before
            [given((28 * 24 + n) * 60, ended=n * 700) for n in range(22)],
            "report",
        ),
    ],
)
def test_bursts_are_seen(rows: list[Given], pattern: str) -> None:
    [desk] = looked_through(rows)
    assert desk.patterns == [pattern]


def test_little_is_never_judged_and_a_quick_bad_rating_is_no_sign() -> None:
    assert looked_through([given(n / 10) for n in range(19)]) == []
    [desk] = looked_through([given(n / 10, 1) for n in range(30)])
    assert desk.patterns == []
