"""From one platform to another: signed in, in the same words, without being asked again."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.openid.places import Browser, Net, at, whose
from tongban.federation.models import Peer
from tongban.identity.models import Consent, Person

pytestmark = pytest.mark.django_db


def test_a_hop_needs_few_redirects_and_no_consent(at_hub: Browser) -> None:
    at_hub.open("north", "/enter/")
    page = at_hub.open("north", "/go/south/?next=/services/")
    assert page.status_code == 200
    assert at_hub.way == [
        "north/go/south/",
        "south/arrive/",
        "middle/openid/authorize/",
        "south/openid/callback/",
        "south/services/",
    ]
    assert whose(at_hub, "south").level == 3


def test_from_the_hub_to_a_node_and_from_a_node_to_the_hub(at_hub: Browser) -> None:
    at_hub.open("middle", "/go/north/?next=/me/")
    assert at_hub.way[-1] == "north/me/"
    at_hub.open("north", "/go/middle/?next=/me/")
    assert at_hub.way == ["north/go/middle/", "middle/arrive/", "middle/me/"]


def test_who_is_signed_in_stays_signed_in_without_a_detour(at_hub: Browser) -> None:
    at_hub.open("south", "/enter/")
    at_hub.open("north", "/enter/")
    at_hub.open("north", "/go/south/?next=/me/")
    assert at_hub.way == ["north/go/south/", "south/arrive/", "south/me/"]


def test_a_stranger_stays_a_stranger_and_keeps_the_choices(browser: Browser) -> None:
    with at("north"):
        for name, value in (("elder", "1"), ("region", "410100"), ("django_language", "en")):
            browser.client("north").cookies[name] = value
    page = browser.open("north", "/go/south/?next=/services/")
    assert browser.way == ["north/go/south/", "south/arrive/", "south/services/"]
    assert 'lang="en" data-elder' in page.content.decode()
    kept = browser.client("south").cookies
    assert {name: kept[name].value for name in ("elder", "region", "django_language")} == {
        "elder": "1",
        "region": "410100",
        "django_language": "en",
    }


def test_who_is_known_only_at_the_node_comes_as_a_stranger(browser: Browser) -> None:
    with at("north"):
        sign_in(browser.client("north"), a_person("Ana"), level=2)
    page = browser.open("north", "/go/south/?next=/services/")
    assert (page.status_code, browser.way[-1]) == (200, "south/services/")
    assert whose(browser, "south") is None


def test_who_never_agreed_is_asked_with_a_screen(at_hub: Browser, ana: Person) -> None:
    Consent.objects.all().delete()
    at_hub.open("middle", "/go/south/?next=/services/")
    assert at_hub.way[-1] == "middle/openid/go-on/"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.test/", "//evil.test/", "javascript:alert(1)", "\\\\evil.test", "evil", ""],
)
def test_nobody_is_led_out_of_the_federation(net: Net, client: Client, wanted: str) -> None:
    with at("north"):
        answer = client.get("/go/south/", {"next": wanted})
        parts = urlsplit(answer["Location"])
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://south.test/arrive/"
        assert parse_qs(parts.query)["next"] == ["/"]
        assert client.get("/arrive/", {"next": wanted})["Location"] == "/"
        assert client.get("/enter/", {"next": wanted, "level": "9"}).status_code == 302


def test_who_is_there_already_is_led_to_the_page(net: Net, client: Client) -> None:
    with at("north"):
        assert client.get("/go/north/", {"next": "/cases/"})["Location"] == "/cases/"
        assert client.get("/go/north/", {"next": "https://evil.test/"})["Location"] == "/"


def test_an_unknown_or_excluded_platform_is_not_led_to(net: Net, client: Client) -> None:
    with at("north"):
        assert client.get("/go/nowhere/").status_code == 404
        Peer.objects.filter(name="south").update(revoked=True)
        assert client.get("/go/south/").status_code == 404


def test_odd_choices_are_not_kept(net: Net, client: Client) -> None:
    with at("south"):
        odd = {"lang": "xx", "elder": "2", "region": "41x100", "next": "/"}
        assert not client.get("/arrive/", odd).cookies
        assert not client.get("/arrive/", {"region": "٤١٠١٠٠"}).cookies
