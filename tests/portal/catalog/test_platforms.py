"""The same service on several platforms: one result, a choice of region, and the way there."""

import json

import pytest

from tests.api.programs import SERVICES, Program
from tests.builders import MONDAY, a_region, a_service
from tests.catalog.neighbours import a_lost_card, a_peer, an_offer, at_hub, being, promising
from tongban.catalog.models import Offer

__all__ = ["at_hub"]
pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
GUIDE = "/services/id-reissue/"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def service(indexed, at_hub):
    """A service that the hub has, and three platforms do, each with its own promise."""
    made = a_lost_card()
    for days, (name, code) in enumerate(
        [("coast", "310000"), ("delta", "440000"), ("plain", "410000")], start=7
    ):
        a_region(code, f"{name}省")
        a_peer(name)
        an_offer(made, name, **promising(days))
    indexed()
    return made


def test_several_platforms_are_one_result_with_a_choice(client, service) -> None:
    body = text(client.get("/search/", {"q": "身份证丢了"}))
    assert body.count('<a class="row" href="/services/id-reissue/"') == 1
    for name in ("coast", "delta"):
        assert f"/services/id-reissue/?at={name}" in body
    assert "/services/id-reissue/#platforms" in body


def test_the_readers_region_comes_first(client, service) -> None:
    client.cookies["region"] = "410105"
    body = text(client.get("/search/", {"q": "身份证丢了"}))
    assert body.index("?at=plain") < body.index("?at=coast")


def test_a_long_choice_says_how_many_more_there_are(client, service, indexed) -> None:
    for name in ("north", "south"):
        a_peer(name, regions=["510000"])
        an_offer(service, name)
    body = text(client.get("/search/", {"q": "身份证丢了"}, headers=ENGLISH))
    assert body.count("?at=") == 2
    assert "/services/id-reissue/#platforms" in body
    assert "3 more" in body


def test_the_guide_is_that_of_the_readers_region(client, service) -> None:
    client.cookies["region"] = "410105"
    body = text(client.get(GUIDE, headers=ENGLISH))
    assert "<dd>9 working days</dd>" in body
    assert "At Plain" in body


def test_another_region_can_be_chosen(client, service) -> None:
    client.cookies["region"] = "410105"
    body = text(client.get(GUIDE, {"at": "delta"}, headers=ENGLISH))
    assert "<dd>8 working days</dd>" in body
    assert 'href="/go/delta/?next=/services/id-reissue/apply/"' in body
    assert "/go/plain/" not in body


def test_applying_carries_the_person_to_the_platform_that_does_it(client, service) -> None:
    client.cookies["region"] = "310104"
    body = text(client.get(GUIDE))
    assert 'href="/go/coast/?next=/services/id-reissue/apply/"' in body
    assert 'action="/services/id-reissue/apply/"' not in body


def test_where_no_platform_answers_the_hub_does_it_itself(client, service) -> None:
    client.cookies["region"] = "650100"
    body = text(client.get(GUIDE, headers=ENGLISH))
    assert 'action="/services/id-reissue/apply/"' in body
    assert "<dd>15 working days</dd>" in body
    assert "?at=coast" in body


def test_where_nobody_does_it_for_the_region_the_guide_says_where_to_go(client, at_hub) -> None:
    listed = a_service("library-card")
    a_peer("coast")
    an_offer(listed, "coast", **promising(3))
    client.cookies["region"] = "650100"
    body = text(client.get("/services/library-card/", headers=ENGLISH))
    assert "This cannot be done here yet" in body
    assert "?at=coast" in body
    assert "/go/" not in body


def test_a_platform_that_is_excluded_is_no_choice(client, service) -> None:
    a_peer("gone", revoked=True)
    an_offer(service, "gone")
    assert "at=gone" not in text(client.get(GUIDE))


def test_a_withdrawn_offer_is_no_choice(client, service) -> None:
    Offer.objects.filter(node="coast").update(withdrawn_at=MONDAY)
    assert "at=coast" not in text(client.get(GUIDE))


def test_an_offer_without_a_package_is_as_the_nation_does_it(client, service) -> None:
    Offer.objects.filter(node="coast").update(package=None, digest=service.version.digest)
    body = text(client.get(GUIDE, {"at": "coast"}, headers=ENGLISH))
    assert "<dd>15 working days</dd>" in body


def test_an_offer_whose_package_we_lack_still_shows_the_way(client, service) -> None:
    Offer.objects.filter(node="coast").update(package=None, digest="f" * 64)
    body = text(client.get(GUIDE, {"at": "coast"}, headers=ENGLISH))
    assert "See its own guide" in body
    assert "/go/coast/?next=" in body


def test_an_unknown_platform_counts_as_not_chosen(client, service) -> None:
    client.cookies["region"] = "310104"
    assert "/go/coast/" in text(client.get(GUIDE, {"at": "<script>"}))


def test_a_departments_platform_is_for_everybody_whom_no_region_serves(client, service) -> None:
    a_peer("ministry", authorities=["MPS"])
    an_offer(service, "ministry", **promising(4))
    client.cookies["region"] = "650100"
    assert "/go/ministry/" in text(client.get(GUIDE))
    client.cookies["region"] = "310104"
    assert "/go/coast/" in text(client.get(GUIDE))


def test_at_a_node_its_own_way_comes_first(client, service) -> None:
    client.cookies["region"] = "310104"
    with being("lake", regions=("430000",)):
        body = text(client.get(GUIDE))
    assert 'action="/services/id-reissue/apply/"' in body
    assert "?at=coast" in body


def test_an_installation_that_stands_alone_shows_no_choice(client, service) -> None:
    with being("", role="alone"):
        assert "?at=" not in text(client.get(GUIDE))
        assert "?at=" not in text(client.get("/search/", {"q": "身份证丢了"}))


def test_what_only_others_do_can_be_done(client, at_hub, indexed) -> None:
    listed = a_service("library-card")
    a_peer("coast")
    an_offer(listed, "coast", **promising(3))
    indexed()
    body = text(client.get("/search/", {"q": "library-card", "doable": "on"}, headers=ENGLISH))
    assert "Do it online" in body
    assert "/services/library-card/" in text(client.get("/services/?doable=on"))


def test_programs_are_told_the_platforms(service) -> None:
    said = Program().get(SERVICES, {"q": "身份证丢了", "region": "440100"}).json()
    [first, *rest] = said["items"][0]["platforms"]
    assert (first["node"], first["service"], first["regions"]) == (
        "delta",
        "id-reissue",
        ["440000"],
    )
    assert [each["node"] for each in rest] == ["coast", "plain"]
    alone = json.loads(Program().get(f"{SERVICES}/id-reissue").content)
    assert len(alone["platforms"]) == 4


def test_a_choice_costs_few_statements(client, service, django_assert_max_num_queries) -> None:
    for number in range(12):
        a_peer(f"node-{number}", regions=["510000"])
        an_offer(service, f"node-{number}", **promising(number + 1))
    with django_assert_max_num_queries(8):
        client.get(GUIDE)
    with django_assert_max_num_queries(5):
        client.get("/search/", {"q": "身份证丢了"})
    with django_assert_max_num_queries(4):
        Program().get(SERVICES, {"q": "身份证丢了"})
