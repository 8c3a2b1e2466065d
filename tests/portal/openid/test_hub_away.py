"""A province lives on when the hub is gone, and says so plainly."""

import pytest

from tests.builders import a_person
from tests.portal.identity.test_signing_in import code_on
from tests.portal.openid.places import Browser, Net, at, whose
from tongban.identity.models import Person
from tongban.identity.providers import hub as hubs

pytestmark = pytest.mark.django_db


def test_the_page_offers_the_hub_first_while_it_answers(browser: Browser) -> None:
    text = browser.open("north", "/sign-in/?next=/me/").content.decode()
    assert text.index("/enter/?next=/me/") < text.index('name="phone"')


def test_sign_ins_go_on_without_the_hub(at_hub: Browser, net: Net) -> None:
    at_hub.open("north", "/enter/")
    net.down = {"middle"}
    assert at_hub.open("north", "/me/").status_code == 200
    assert at_hub.way == ["north/me/"]


def test_the_page_says_so_and_offers_the_own_way_up_to_level_two(
    browser: Browser, net: Net
) -> None:
    ana = a_person("Ana", level=3)
    net.down = {"middle"}
    page = browser.open("north", "/enter/?next=/me/")
    assert browser.way == ["north/enter/", "north/sign-in/"]
    assert "does not answer just now" in page.content.decode()
    browser.post("north", "/sign-in/", {"phone": ana.phone, "next": "/me/"})
    with at("north"):
        code = code_on(ana.phone)
    browser.post("north", "/sign-in/code/", {"code": code, "next": "/me/"})
    found = whose(browser, "north")
    assert (found.person, found.level) == (ana, 2)
    page = browser.open("north", "/step-up/?level=3&next=/me/")
    assert "does not answer just now" in page.content.decode()


def test_when_the_hub_is_back_the_person_can_confirm(
    at_hub: Browser, net: Net, ana: Person
) -> None:
    net.down = {"middle"}
    at_hub.open("north", "/sign-in/")
    at_hub.post("north", "/sign-in/", {"phone": ana.phone, "next": "/me/"})
    with at("north"):
        code = code_on(ana.phone)
    at_hub.post("north", "/sign-in/code/", {"code": code, "next": "/me/"})
    net.down = set()
    hubs.forget()  # half a minute later
    text = at_hub.open("north", "/me/").content.decode()
    assert "/enter/?next=/me/" in text
    at_hub.open("north", "/enter/?next=/me/")
    assert whose(at_hub, "north").level == 3
    assert "/enter/?next=/me/" not in at_hub.open("north", "/me/").content.decode()


def test_the_hub_is_looked_for_at_most_every_half_minute(browser: Browser, net: Net) -> None:
    net.down = {"middle"}
    for _ in range(5):
        browser.open("north", "/sign-in/")
    assert net.asked == ["http://middle.test/alive"]


def test_roaming_without_the_hub_goes_on_as_a_stranger(at_hub: Browser, net: Net) -> None:
    at_hub.open("north", "/enter/")
    net.down = {"middle"}
    hubs.forget()
    page = at_hub.open("north", "/go/south/?next=/services/")
    assert page.status_code == 200
    assert at_hub.way == ["north/go/south/", "south/arrive/", "south/services/"]


def test_a_hub_that_goes_away_half_way_leads_to_the_own_page(at_hub: Browser, net: Net) -> None:
    answer = at_hub.open("north", "/enter/?next=/me/", stop_at="/openid/callback/")
    net.down = {"middle"}
    assert at_hub.get(answer["Location"])["Location"] == "/sign-in/?next=%2Fme%2F"
