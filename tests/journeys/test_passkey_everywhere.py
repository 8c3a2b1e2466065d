"""A passkey that somebody made at the hub lets her in at a province when the hub is gone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.harness.browsers import PHONE
from tests.harness.fleet import until
from tests.harness.nation import Nation
from tests.harness.tables import Tables
from tests.journeys.citizen import Citizen
from tests.journeys.test_one_nation import LIN

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def phone(browser: Browser, nation: Nation) -> Iterator[BrowserContext]:
    """One phone that recognises its owner's finger."""
    context = browser.new_context(
        viewport=PHONE, base_url=nation["hub"].url, has_touch=True, locale="zh-CN"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def test_the_same_passkey_opens_a_province_without_the_hub(
    phone: BrowserContext, nation: Nation
) -> None:
    citizen = Citizen(phone, name="passkey")
    line = phone.new_cdp_session(citizen.page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    # Given somebody whom the province knows from the hub
    comes_in(citizen, nation["shanghai"].url)

    # When she makes a passkey at the hub, the province hears of it
    citizen.goes_to(f"{named(nation, 'hub')}/sign-in/?next=/me/passkeys/")
    citizen.signs_in(LIN)
    citizen.is_on(r"/me/passkeys/$")
    citizen.press("form[data-passkey=make] button")
    citizen.page.wait_for_selector("form[action$='/remove/']")
    hears_of_it(nation, "shanghai")

    # Then it lets her in there while the hub is gone
    nation.rest("hub")
    citizen.goes_to(f"{named(nation, 'shanghai')}/sign-in/?next=/me/")
    citizen.press("form[data-passkey=use] button")
    citizen.is_on(r"/me/$")
    citizen.reads("林")
    nation.go_on("hub")
    citizen.must_have_found_no_fault()


def comes_in(citizen: Citizen, province: str) -> None:
    """From the province to the hub, and back signed in."""
    citizen.goes_to(f"{province}/enter/?next=/me/")
    citizen.signs_in(LIN)
    citizen.is_on(r"/openid/go-on/")
    citizen.press("main form .btn.big")
    citizen.is_on(rf"{province}/me/$")


def named(nation: Nation, platform: str) -> str:
    """Its address by a name, since browsers make no passkeys for numbers. All platforms of a
    demonstration share this one, as they would share a domain."""
    return nation[platform].url.replace("127.0.0.1", "localhost")


def hears_of_it(nation: Nation, platform: str) -> None:
    tables = Tables(nation[platform].home)
    question = "SELECT count(*) FROM identity_lentpasskey"
    until(lambda: tables.rows(question)[0][0] == 1, f"{platform} has not heard of the passkey")
