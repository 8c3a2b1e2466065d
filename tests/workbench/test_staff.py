import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import MONDAY, a_person, an_office
from tests.workbench.desk import a_case_at, a_review_of, at_work
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.catalog.models import Office, SearchMiss
from tongban.catalog.rules import Role
from tongban.ratings.models import Rating

pytestmark = pytest.mark.django_db
FIGURES, RATINGS, SEARCHES, PAPERS = (
    reverse(f"work_{n}") for n in ("figures", "ratings", "searches", "papers")
)


def a_rating(office: Office, level: int, words: str = "", *, sealed: bool = True) -> Rating:
    at = now()
    return Rating.objects.create(
        about=f"case/{Rating.objects.count()}",
        service="id-reissue",
        office=office.code,
        rater=a_person("Rater"),
        level=level,
        comment=words,
        channel="mobile",
        obtained="online",
        rated_at=at,
        sealed_at=at if sealed else None,
    )


@pytest.mark.parametrize("page", [FIGURES, SEARCHES, PAPERS])
@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
def test_only_the_chief_opens_them(client: Client, page: str, role: Role) -> None:
    at_work(client, role=role)
    assert client.get(page).status_code == 404
    assert page not in client.get(reverse("work")).content.decode()


@pytest.mark.parametrize("page", [FIGURES, SEARCHES, RATINGS, PAPERS])
def test_the_chief_opens_them_even_when_there_is_nothing(client: Client, page: str) -> None:
    assert client.get(page).status_code == 302
    at_work(client, role=Role.CHIEF)
    assert client.get(page).status_code == 200


def test_figures_count_the_office_and_nothing_else(client: Client) -> None:
    chief = at_work(client, role=Role.CHIEF)
    a_case_at(chief.office)
    late = operations.grant(case=a_review_of(chief), by=chief, at=now())
    in_time = operations.grant(case=a_review_of(chief), by=chief, at=now())
    Case.objects.filter(pk=in_time.pk).update(due_on=now().date().replace(year=2099))
    Case.objects.filter(pk=late.pk).update(due_on=MONDAY.date())
    context = client.get(FIGURES).context
    every = context["all"]
    assert (every.waiting, every.overdue, every.decided, every.in_time) == (1, 1, 2, 1)
    assert every.share == 50
    assert {bar.status: bar.count for bar in context["bars"]} == {"submitted": 1, "granted": 2}
    at_work(client, office=an_office("There"), role=Role.CHIEF)
    assert client.get(FIGURES).context["all"].decided == 0


def test_figures_take_five_questions(client: Client) -> None:
    chief = at_work(client, role=Role.CHIEF)
    a_case_at(chief.office)
    with CaptureQueriesContext(connection) as asked:
        client.get(FIGURES)
    assert len(asked) <= 5, [query["sql"][:90] for query in asked]


def test_ratings_are_numbers_and_words_but_never_names(client: Client) -> None:
    post = at_work(client, role=Role.CLERK)
    a_rating(post.office, 5, "Quick and kind")
    hidden = a_rating(post.office, 1, "Not sealed yet", sealed=False)
    a_rating(an_office("There"), 1, "Another office")
    answer = client.get(RATINGS)
    text = answer.content.decode()
    assert answer.context["summary"].count == 1
    assert "Quick and kind" in text
    assert "Not sealed yet" not in text
    assert "Another office" not in text
    assert hidden.rater.name not in text


def test_vain_searches_are_listed_most_frequent_first(client: Client) -> None:
    at_work(client, role=Role.CHIEF)
    for query, count in (("rare", 1), ("often", 9)):
        SearchMiss.objects.create(query=query, count=count, last_at=MONDAY)
    misses = client.get(SEARCHES).context["misses"]
    assert [miss.query for miss in misses] == ["often", "rare"]
