"""The screens of requests and problems, for citizens and officials."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from tests.api.programs import Program, is_problem
from tests.builders import MONDAY, a_person, a_post, an_authority
from tests.doors import sign_in, sign_in_at_work
from tests.hotline.asking import DONE, WORDS, a_chief, a_photo, a_rating, a_request, an_answered
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.hotline import operations, queries
from tongban.hotline.models import Problem, Publication, Request
from tongban.privacy.queries import accesses_to
from tongban.ratings.queries import occasion_about

pytestmark = pytest.mark.django_db
NEW = "/requests/new/"
SAID = {"kind": "complaint", "text": WORDS, "region": "310104"}


@pytest.fixture(autouse=True)
def home_of_its_own(settings, tmp_path):
    settings.TONGBAN_HOME = tmp_path


@pytest.fixture
def post() -> Post:
    return a_post("王建国", role=Role.CHIEF)


def photos(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.jpg", a_photo(size=20 + n)) for n in range(count)]


def test_a_citizen_asks_and_follows(client: Client, post: Post) -> None:
    sign_in(client, a_person("李敏"))
    page = client.get(NEW)
    key = page.context["key"]
    for _twice in range(2):
        answer = client.post(NEW, {**SAID, "key": key, "photos": photos(2)})
    asked = Request.objects.get()
    assert answer.headers["Location"] == reverse("request", args=[asked.public_id])
    shown = client.get(answer.headers["Location"]).content.decode()
    assert WORDS in shown
    photo = queries.photos_of(asked)[0]
    address = reverse("request_photo", args=[asked.public_id, photo.public_id])
    assert client.get(address)["Content-Type"] == "image/jpeg"
    sign_in(client, a_person("Other"))
    assert client.get(address).status_code == 404


def test_fifty_photos_are_refused_and_what_was_typed_stays(client: Client, post: Post) -> None:
    sign_in(client, a_person())
    answer = client.post(NEW, {**SAID, "photos": photos(50)})
    assert answer.status_code == 422
    assert answer.context["refusal"].code == "too_many_photos"
    assert WORDS in answer.content.decode()
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    "change", [{"kind": ""}, {"text": ""}, {"region": "nowhere"}, {"lon": "1"}, {"lon": "x"}]
)
def test_what_lacks_something_is_shown_again(client, post, change) -> None:
    sign_in(client, a_person())
    answer = client.post(NEW, SAID | change)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Request.objects.exists()


def test_looking_at_what_the_program_makes_of_it_sends_nothing(client: Client, post: Post) -> None:
    sign_in(client, a_person())
    assert client.post(NEW, SAID | {"only_look": "1"}).status_code == 200
    assert client.post("/requests/suggest/", {"text": WORDS}).status_code == 200
    assert not Request.objects.exists()


def test_a_citizen_confirms_contests_and_rates(client: Client, post: Post) -> None:
    asked = an_answered(post)
    sign_in(client, asked.asker)
    client.post(reverse("request_contest", args=[asked.public_id]), {"reason": "没修"})
    asked.refresh_from_db()
    assert asked.contests == 1
    operations.reply(request=asked, answer="修了", evidence=DONE, by=post, at=now())
    rate = reverse("occasion", args=[occasion_about(asked.ref).public_id])
    assert client.post(rate, {"level": "1", "comment": "太慢"}).status_code == 302
    client.post(reverse("request_confirm", args=[asked.public_id]))
    asked.refresh_from_db()
    assert asked.status == "closed"
    assert set(Problem.objects.values_list("source", flat=True)) == {"rating", "complaint"}


def test_what_cannot_be_done_now_is_refused_on_the_page(client: Client, post: Post) -> None:
    asked = a_request()
    sign_in(client, asked.asker)
    answer = client.post(reverse("request_confirm", args=[asked.public_id]))
    assert answer.status_code == 409
    client.post(reverse("request_withdraw", args=[asked.public_id]))
    asked.refresh_from_db()
    assert asked.status == "withdrawn"


def test_whoever_got_stuck_says_so(client: Client, post: Post) -> None:
    sign_in(client, a_person())
    client.post("/requests/stuck/", {"text": "跑了四趟"})
    assert Problem.objects.get().source == "stuck"


def test_a_call_is_taken_by_keyboard_and_read_back(client: Client, post: Post) -> None:
    sign_in_at_work(client, post.person)
    said = {"text": WORDS, "kind": "help", "channel": "phone", "name": "张三", "phone": "139"}
    answer = client.post("/work/requests/call/", said)
    asked = Request.objects.get()
    assert asked.reference in answer.headers["Location"]
    assert asked.caller["name"] == "张三"


def test_every_move_has_its_form_and_does_what_it_says(client: Client, post: Post) -> None:
    an_authority("L-CG")
    sign_in_at_work(client, post.person)
    asked = a_request(authority="", may_publish=True)
    client.post(reverse("work_request_open", args=[asked.public_id]))
    for move, said, status in (
        ("dispatch", {"other": "L-CG"}, "dispatched"),
        ("supervise", {"note": "请加快"}, "dispatched"),
        ("send-back", {"reason": "不归我们"}, "received"),
        ("dispatch", {"other": "MPS"}, "dispatched"),
        ("take", {}, "handling"),
        ("reply", {"answer": "修好", "evidence": DONE, "photos": photos(1)}, "answered"),
        ("visit", {"solved": "yes", "note": "说好了"}, "closed"),
        ("publish", {"text": "灯坏了", "answer": "修好"}, "closed"),
    ):
        address = reverse("work_request_act", args=[asked.public_id, move])
        assert client.get(address).status_code in {200, 302}
        answer = client.post(address, said)
        assert answer.status_code == 302, (move, answer.context["form"], answer.context["refusal"])
        asked.refresh_from_db()
        assert asked.status == status, move
    assert Publication.objects.get().answer == "修好"
    page = client.get(reverse("work_request", args=[asked.public_id])).content.decode()
    assert DONE in page
    assert accesses_to(asked.asker).count() == 1


def test_nothing_is_done_by_who_has_not_opened_it(client: Client, post: Post) -> None:
    asked = a_request()
    sign_in_at_work(client, post.person)
    client.post(reverse("work_request_act", args=[asked.public_id, "supervise"]), {"note": "x"})
    asked.refresh_from_db()
    assert asked.supervised_at is None


def test_the_owner_of_a_problem_calls_promises_and_settles(client: Client, post: Post) -> None:
    asked = an_answered(post)
    a_rating(asked, 1, "没修")
    problem = Problem.objects.get()
    sign_in_at_work(client, a_chief(post).person)
    page = reverse("work_problem", args=[problem.public_id])
    assert asked.asker.phone not in client.get(page).content.decode()
    client.post(reverse("work_problem_act", args=[problem.public_id, "call"]))
    assert asked.asker.phone in client.get(page).content.decode()
    settle = reverse("work_problem_act", args=[problem.public_id, "settle"])
    assert client.get(settle).status_code == 200
    client.post(settle, {"fixed": "yes", "result": "修好了"})
    sign_in(client, asked.asker)
    own = reverse("problem", args=[problem.public_id])
    assert "修好了" in client.get(own).content.decode()
    again = reverse("occasion", args=[occasion_about(asked.ref).public_id])
    assert again in client.get(own).content.decode()
    assert client.post(again, {"level": "4"}).status_code == 302
    assert client.post(again, {"level": "4"}).status_code == 409


def test_anybody_reads_and_searches_what_was_published(client: Client, post: Post) -> None:
    asked = an_answered(post, may_publish=True)
    operations.confirm(request=asked, by=asked.asker, at=MONDAY)
    operations.publish(request=asked, text="西门路灯坏了", answer="已修好", by=post, at=MONDAY)
    assert "西门路灯" in client.get("/requests/public/?q=路灯").content.decode()
    assert "西门路灯" not in client.get("/requests/public/?q=公交").content.decode()


def test_a_program_asks_and_follows(post: Post) -> None:
    program = Program(a_person("Dev"))
    body = {"kind": "help", "text": WORDS, "region": "310104"}
    made = program.post("/api/v1/hotline/requests", body, Idempotency_Key="a")
    again = program.post("/api/v1/hotline/requests", body, Idempotency_Key="a")
    assert (made.status_code, made.json()["id"]) == (201, again.json()["id"])
    one = program.get(f"/api/v1/hotline/requests/{made.json()['reference']}").json()
    assert (one["text"], one["steps"][0]["action"]) == (WORDS, "opened")
    assert program.get("/api/v1/hotline/requests").json()["total"] == 1
    other = Program(a_person("Other"))
    assert is_problem(other.get(f"/api/v1/hotline/requests/{one['id']}"), 404, "not_found")
    bad = program.post("/api/v1/hotline/requests", {**body, "photos": ["@@"]})
    assert is_problem(bad, 409, "unfit_photo")


def test_asking_costs_few_statements(
    post: Post, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    program, body = Program(a_person("Dev")), {"kind": "help", "text": WORDS, "region": "310104"}
    program.post("/api/v1/hotline/requests", body, Idempotency_Key="a")
    with django_assert_max_num_queries(7):  # the token, four rows, and a savepoint around them
        assert (
            program.post("/api/v1/hotline/requests", body, Idempotency_Key="b").status_code == 201
        )


def test_anybody_asks_what_a_text_is_about() -> None:
    said = Program().post("/api/v1/hotline/suggest", {"text": WORDS}).json()
    assert {"category", "department_code", "confidence", "alternatives"} <= said.keys()
    assert is_problem(Program().post("/api/v1/hotline/suggest", {}), 422, "invalid_request")
