"""A zone: what its members do for each other's people, and how that goes."""

from typing import Any

import pytest
from django.test import override_settings
from django.utils.timezone import now

from tests.builders import a_package, a_service
from tests.catalog.neighbours import a_peer, being
from tests.federation.nodes import Node, a_hub, trusting
from tests.federation.nodes import being as being_node
from tongban.config.zones import zones

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
PAGE = "/zones/shore/"


def text(response) -> str:
    return response.content.decode()


def entry(service: str, mode: str, **more: str) -> dict[str, str]:
    sure = {"source": "KSTB lists", "listed": "verified", "mode_confidence": "recall"}
    return {"service": service, "mode": mode, **sure, **more}


ZONE: dict[str, Any] = {
    "id": "shore",
    "names": {"zh": "海岸通办", "en": "Shore together", "ko": "해안"},
    "summary": {"zh": "互办", "en": "Done for each other", "ko": "함께"},
    "members": ["coast", "delta", "island"],
    "called": {name: {"zh": name, "en": name.title()} for name in ("coast", "delta", "island")},
    "services": [
        entry("id-reissue", "collect_for"),
        entry("library-card", "full_online"),
        entry("id-renew", "full_online"),
        entry("not-there", "joint"),
    ],
    "notes": [
        {
            "words": {"zh": "十项", "en": "Ten items", "ko": "열"},
            "source": "A newspaper",
            "confidence": "snippet",
        }
    ],
}
OTHER = {**ZONE, "id": "hills", "members": ["plain", "north"], "names": {"zh": "山", "en": "Hills"}}


@pytest.fixture
def at_coast():
    with being("coast", regions=("310000",), TONGBAN_ZONES=[ZONE, OTHER]):
        yield


@pytest.fixture
def services(at_coast, indexed):
    for code in ("id-reissue", "id-renew"):
        made = a_service(code, package=a_package(code))
        made.names, made.aliases = a_package(code)["names"], a_package(code)["aliases"]
        made.save()
    a_service("library-card")
    a_peer("delta")
    indexed()


def test_the_registry_says_which_zones_there_are(client) -> None:
    hub, coast = a_hub(), Node("coast", regions=("310000",))
    renamed = {**ZONE, "names": {"zh": "岸", "en": "Shore of the hub"}}
    with being_node(coast, TONGBAN_ZONES=[ZONE]):
        assert "Shore together" in text(client.get("/zones/", headers=ENGLISH))
        trusting(hub, coast, at=now(), zones=[renamed])
        body = text(client.get("/zones/", headers=ENGLISH))
        assert "Shore of the hub" in body
        trusting(hub, coast, at=now(), version=2, zones=[])
        assert "Shore of the hub" not in text(client.get("/zones/", headers=ENGLISH))


def test_a_platform_shows_the_zones_it_is_in(client, at_coast) -> None:
    body = text(client.get("/zones/", headers=ENGLISH))
    assert "Shore together" in body
    assert "Hills" not in body
    assert client.get("/zones/hills/").status_code == 404
    assert "/zones/shore/" in text(client.get("/"))


def test_the_hub_shows_all_zones(client) -> None:
    with being("hub", role="hub", TONGBAN_ZONES=[ZONE, OTHER]):
        body = text(client.get("/zones/", headers=ENGLISH))
        assert "Shore together" in body
        assert "Hills" in body
        assert client.get("/zones/hills/").status_code == 200


def test_a_platform_in_no_zone_says_so_and_offers_the_rest(client) -> None:
    with being("lake", TONGBAN_ZONES=[ZONE]):
        assert "in no zone" in text(client.get("/zones/", headers=ENGLISH))
        assert "/zones/" not in text(client.get("/"))


def test_who_stands_alone_has_no_zones(client) -> None:
    with override_settings(TONGBAN_ZONES=[ZONE]):
        assert client.get("/zones/").status_code == 404
        assert client.get(PAGE).status_code == 404
        assert "/zones/" not in text(client.get("/"))


def test_services_stand_under_their_mode_with_three_steps(client, services) -> None:
    answer = client.get(PAGE, headers=ENGLISH)
    body, groups = text(answer), answer.context["groups"]
    assert [group.mode for group in groups] == ["full_online", "collect_for"]
    assert all(len(group.how) == 3 for group in groups)
    assert "You fill in the form at home" in body
    assert "not-there" not in body


def test_what_can_be_done_comes_before_what_is_only_described(client, services) -> None:
    body = text(client.get(PAGE, headers=ENGLISH))
    assert body.index("/services/id-renew/") < body.index("/services/library-card/")
    assert "Guide only" in body


def test_members_are_linked_as_far_as_they_have_joined(client, services) -> None:
    body = text(client.get(PAGE, headers=ENGLISH))
    assert 'href="/go/delta/?next=/"' in body
    assert "/go/island/" not in body
    assert "Not joined yet" in body
    assert "You are here" in body


def test_cases_complaints_counters_and_figures_are_at_hand(client, services) -> None:
    body = text(client.get(PAGE))
    for address in ("/cases/", "tel:12345", "/offices/", "/zones/shore/figures/"):
        assert f'href="{address}"' in body


def test_looking_inside_finds_only_what_is_on_the_list(client, services) -> None:
    a_service("lost-card-of-another-kind")
    answer = client.get(PAGE, {"q": "身份证丢了"}, headers=ENGLISH)
    assert answer.context["found"][0].shared.code == "id-reissue"
    assert "Handed in nearby" in text(answer)
    nothing = text(client.get(PAGE, {"q": "量子火箭"}, headers=ENGLISH))
    assert "nothing like that" in nothing
    assert "/search/?q=" in nothing


def test_the_live_part_is_the_part_of_the_page(client, services) -> None:
    part = text(client.get(PAGE, {"q": "身份证"}, headers={"HX-Request": "true"}))
    assert '<div id="list">' in part
    assert "<html" not in part
    assert part.strip() in text(client.get(PAGE, {"q": "身份证"}))


def test_it_says_how_sure_each_entry_is_and_who_reported_what(client, services) -> None:
    body = text(client.get(PAGE, headers=ENGLISH))
    assert "Ten items" in body
    assert "A newspaper" in body
    assert "Seen in a published source" in body
    assert "From general knowledge, not checked" in body


def test_a_zone_costs_few_statements(client, services, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(7):
        client.get(PAGE)
    with django_assert_max_num_queries(7):
        client.get(PAGE, {"q": "身份证"})


def test_the_zones_of_the_repository_can_be_shown(client) -> None:
    real = zones()
    assert [zone["id"] for zone in real] == ["changsanjiao", "chuanyu", "jingjinji"]
    with being("hub", role="hub", TONGBAN_ZONES=real):
        for zone in real:
            assert set(zone["called"]) == set(zone["members"])
            assert client.get(f"/zones/{zone['id']}/").status_code == 200
