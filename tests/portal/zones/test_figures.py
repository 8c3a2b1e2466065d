"""The figures of a zone: counted from cases, with the number behind each, honest when empty."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from tests.builders import a_package, a_person, a_service
from tests.catalog.neighbours import being
from tests.portal.zones.test_zones import OTHER, ZONE, text
from tongban.cases.models import Case
from tongban.catalog.models import Service
from tongban.ratings.models import Rating

pytestmark = pytest.mark.django_db
PAGE = "/zones/shore/figures/"
ENGLISH = {"accept-language": "en"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_hub():
    with being("hub", role="hub", TONGBAN_ZONES=[ZONE, OTHER]):
        yield


@pytest.fixture
def service() -> Service:
    return a_service("id-reissue", package=a_package())


def a_copy(service: Service, *, days: float | None = None, level: int = 0, **facts) -> Case:
    """A copy of a case, decided after so many days, and perhaps rated."""
    begun = now() - 30 * DAY
    case = Case.objects.create(
        reference=uuid4().hex[:24],
        service=service,
        applicant=a_person(),
        status="submitted" if days is None else "delivered",
        started_at=begun,
        saved_at=begun,
        submitted_at=begun,
        decided_at=None if days is None else begun + days * DAY,
        **{"origin": "coast", "custodian": "delta", "epoch": 2, "holders": [], **facts},
    )
    if level:
        Rating.objects.create(
            about=case.ref,
            service=service.code,
            office="x",
            rater=case.applicant,
            level=level,
            channel="mobile",
            obtained="online",
            rated_at=begun,
            sealed_at=begun,
        )
    return case


def first(client):
    return client.get(PAGE).context["lines"][0]


def test_an_empty_zone_says_so(client, service) -> None:
    body = text(client.get(PAGE, headers=ENGLISH))
    assert "No case has gone between the members yet" in body
    assert "<table" not in body


def test_cases_between_members_are_counted_by_service_and_mode(client, service) -> None:
    for days in (None, 1, 2, 3, 4, 10):
        a_copy(service, days=days)
    context = client.get(PAGE).context
    line = context["lines"][0]
    assert (line.service, line.mode) == (service, "collect_for")
    assert (line.crossing.applied, line.crossing.finished) == (6, 5)
    assert line.median_days == 3
    assert dict(context["all"].by_mode) == {"full_online": 0, "collect_for": 6, "joint": 0}


def test_what_stayed_at_one_member_or_went_elsewhere_does_not_count(client, service) -> None:
    a_copy(service, days=1, origin="coast", custodian="coast", epoch=1)
    a_copy(service, days=1, origin="coast", custodian="plain")
    a_copy(a_service("tree-cutting", package=a_package()), days=1)
    assert client.get(PAGE).context["all"].applied == 0


def test_what_came_back_to_where_it_was_begun_counts(client, service) -> None:
    a_copy(service, days=1, origin="coast", custodian="coast", epoch=3, holders=["delta", "coast"])
    assert first(client).crossing.applied == 1


def test_at_a_member_its_own_empty_name_counts_as_its_own(client, service) -> None:
    a_copy(service, days=1, origin="", custodian="delta")
    with being("coast", TONGBAN_ZONES=[ZONE]):
        assert first(client).crossing.applied == 1


def test_figures_of_few_are_not_shown(client, service) -> None:
    for _ in range(4):
        a_copy(service, days=2, level=5)
    line = first(client)
    assert (line.median_days, line.average) == (None, None)
    body = text(client.get(PAGE, headers=ENGLISH))
    assert "too few" in body
    assert "5.0 of 5" not in body


def test_ratings_are_shown_with_how_many_there_are(client, service) -> None:
    for level in (5, 5, 4, 5, 3, 0):
        a_copy(service, days=2, level=level)
    assert first(client).average == pytest.approx(4.4)
    assert "4.4 of 5, 5 ratings" in text(client.get(PAGE, headers=ENGLISH))


def test_what_is_long_past_does_not_count(client, service) -> None:
    case = a_copy(service, days=2)
    Case.objects.filter(pk=case.pk).update(submitted_at=now() - 400 * DAY)
    assert client.get(PAGE).context["all"].applied == 0


def test_a_zone_of_others_has_no_figures_here(client) -> None:
    with being("coast", TONGBAN_ZONES=[ZONE, OTHER]):
        assert client.get("/zones/hills/figures/").status_code == 404


def test_figures_take_few_questions(client, service, django_assert_max_num_queries) -> None:
    for _ in range(12):
        a_copy(service, days=2, level=5)
    with django_assert_max_num_queries(5):
        client.get(PAGE)
