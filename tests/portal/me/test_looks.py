"""Who looked, and asking why: the question reaches the office, the answer stands beside the look."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import DAY, MONDAY, a_case, a_person, a_post, an_authority, an_office
from tests.doors import sign_in
from tongban.cases import operations as cases
from tongban.catalog.models import Post
from tongban.catalog.queries import forget_offices
from tongban.hotline import operations as hotline
from tongban.hotline.models import Request
from tongban.identity.models import Person
from tongban.privacy.models import Access
from tongban.privacy.operations import record_access
from tongban.privacy.rules import By, Shown

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def look(client: Client) -> tuple[Access, Post, Person]:
    """An official looked at a case; its applicant is signed in."""
    forget_offices()
    an_authority()
    office = an_office("Xuhui counter")
    an_office("Elsewhere")
    case = a_case()
    post = a_post("王建国", office=case.office or office)
    cases.take(case=case, by=post, at=MONDAY)
    sign_in(client, case.applicant)
    return Access.objects.get(), post, case.applicant


def text(client: Client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_look_says_who_at_which_post_what_about_what_and_why(client: Client, look) -> None:
    access, post, _ana = look
    page = text(client, reverse("access"))
    for words in (post.office.names["en"], "王**", "Case officer", "ID number", "Handling this"):
        assert words in page
    assert f"/{access.about.replace('case/', 'cases/')}/" in page
    assert post.person.name not in page


def test_looks_can_be_told_apart_by_who_looked(client: Client, look) -> None:
    _access, _post, ana = look
    record_access(
        person=ana,
        by=None,
        under="client/x",
        office={"zh": "Weather"},
        about="sign-in",
        fields=["name"],
        reason="",
        at=MONDAY,
        shown=Shown(kind=By.PROGRAM),
    )
    assert "Weather" in text(client, "/me/access/")
    assert "Weather" in text(client, "/me/access/?by=program")
    assert "Weather" not in text(client, "/me/access/?by=official")
    assert "Weather" in text(client, "/me/access/?by=nonsense")


def test_what_other_platforms_write_breaks_nothing(client: Client, look) -> None:
    Access.objects.update(about="case/nonsense", fields=["<b>odd"], labels={"<b>odd": {}})
    assert "&lt;b&gt;odd" in text(client, "/me/access/")


def why(access: Access) -> str:
    return reverse("access_why", args=[access.public_id])


def test_asking_why_reaches_the_office_that_looked_and_its_answer_stands_here(
    client: Client, look
) -> None:
    access, post, ana = look
    assert why(access) in text(client, "/me/access/")
    answer = client.post(why(access), {"words": "I was away"})
    asked = Request.objects.get()
    assert answer["Location"] == reverse("request", args=[asked.public_id])
    assert (asked.kind, asked.about, asked.asker) == ("why", access.ref, ana)
    assert asked.office == post.office
    assert asked.text == "I was away"
    assert asked.due_on
    page = text(client, "/me/access/")
    assert "You asked why" in page
    assert "working days left" in page
    assert why(access) not in page

    hotline.reply(request=asked, answer="查错了人，已删除", evidence="当日核对", by=post, at=now())

    assert "查错了人" in text(client, "/me/access/")


def test_it_is_asked_once_and_by_nobody_else(client: Client, look) -> None:
    access, _post, _ana = look
    client.post(why(access), {})
    asked = Request.objects.get()
    for again in (client.post(why(access), {}), client.get(why(access))):
        assert again["Location"] == reverse("request", args=[asked.public_id])
    assert Request.objects.get().text
    sign_in(client, a_person("Ben"))
    assert client.get(why(access)).status_code == 404
    assert client.post(why(access), {}).status_code == 404


def test_when_nobody_answers_requests_the_page_says_whom_to_call(client: Client) -> None:
    ana = a_person()
    sign_in(client, ana)
    line = record_access(
        person=ana,
        by=a_person("Clerk"),
        under="post/1",
        office={"zh": "局"},
        about="x/1",
        fields=["name"],
        reason="",
        at=MONDAY,
    )
    forget_offices()
    answer = client.post(why(line), {}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "12345" in answer.content.decode()
    assert not Request.objects.exists()


def test_a_page_of_looks_takes_a_known_number_of_questions(
    client: Client, look, django_assert_max_num_queries
) -> None:
    _access, post, ana = look
    for n in range(15):
        record_access(
            person=ana,
            by=post.person,
            under=post.ref,
            office=post.office.names,
            about=f"x/{n}",
            fields=["name"],
            reason="",
            at=MONDAY + n * DAY + timedelta(hours=1),
        )
    with django_assert_max_num_queries(13):
        client.get("/me/access/")
