import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import MONDAY, a_case, a_person, a_post, an_id_service, an_office
from tests.doors import sign_in, sign_in_at_work
from tests.workbench.desk import BOX, a_case_at, a_case_of, a_review_of, at_work
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.catalog.models import Post
from tongban.catalog.rules import Role

pytestmark = pytest.mark.django_db
WORK = reverse("work")


@pytest.fixture(autouse=True)
def _no_old_choices() -> None:
    cache.clear()


def shown(client: Client, query: str = BOX) -> str:
    answer = client.get(WORK + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_official_sees_what_lies_at_the_office_with_the_applicant_masked(client: Client) -> None:
    post = at_work(client)
    case = a_case_at(post.office)
    text = shown(client)
    assert case.reference in text
    assert "A**" in text
    assert case.applicant.id_number not in text
    assert str(case.service) in text


def test_a_stranger_is_led_to_the_officials_sign_in(client: Client) -> None:
    answer = client.get(WORK)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("work_sign_in"))


def test_a_citizen_is_a_stranger_here(client: Client) -> None:
    sign_in(client, a_person())
    assert client.get(WORK).status_code == 302


def test_an_official_without_a_post_finds_no_such_page(client: Client) -> None:
    post = at_work(client)
    post.ended_at = MONDAY
    post.save(update_fields=["ended_at"])
    assert client.get(WORK).status_code == 404


def test_cases_of_another_office_are_not_there(client: Client) -> None:
    here = an_office("Here")
    case = a_case_at(here)
    at_work(client, office=an_office("There"))
    assert case.reference not in shown(client)
    assert client.get(f"{WORK}?q={case.reference}").context["rows"] == []


def test_each_box_holds_its_own(client: Client) -> None:
    post = at_work(client)
    free, mine, review = a_case_at(post.office), a_case_of(post), a_review_of(post)
    done = operations.grant(case=a_review_of(post), by=post, at=MONDAY)
    in_box = {
        "mine": {mine, review},
        "office": {free, mine, review},
        "due": {free, mine, review},  # they are long overdue
        "done": {done},
    }
    for box, wanted in in_box.items():
        text = shown(client, f"?box={box}")
        assert {case for case in (free, mine, review, done) if case.reference in text} == wanted


def test_the_boxes_say_how_much_lies_in_them(client: Client) -> None:
    post = at_work(client)
    a_case_at(post.office)
    a_case_of(post)
    numbers = [tab.number for tab in client.get(WORK).context["boxes"]]
    assert numbers == ["1", "2", "2", "0"]


def test_overdue_is_said_in_words_too(client: Client) -> None:
    post = at_work(client)
    a_case_at(post.office)
    row = client.get(WORK + BOX).context["rows"][0]
    assert row.left.tone == "late"
    assert row.left.words in shown(client)


def test_filters_leave_what_fits(client: Client) -> None:
    post = at_work(client)
    new, review = a_case_at(post.office), a_review_of(post)
    text = shown(client, f"{BOX}&status=reviewing")
    assert review.reference in text
    assert new.reference not in text
    text = shown(client, f"{BOX}&service={new.service.code}")
    assert new.reference in text
    assert review.reference not in text


@pytest.mark.parametrize("query", ["?box=nothing", "?page=0", "?page=x", "?size=7", "?status=x"])
def test_a_question_that_makes_no_sense_is_left_out(client: Client, query: str) -> None:
    at_work(client)
    assert client.get(WORK + query).status_code == 200


@pytest.mark.parametrize("piece", [slice(None), slice(0, 10), slice(-4, None)])
def test_a_case_is_found_by_its_number_or_the_end_of_it(client: Client, piece: slice) -> None:
    post = at_work(client)
    case = a_case_at(post.office)
    asked = case.reference[piece].lower()
    assert case.reference in shown(client, f"?q={asked}")


def test_most_urgent_comes_first_and_pages_follow_each_other(client: Client) -> None:
    post = at_work(client)
    many(post, 120)
    first, second, third = (
        [row.case.pk for row in client.get(f"{WORK}{BOX}&page={n}").context["rows"]]
        for n in (1, 2, 3)
    )
    assert (len(first), len(second), len(third)) == (50, 50, 20)
    order = Case.objects.order_by("due_on", "pk").values_list("pk", flat=True)
    assert first + second + third == list(order)
    assert "page=2" in shown(client)


def test_two_hundred_rows_take_as_few_questions_as_one(client: Client) -> None:
    post = at_work(client)
    many(post, 200)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"{WORK}{BOX}&size=200")
    assert len(answer.context["rows"]) == 200
    assert len(asked) <= 6, [query["sql"][:90] for query in asked]


def test_a_live_search_gets_only_the_rows(client: Client) -> None:
    post = at_work(client)
    case = a_case_at(post.office)
    answer = client.get(WORK + BOX, headers={"HX-Request": "true"})
    assert case.reference in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_an_official_with_two_posts_chooses_where_to_work(client: Client) -> None:
    first = at_work(client, office=an_office("First"))
    second = Post.objects.create(person=first.person, office=an_office("Second"), role=Role.CLERK)
    chosen = client.post(reverse("work_post"), {"post": str(second.public_id)})
    assert chosen.status_code == 302
    assert client.get(WORK).wsgi_request.post == second  # type: ignore[attr-defined]


def test_nobody_works_at_the_post_of_somebody_else(client: Client) -> None:
    at_work(client)
    other = a_post("Other")
    assert client.post(reverse("work_post"), {"post": str(other.public_id)}).status_code == 404


def test_posts_and_offices_go_together(client: Client) -> None:
    """The power of one post does not reach the cases of another one's office."""
    first = at_work(client, office=an_office("First"))
    case = a_case_at(first.office)
    second = Post.objects.create(person=first.person, office=an_office("Second"), role=Role.CHIEF)
    client.post(reverse("work_post"), {"post": str(second.public_id)})
    assert client.get(reverse("work_case", args=[case.public_id])).status_code == 404


def test_signing_in_elsewhere_ends_the_work_here(client: Client) -> None:
    post = at_work(client)
    sign_in_at_work(Client(), post.person)
    assert client.get(WORK).status_code == 302


def many(post: Post, count: int) -> None:
    """Copies of one case, each with a number and a due day of its own."""
    case = a_case(service=an_id_service())
    copies = []
    for n in range(count - 1):
        copy = Case.objects.get(pk=case.pk)
        copy.pk, copy.public_id = None, Case._meta.get_field("public_id").default()
        copy.reference = f"20260302-{n:04d}-TEST"
        copy.due_on = MONDAY.date().replace(day=1 + n % 28)
        copies.append(copy)
    Case.objects.bulk_create(copies)
