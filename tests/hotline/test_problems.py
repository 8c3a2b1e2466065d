"""What stands in people's way: told once, owned by name, put right by a day."""

from datetime import timedelta

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post
from tests.hotline.asking import a_chief, an_answered
from tongban.catalog.models import Post, SearchMiss
from tongban.hotline import operations, queries, tasks
from tongban.hotline.models import Problem
from tongban.hotline.operations.refusals import (
    DayTooLate,
    NotAtThisPost,
    NotCalled,
    NothingSaid,
    ProblemGone,
    ProblemOver,
    ReasonMissing,
    ResultMissing,
)
from tongban.messages.queries import messages_of
from tongban.privacy.queries import accesses_to
from tongban.ratings import operations as ratings
from tongban.ratings.rules import Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return a_post("王建国")


@pytest.fixture
def problem(post: Post) -> Problem:
    asked = an_answered(post)
    operations.rate(request=asked, level=1, comment="没有修", by=asked.asker, at=MONDAY)
    return Problem.objects.get()


def test_a_bad_rating_becomes_a_call_a_date_a_result_and_a_second_rating(post, problem) -> None:
    with pytest.raises(NotCalled):
        operations.settle(problem=problem, fixed=True, result="修好", by=post, at=MONDAY)
    assert queries.whom_to_call(problem, post) is None
    called = operations.call_back(problem=problem, by=post, at=MONDAY)
    assert queries.whom_to_call(called, post) == problem.rater
    assert accesses_to(problem.rater).filter(about=problem.ref).count() == 1
    day = (MONDAY + 3 * DAY).date()
    operations.promise(problem=problem, on=day, by=post, at=MONDAY)
    done = operations.settle(problem=problem, fixed=True, result="修好", by=post, at=MONDAY)
    assert (done.status, done.promised_on) == ("fixed", day)
    told = messages_of(problem.rater).values_list("template", flat=True)
    assert list(told)[:2] == ["hotline/problem_settled", "hotline/problem_dated"]
    operations.rate_again(problem=problem, level=5, by=problem.rater, at=MONDAY + DAY)
    with pytest.raises(ratings.AlreadyRated):
        operations.rate_again(problem=problem, level=5, by=problem.rater, at=MONDAY + DAY)


@pytest.mark.parametrize("days", [-1, 40])
def test_no_day_is_promised_that_is_over_or_too_far(post, problem, days: int) -> None:
    operations.call_back(problem=problem, by=post, at=MONDAY)
    with pytest.raises(DayTooLate):
        day = (MONDAY + timedelta(days=days)).date()
        operations.promise(problem=problem, on=day, by=post, at=MONDAY)


def test_a_result_is_said_in_words_and_once(post, problem) -> None:
    operations.call_back(problem=problem, by=post, at=MONDAY)
    with pytest.raises(ResultMissing):
        operations.settle(problem=problem, fixed=True, result="", by=post, at=MONDAY)
    operations.settle(problem=problem, fixed=False, result="无法修", by=post, at=MONDAY)
    with pytest.raises(ProblemOver):
        operations.own_problem(problem=problem, by=post, at=MONDAY)


def test_only_a_chief_says_that_a_rating_was_malicious(post, problem) -> None:
    with pytest.raises(ReasonMissing):
        operations.call_malicious(problem=problem, reason="", by=post, at=MONDAY)
    operations.call_malicious(problem=problem, reason="从未来过", by=post, at=MONDAY)
    with pytest.raises(NotAtThisPost):
        operations.judge(problem=problem, malicious=True, reason="是", by=post, at=MONDAY)
    done = operations.judge(
        problem=problem, malicious=True, reason="查无此事", by=a_chief(post), at=MONDAY
    )
    assert (done.malicious, done.status) == (True, "dismissed")


def test_a_problem_of_another_office_is_not_there(problem) -> None:
    with pytest.raises(ProblemGone):
        operations.own_problem(problem=problem, by=a_post("Stranger"), at=MONDAY)


def test_what_somebody_could_not_get_done_is_on_the_list(post: Post) -> None:
    with pytest.raises(NothingSaid):
        operations.tell_stuck(by=a_person(), text=" ", at=MONDAY)
    operations.tell_stuck(by=a_person(), text="跑了四趟还没办成", service="x", at=MONDAY)
    assert [p.source for p in queries.problems_at(post)] == ["stuck"]


def test_the_worker_follows_bad_ratings_of_anything_and_vain_searches_once(post: Post) -> None:
    ratings.rate(
        about="case/1",
        service="id",
        office=post.office.code,
        opinion=Opinion(1, (), "太慢"),
        by=a_person(),
        at=MONDAY,
    )
    for query, count in (("养猫证", 5), ("错字", 1)):
        SearchMiss.objects.create(query=query, count=count, last_at=MONDAY)
    for _twice in range(2):
        tasks.register_problems(at=MONDAY + DAY)
    assert sorted(p.source for p in Problem.objects.all()) == ["rating", "search"]
    assert {p.what for p in Problem.objects.all()} == {"太慢", "养猫证"}
