"""From dispatch to closing, and back again when the answer will not do."""

from datetime import timedelta

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post, an_authority
from tests.hotline.asking import DONE, WORDS, a_chief, a_rating, a_request, an_answered
from tongban.catalog.models import Post
from tongban.hotline import operations, queries, tasks
from tongban.hotline.models import Problem, Request
from tongban.hotline.operations.refusals import (
    CannotJoin,
    EvidenceMissing,
    NoSuchAuthority,
    NothingAbove,
    NotNow,
    NotVisited,
    ReasonMissing,
    RequestGone,
    SeenByChief,
    SentBackEnough,
    TooLate,
)
from tongban.hotline.rules import Level, Status, may_become
from tongban.hotline.rules.states import NEXT
from tongban.messages.queries import messages_of
from tongban.ratings.operations import AlreadyRated
from tongban.ratings.queries import occasion_about

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def post() -> Post:
    return a_post("王建国")


def told(request: Request) -> list[str]:
    found = messages_of(request.asker).values_list("template", flat=True)
    return [template.removeprefix("hotline/") for template in reversed(found)]


def test_every_state_leads_somewhere_known() -> None:
    assert set(NEXT) == set(Status)
    assert not may_become(Status.CLOSED, now=Status.RECEIVED)


def test_the_hotline_gives_it_to_whoever_answers(post: Post) -> None:
    asked = a_request(authority="")
    an_authority("L-CG")
    done = operations.dispatch(request=asked, authority="L-CG", by=post, at=MONDAY)
    assert (done.status, done.authority.code) == (Status.DISPATCHED, "L-CG")
    assert told(done) == ["opened", "dispatched"]


def test_it_is_given_to_no_unknown_authority(post: Post) -> None:
    with pytest.raises(NoSuchAuthority):
        operations.dispatch(request=a_request(authority=""), authority="X", by=post, at=MONDAY)


def test_it_is_sent_back_twice_and_no_more_and_each_time_is_shown(post: Post) -> None:
    asked = a_request()
    for n in (1, 2):
        back = operations.send_back(request=asked, reason="不归我们管", by=post, at=MONDAY)
        assert (back.status, back.bounces) == (Status.RECEIVED, n)
        operations.dispatch(request=asked, authority="MPS", by=post, at=MONDAY)
    with pytest.raises(SentBackEnough):
        operations.send_back(request=asked, reason="不归我们管", by=post, at=MONDAY)
    assert told(asked).count("sent_back") == 2


def test_sending_back_needs_a_reason(post: Post) -> None:
    with pytest.raises(ReasonMissing):
        operations.send_back(request=a_request(), reason=" ", by=post, at=MONDAY)


def test_an_answer_to_a_complaint_shows_what_was_done(post: Post) -> None:
    asked = a_request()
    with pytest.raises(EvidenceMissing):
        operations.reply(request=asked, answer="已处理", by=post, at=MONDAY)
    done = operations.reply(request=asked, answer="已处理", evidence=DONE, by=post, at=MONDAY)
    assert done.evidence == DONE
    question = a_request(kind="consultation")
    operations.reply(request=question, answer="可以", by=post, at=MONDAY)


def test_it_is_closed_after_asking_back(post: Post) -> None:
    asked = an_answered(post)
    done = operations.visit(request=asked, solved=True, note="电话回访", by=post, at=MONDAY + DAY)
    assert (done.status, done.solved, done.closed_at) == (Status.CLOSED, True, MONDAY + DAY)


def test_nothing_is_closed_unasked(post: Post) -> None:
    asked = a_request()
    with pytest.raises(NotNow):
        operations.visit(request=asked, solved=True, note="电话回访", by=post, at=MONDAY)
    with pytest.raises(NotVisited):
        operations.close_quietly(request=an_answered(post), at=MONDAY + 8 * WEEK)


def test_whoever_asked_closes_it_themselves(post: Post) -> None:
    asked = an_answered(post)
    done = operations.confirm(request=asked, by=asked.asker, at=MONDAY)
    assert (done.status, done.solved) == (Status.CLOSED, True)


def test_not_solved_goes_one_level_up_and_only_the_chief_answers(post: Post) -> None:
    asked = an_answered(post)
    open_again = operations.visit(request=asked, solved=False, note="没修", by=post, at=MONDAY)
    assert (open_again.status, open_again.level) == (Status.DISPATCHED, Level.SUPERIOR)
    with pytest.raises(SeenByChief):
        operations.reply(request=asked, answer="已修", evidence=DONE, by=post, at=MONDAY)
    operations.reply(request=asked, answer="已修", evidence=DONE, by=a_chief(post), at=MONDAY)


def test_a_closure_is_contested_up_to_the_top_and_not_beyond(post: Post) -> None:
    asked, chief = an_answered(post), a_chief(post)
    operations.confirm(request=asked, by=asked.asker, at=MONDAY)
    for level in (Level.SUPERIOR, Level.GOVERNMENT):
        again = operations.contest(request=asked, reason="又坏了", by=asked.asker, at=MONDAY)
        assert (again.level, again.closed_at) == (level, None)
        operations.reply(request=asked, answer="再修", evidence=DONE, by=chief, at=MONDAY)
    with pytest.raises(NothingAbove):
        operations.contest(request=asked, reason="又坏了", by=asked.asker, at=MONDAY)
    assert again.contests == 2


def test_contesting_has_its_time_and_its_reason(post: Post) -> None:
    asked = an_answered(post)
    with pytest.raises(ReasonMissing):
        operations.contest(request=asked, reason="", by=asked.asker, at=MONDAY)
    operations.confirm(request=asked, by=asked.asker, at=MONDAY)
    with pytest.raises(TooLate):
        operations.contest(request=asked, reason="又坏了", by=asked.asker, at=MONDAY + 5 * WEEK)


def test_what_is_not_accepted_can_be_contested(post: Post) -> None:
    asked = a_request(authority="")
    operations.refuse_to_accept(request=asked, reason="已进入诉讼", by=post, at=MONDAY)
    assert told(asked)[-1] == "not_accepted"
    again = operations.contest(request=asked, reason="没有诉讼", by=asked.asker, at=MONDAY)
    assert again.status == Status.RECEIVED


def test_a_repeat_is_found_joined_and_gets_the_same_answer(post: Post) -> None:
    first = a_request(authority="")
    again = a_request(authority="", text=WORDS + "，麻烦尽快修")
    other = a_request(authority="", text="公交车总是晚点，能不能多开几班")
    assert [like.request for like in queries.alike(again)] == [first]
    assert queries.alike(other) == []
    operations.join(request=again, main=first.reference, by=post, at=MONDAY)
    operations.dispatch(request=first, authority="MPS", by=post, at=MONDAY)
    operations.reply(request=first, answer="修好了", evidence=DONE, by=post, at=MONDAY)
    again.refresh_from_db()
    assert (again.status, again.answer) == (Status.ANSWERED, "修好了")
    assert told(again)[-1] == "answered"
    operations.confirm(request=first, by=first.asker, at=MONDAY)
    again.refresh_from_db()
    assert again.status == Status.CLOSED


def test_it_is_not_joined_with_itself_nor_in_circles(post: Post) -> None:
    first, again = a_request(authority=""), a_request(authority="")
    with pytest.raises(CannotJoin):
        operations.join(request=first, main=first.reference, by=post, at=MONDAY)
    operations.join(request=again, main=first.reference, by=post, at=MONDAY)
    with pytest.raises(CannotJoin):
        operations.join(request=first, main=again.reference, by=post, at=MONDAY)


def test_what_is_late_is_marked_and_goes_up_when_it_stays_late(post: Post) -> None:
    asked = a_request()
    assert tasks.watch(at=MONDAY + 2 * DAY) == 0
    assert tasks.watch(at=MONDAY + 15 * DAY) == 1
    asked.refresh_from_db()
    assert asked.supervised_at
    assert asked.level == Level.AUTHORITY
    assert tasks.watch(at=MONDAY + 22 * DAY) == 1
    asked.refresh_from_db()
    assert asked.level == Level.SUPERIOR
    assert asked.due_on
    assert asked.due_on > (MONDAY + 22 * DAY).date()
    assert told(asked) == ["opened", "overdue", "escalated"]


def test_the_desk_reminds_the_office(post: Post) -> None:
    asked = a_request()
    with pytest.raises(ReasonMissing):
        operations.supervise(request=asked, note="", by=post, at=MONDAY)
    done = operations.supervise(request=asked, note="请加快", by=post, at=MONDAY)
    assert done.supervised_at == MONDAY
    with pytest.raises(NotNow):
        operations.supervise(request=an_answered(post), note="请加快", by=post, at=MONDAY)


def test_a_question_closes_by_itself_when_nobody_contests(post: Post) -> None:
    asked = a_request(kind="consultation")
    operations.reply(request=asked, answer="可以", by=post, at=MONDAY)
    assert tasks.watch(at=MONDAY + 10 * DAY) == 0
    assert tasks.watch(at=MONDAY + 20 * DAY) == 1
    asked.refresh_from_db()
    assert asked.status == Status.CLOSED


def test_it_is_taken_back_while_nobody_has_answered(post: Post) -> None:
    asked = a_request()
    assert operations.withdraw(request=asked, by=asked.asker, at=MONDAY).status == "withdrawn"
    with pytest.raises(NotNow):
        answered = an_answered(post)
        operations.withdraw(request=answered, by=answered.asker, at=MONDAY)


def test_a_one_star_rating_opens_a_call_back_at_once(post: Post) -> None:
    asked = a_request()
    assert occasion_about(asked.ref) is None, "not before it is answered"
    operations.reply(request=asked, answer="已修", evidence=DONE, by=post, at=MONDAY)
    a_rating(asked, 1, "没有修")
    problem = Problem.objects.get()
    assert (problem.what, problem.rater) == ("没有修", asked.asker)
    with pytest.raises(AlreadyRated):
        a_rating(asked, 5)


def test_a_good_rating_opens_nothing(post: Post) -> None:
    asked = an_answered(post)
    a_rating(asked, 5)
    assert not Problem.objects.exists()


def test_only_the_asker_acts_on_their_request(post: Post) -> None:
    asked, other = an_answered(post), a_person("Other")
    for operation, said in (
        (operations.confirm, {}),
        (operations.contest, {"reason": "no"}),
        (operations.withdraw, {}),
    ):
        with pytest.raises(RequestGone):
            operation(request=asked, by=other, at=MONDAY, **said)
