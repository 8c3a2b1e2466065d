"""Asking something of an authority, and getting an answer."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import DAY, MONDAY, a_person, a_post, a_region, an_authority, an_office
from tests.doors import sign_in, sign_in_at_work
from tongban.audit.models import Entry
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.hotline import operations, queries
from tongban.hotline.models import Request, RequestStep
from tongban.hotline.operations.refusals import (
    AnswerMissing,
    NobodyThere,
    NoSuchAuthority,
    NoSuchKind,
    NotAtThisPost,
    NothingSaid,
    NotNow,
    NotYours,
    OwnRequest,
    RequestGone,
    TooLong,
)
from tongban.hotline.rules import Kind, Status
from tongban.messages.queries import messages_of, words
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db
WORDS = "路灯坏了一个星期"


def a_request(
    post: Post, *, kind: str = "consultation", authority: str = "MPS", **more: str
) -> Request:
    an_authority()
    return operations.open_request(
        by=a_person("李敏"), kind=kind, text=WORDS, authority=authority, at=MONDAY, **more
    )


@pytest.fixture
def post() -> Post:
    return a_post("王建国")


def test_a_request_lies_with_the_authority_and_its_asker_is_told(post: Post) -> None:
    asked = a_request(post)
    assert (asked.status, asked.desk) == (Status.DISPATCHED, post.office)
    assert asked.due_on == MONDAY.date() + 7 * DAY  # five working days
    told = messages_of(asked.asker).get()
    assert asked.reference in words(told).title
    assert Entry.objects.get(subject=asked.ref).action == "hotline.opened"


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_a_day_by_which_it_is_answered(post: Post, kind: str) -> None:
    asked = a_request(post, kind=kind)
    assert asked.due_on
    assert asked.due_on > MONDAY.date()


def test_without_an_authority_the_hotline_decides_who_answers(post: Post) -> None:
    asked = a_request(post, authority="")
    assert (asked.status, asked.center, asked.authority) == (Status.RECEIVED, post.office, None)
    assert asked.desk is None


def test_the_authoritys_own_office_comes_before_a_nearer_hall(post: Post) -> None:
    police = an_office("Police", region=a_region("310000", "上海市"))
    police.authority = an_authority()
    police.save()
    a_post("警官", office=police)
    asked = a_request(post, region="310104")
    assert (asked.office, asked.center) == (police, post.office)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "gossip"}, NoSuchKind),
        ({"text": " \n"}, NothingSaid),
        ({"text": "字" * 4001}, TooLong),
        ({"authority": "NOBODY"}, NoSuchAuthority),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(post, said, refusal) -> None:
    asked = {"kind": "help", "text": WORDS, "authority": "", **said}
    with pytest.raises(refusal):
        operations.open_request(by=a_person(), at=MONDAY, **asked)
    assert not Request.objects.exists()
    assert not RequestStep.objects.exists()


def test_where_nobody_works_it_is_said_so() -> None:
    with pytest.raises(NobodyThere):
        operations.open_request(by=a_person(), kind="help", text=WORDS, authority="", at=MONDAY)


def test_an_official_takes_it_answers_and_the_asker_reads_the_answer(post: Post) -> None:
    asked = a_request(post)
    operations.take(request=asked, by=post, at=MONDAY)
    done = operations.reply(request=asked, answer="修好了", by=post, at=MONDAY + DAY)
    assert (done.status, done.answer, done.handler) == (Status.ANSWERED, "修好了", post.person)
    assert words(messages_of(asked.asker).first()).body == "修好了"
    assert [s.action for s in queries.steps_of(done)] == ["opened", "taken", "answered"]
    assert accesses_to(asked.asker).get().about == asked.ref


def test_an_empty_answer_is_none(post: Post) -> None:
    with pytest.raises(AnswerMissing):
        operations.reply(request=a_request(post), answer="  ", by=post, at=MONDAY)


def test_only_its_office_answers_it(post: Post) -> None:
    asked = a_request(post)
    stranger = a_post("Stranger", office=an_office("There", region=a_region("440100", "广州市")))
    with pytest.raises(RequestGone):
        operations.reply(request=asked, answer="No", by=stranger, at=MONDAY)
    with pytest.raises(RequestGone):
        operations.look(request=asked, by=stranger, at=MONDAY)
    operator = a_post("Op", office=post.office, role=Role.OPERATOR)
    with pytest.raises(NotAtThisPost):
        operations.take(request=asked, by=operator, at=MONDAY)


def test_nobody_answers_their_own_request(post: Post) -> None:
    asked = operations.open_request(
        by=post.person, kind="help", text=WORDS, authority="", at=MONDAY
    )
    Request.objects.update(status=Status.DISPATCHED)
    with pytest.raises(OwnRequest):
        operations.take(request=asked, by=post, at=MONDAY)


def test_what_a_colleague_deals_with_is_left_to_them(post: Post) -> None:
    asked = a_request(post)
    operations.take(request=asked, by=post, at=MONDAY)
    mate = a_post("Mate", office=post.office)
    with pytest.raises(NotYours):
        operations.take(request=asked, by=mate, at=MONDAY)
    with pytest.raises(NotYours):
        operations.reply(request=asked, answer="Yes", by=mate, at=MONDAY)


def test_it_is_answered_once(post: Post) -> None:
    asked = a_request(post)
    operations.reply(request=asked, answer="Yes", by=post, at=MONDAY)
    with pytest.raises(NotNow):
        operations.reply(request=asked, answer="No", by=post, at=MONDAY)


def test_the_asker_follows_it_and_nobody_else_does(client: Client, post: Post) -> None:
    asked = a_request(post)
    sign_in(client, asked.asker)
    assert asked.reference in client.get(reverse("requests")).content.decode()
    assert WORDS in client.get(reverse("request", args=[asked.public_id])).content.decode()
    sign_in(client, a_person("Other"))
    assert client.get(reverse("request", args=[asked.public_id])).status_code == 404


def test_an_official_reads_it_only_after_their_look_was_written_down(client, post) -> None:
    asked = a_request(post)
    sign_in_at_work(client, post.person)
    assert asked.reference in client.get(reverse("work_requests")).content.decode()
    page = reverse("work_request", args=[asked.public_id])
    closed = client.get(page).content.decode()
    assert WORDS not in closed
    assert asked.asker.phone not in closed
    assert not accesses_to(asked.asker).exists()
    for _twice in range(2):
        client.post(reverse("work_request_open", args=[asked.public_id]))
    assert WORDS in client.get(page).content.decode()
    assert accesses_to(asked.asker).count() == 1


def test_an_official_answers_on_the_page(client: Client, post: Post) -> None:
    asked = a_request(post)
    sign_in_at_work(client, post.person)
    client.post(reverse("work_request_act", args=[asked.public_id, "take"]))
    answer = reverse("work_request_act", args=[asked.public_id, "reply"])
    assert 'name="answer"' in client.get(answer).content.decode()
    assert client.post(answer, {"answer": ""}).status_code == 200
    assert client.post(answer, {"answer": "修好了"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.status, asked.answer) == (Status.ANSWERED, "修好了")


def test_a_request_of_another_office_is_not_there(client: Client, post: Post) -> None:
    asked = a_request(post)
    stranger = a_post("Stranger", office=an_office("There", region=a_region("440100", "广州市")))
    sign_in_at_work(client, stranger.person)
    assert client.get(reverse("work_request", args=[asked.public_id])).status_code == 404
