"""Where platforms differ, for those who can do something about it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_package, a_service
from tests.catalog.neighbours import a_lost_card, a_peer, an_offer, at_hub, being, promising
from tests.workbench.desk import at_work
from tongban.catalog.models import Post
from tongban.catalog.rules import Role

__all__ = ["at_hub"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_hub")]
PAGE = reverse("work_differences")


def rows(client: Client) -> list[dict]:
    return client.get(PAGE).context["tables"][0]["rows"]


@pytest.fixture
def service():
    for name in ("coast", "delta", "plain"):
        a_peer(name)
    return a_lost_card()


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
def test_only_managers_open_it(client: Client, role: Role) -> None:
    assert client.get(PAGE).status_code == 302
    at_work(client, role=role)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get(reverse("work")).content.decode()


@pytest.mark.parametrize("role", ["chief", "operator"])
def test_chiefs_and_operators_open_it_even_when_there_is_nothing(client, role: str) -> None:
    post = at_work(client, role=Role.CHIEF)
    Post.objects.filter(pk=post.pk).update(role=role)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert answer.context["compared"] == 0
    assert PAGE in answer.content.decode()


def test_who_stands_alone_has_nothing_to_compare(client: Client) -> None:
    at_work(client, role=Role.CHIEF)
    with being("", role="alone"):
        assert client.get(PAGE).status_code == 404
        assert PAGE not in client.get(reverse("work")).content.decode()


def test_platforms_that_do_the_same_are_one_row(client: Client, service) -> None:
    an_offer(service, "coast")
    an_offer(service, "delta")
    an_offer(service, "plain", **promising(7))
    at_work(client, role=Role.CHIEF)
    usual, other = rows(client)
    assert [node for node, _name in usual["platforms"]] == ["", "coast", "delta"]
    assert (usual["differs"], other["differs"]) == (0, 1)
    assert [cell.differs for cell in other["cells"]] == [True, False, False, False, False, False]


def test_papers_and_conditions_say_what_is_more_and_what_is_less(client: Client, service) -> None:
    package = a_package()
    extra = {
        "id": "pledge",
        "names": {"zh": "承诺书", "en": "Pledge", "ko": "서약서"},
        "required": True,
        "from": "upload",
    }
    asked = [each for each in package["materials"] if each["id"] != "hukou-book"] + [extra]
    conditions = [*package["conditions"], {"zh": "满半年", "en": "Half a year", "ko": "반년"}]
    for name in ("coast", "delta"):
        an_offer(service, name)
    an_offer(service, "plain", materials=asked, conditions=conditions)
    at_work(client, role=Role.CHIEF)
    body = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    [_promised, _legal, papers, conditions_cell, *_rest] = rows(client)[1]["cells"]
    assert (papers.more, papers.less) == (["承诺书"], ["居民户口簿"])
    assert conditions_cell.more == ["满半年"]
    assert "<b>+</b> Pledge" in body
    assert "<s>Household register</s>" in body
    assert body.count("Differs:") == 2


def test_a_difference_is_told_by_more_than_colour(client: Client, service) -> None:
    an_offer(service, "coast", **promising(7))
    at_work(client, role=Role.CHIEF)
    body = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    cell = body[body.index('<td class="other">') :]
    assert "<svg" in cell[:120]
    assert "Differs:" in cell[:1200]


def test_what_differs_most_comes_first_and_is_counted(client: Client, service) -> None:
    other = a_service("id-renew", package=a_package("id-renew"))
    for name in ("coast", "delta"):
        an_offer(other, name)
    an_offer(service, "coast", **promising(7))
    an_offer(other, "plain", **promising(9), fee=None, assurance=4)
    at_work(client, role=Role.CHIEF)
    context = client.get(PAGE).context
    assert [table["service"].code for table in context["tables"]] == ["id-renew", "id-reissue"]
    assert [table["differs"] for table in context["tables"]] == [3, 1]
    assert (context["compared"], context["different"], context["cells"]) == (2, 2, 4)
    assert [count for _label, count in context["counted"]] == [2, 0, 0, 0, 1, 1]


def test_services_that_are_the_same_everywhere_are_listed(client: Client, service) -> None:
    an_offer(service, "coast")
    at_work(client, role=Role.CHIEF)
    context = client.get(PAGE).context
    assert context["same"] == [service]
    assert context["tables"] == []


def test_it_leads_to_the_guide_of_each(client: Client, service) -> None:
    an_offer(service, "coast", **promising(7))
    at_work(client, role=Role.CHIEF)
    assert 'href="/services/id-reissue/?at=coast"' in client.get(PAGE).content.decode()


def test_it_takes_few_questions(client, service, django_assert_max_num_queries) -> None:
    for number in range(12):
        a_peer(f"node-{number}", regions=["510000"])
        an_offer(service, f"node-{number}", **promising(number + 1))
    at_work(client, role=Role.CHIEF)
    with django_assert_max_num_queries(6):
        client.get(PAGE)


def test_a_platform_that_was_excluded_is_not_compared(client, service) -> None:
    a_peer("gone", revoked=True)
    an_offer(service, "gone", **promising(7))
    at_work(client, role=Role.CHIEF)
    assert client.get(PAGE).context["compared"] == 0
