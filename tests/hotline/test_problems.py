"""What stands in people's way: told once, owned by name, put right by a day."""

from datetime import timedelta

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_person, a_post
from tests.hotline.asking import a_chief, a_rating, an_answered
from tests.ratings.occasions import an_occasion
from tongban.catalog.models import Post, SearchMiss
from tongban.hotline import operations, queries, tasks
from tongban.hotline.models import Problem
from tongban.hotline.operations.refusals import (
    DayTooLate,
    HandledIt,
    NoCallWanted,
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
from tongban.ratings import queries as rated
from tongban.ratings.models import Rating
from tongban.ratings.rules import Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler() -> Post:
    return a_post("王建国")


@pytest.fixture
def post(handler: Post) -> Post:
    """Somebody else at the same office, who follows it up."""
    return a_chief(handler)


@pytest.fixture
def problem(handler: Post) -> Problem:
    a_rating(an_answered(handler), 1, "没有修")
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
    first = Rating.objects.get()
    with pytest.raises(ratings.NotFollowedUp):
        ratings.rate_again(first=first, opinion=Opinion(5), by=problem.rater, at=MONDAY)
    done = operations.settle(problem=problem, fixed=True, result="修好", by=post, at=MONDAY)
    assert (done.status, done.promised_on) == ("fixed", day)
    told = messages_of(problem.rater).values_list("template", flat=True)
    assert list(told)[:2] == ["hotline/problem_settled", "hotline/problem_dated"]
    second = ratings.rate_again(first=first, opinion=Opinion(5), by=problem.rater, at=MONDAY + DAY)
    first.refresh_from_db()
    assert (first.level, first.mended, second.level, second.round) == (1, True, 5, 2)
    with pytest.raises(ratings.AlreadyRated):
        ratings.rate_again(first=first, opinion=Opinion(5), by=problem.rater, at=MONDAY + DAY)
    ratings.seal(at=MONDAY + 3 * DAY)
    [line] = rated.figures("kind")
    assert (line.count, line.bad, line.mended_share) == (1, 1, 100), "the second is not counted"


def test_who_handled_it_sees_it_sealed_and_decides_nothing(handler, post, problem) -> None:
    assert list(queries.problems_at(post, at=MONDAY)) == [problem]
    assert not queries.problems_at(handler, at=MONDAY + 23 * HOUR).exists()
    assert list(queries.problems_at(handler, at=MONDAY + DAY + HOUR)) == [problem]
    for deed in (operations.own_problem, operations.call_back):
        with pytest.raises(HandledIt):
            deed(problem=problem, by=handler, at=MONDAY + 2 * DAY)


def test_who_wants_no_call_is_not_called_and_gets_a_result(handler, post) -> None:
    asked = an_answered(handler)
    occasion = rated.occasion_about(asked.ref)
    ratings.rate(occasion=occasion, opinion=Opinion(2), by=asked.asker, at=MONDAY)
    problem = Problem.objects.get()
    with pytest.raises(NoCallWanted):
        operations.call_back(problem=problem, by=post, at=MONDAY)
    operations.settle(problem=problem, fixed=False, result="无法修", by=post, at=MONDAY)
    assert Rating.objects.get().mended is False


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


def test_somebody_else_decides_that_a_rating_was_malicious(handler, post, problem) -> None:
    with pytest.raises(ReasonMissing):
        operations.appeal(problem=problem, reason="", by=post, at=MONDAY)
    with pytest.raises(HandledIt):
        operations.appeal(problem=problem, reason="从未来过", by=handler, at=MONDAY)
    operations.appeal(problem=problem, reason="从未来过", by=post, at=MONDAY)
    with pytest.raises(HandledIt):
        operations.judge(problem=problem, malicious=True, reason="是", by=post, at=MONDAY)
    clerk = a_post("Clerk", office=post.office)
    with pytest.raises(NotAtThisPost):
        operations.judge(problem=problem, malicious=True, reason="是", by=clerk, at=MONDAY)
    other = a_chief(post)
    done = operations.judge(problem=problem, malicious=True, reason="查无此事", by=other, at=MONDAY)
    assert (done.malicious, done.status, done.appeal) == (True, "dismissed", "从未来过")
    ratings.seal(at=MONDAY + 2 * DAY)
    [line] = rated.figures("kind")
    assert (line.count, line.set_aside, Rating.objects.count()) == (0, 1, 1), "kept, not counted"


def test_a_problem_of_another_office_is_not_there(problem) -> None:
    with pytest.raises(ProblemGone):
        operations.own_problem(problem=problem, by=a_post("Stranger"), at=MONDAY)


def test_what_somebody_could_not_get_done_is_on_the_list(post: Post) -> None:
    with pytest.raises(NothingSaid):
        operations.tell_stuck(by=a_person(), text=" ", at=MONDAY)
    operations.tell_stuck(by=a_person(), text="跑了四趟还没办成", service="x", at=MONDAY)
    assert [p.source for p in queries.problems_at(post, at=MONDAY)] == ["stuck"]


def test_the_worker_registers_vain_searches_once() -> None:
    for query, count in (("养猫证", 5), ("错字", 1)):
        SearchMiss.objects.create(query=query, count=count, last_at=MONDAY)
    for _twice in range(2):
        tasks.register_problems(at=MONDAY + DAY)
    assert [(p.source, p.what) for p in Problem.objects.all()] == [("search", "养猫证")]


def test_where_nobody_else_works_the_hotlines_desk_follows_up() -> None:
    desk, lone = a_post("Desk"), a_post("Lone")
    occasion = an_occasion(office=lone.office.code, clerk=lone.person)
    ratings.rate(occasion=occasion, opinion=Opinion(1), by=occasion.rater, at=MONDAY)
    assert Problem.objects.get().office == desk.office
