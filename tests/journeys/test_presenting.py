"""A form in one province takes a certificate of another, with no upload, and is told of every look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.harness.browsers import PHONE
from tests.harness.nation import Nation
from tests.journeys.citizen import CASE, Citizen
from tests.journeys.official import Official
from tests.journeys.test_codes import KEPT, READY, checks
from tests.journeys.test_one_nation import LIN, waits_for

BOOK = "居民户口簿"


@pytest.fixture
def phone(browser: Browser, nation: Nation) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, base_url=nation["hub"].url, locale="zh-CN")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def desk(browser: Browser, nation: Nation) -> Iterator[BrowserContext]:
    wide = {"width": 1280, "height": 800}
    address = nation["shanghai"].url
    context = browser.new_context(viewport=wide, base_url=address, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    yield context
    context.close()


def test_a_form_in_shanghai_takes_a_certificate_of_henan(
    phone: BrowserContext, desk: BrowserContext, nation: Nation
) -> None:
    # Given somebody whose household register was issued in Henan, at a form in Shanghai
    citizen, home = Citizen(phone, name="presenting"), nation["shanghai"].url
    signs_in_at_home(citizen, nation["hub"].url, home)
    citizen.goes_to(f"{home}/wallet/")
    waits_for(citizen.page, "main", BOOK)
    fills_the_form_in(citizen, home)

    # When she presents it, after she has read who gets which fields, nothing is uploaded
    presents_the_book(citizen)
    citizen.passes_the_materials()
    number = citizen.hands_in()

    # Then the clerk reads those fields, as Henan has just confirmed them, and no others
    clerk = Official(desk, name="shanghai-clerk")
    clerk.signs_in(nation["shanghai"], "clerk", office="徐汇区")
    clerk.takes(number)
    clerk.opens(number)
    asking = clerk.page.locator("form[action$='/ask-issuers/']")
    shown = clerk.find("section.card").filter(has=asking)
    expect(shown).to_contain_text("DEMO-4101-0001")
    expect(shown.locator(".pill.ok").first).to_be_visible()
    assert "林建国" not in shown.inner_text(), "the head of the household was not asked for"

    # And she finds the clerk's look in her list, and her question why reaches that office
    citizen.goes_to(f"{home}/me/access/")
    waits_for(citizen.page, "main", "徐汇区")
    reference = asks_why(citizen, "徐汇区")
    clerk.goes_to("/work/requests/")
    waits_for(clerk.page, "main", reference)

    # When the hub is gone, her code of there is still on the phone, and still found good
    the_code_goes_on(citizen, nation, nation["hub"].url)
    for somebody in (citizen, clerk):
        somebody.must_have_found_no_fault()


def fills_the_form_in(citizen: Citizen, home: str) -> None:
    citizen.goes_to(f"{home}/services/id-renew/")
    citizen.wants_to_apply()
    if "/step-up/" in citizen.page.url:
        citizen.press("main form .btn.big, main a.btn.big")
        citizen.shows_presence()
    citizen.fills_in("about")
    citizen.fills_in("reason", reason="=damaged")
    citizen.fills_in("delivery", delivery="=counter")


def presents_the_book(citizen: Citizen) -> None:
    citizen.is_on(rf"{CASE}/materials/$")
    citizen.press("main a[href$='/materials/hukou-book/']")
    citizen.press("main a[href$='/present/hukou-book/']")
    citizen.is_on(rf"{CASE}/present/hukou-book/$")
    for part in ("DEMO-4101-0001", "河南"):
        citizen.reads(part)
    citizen.press("main form .btn.big")
    citizen.is_on(rf"{CASE}/materials/$")
    expect(citizen.find("s").filter(has_text=BOOK)).to_be_visible()


def the_code_goes_on(citizen: Citizen, nation: Nation, home: str) -> None:
    gate = citizen.page.context.new_page()
    gate.goto(f"{home}/verify/")
    expect(gate.locator(READY)).to_be_visible()
    citizen.goes_to(f"{home}/code/")
    expect(citizen.page.locator("[data-code][data-text]")).to_be_visible()
    citizen.page.evaluate(KEPT, "/code/")
    nation.rest("hub")
    citizen.page.goto(f"{home}/code/")
    text = citizen.page.locator("[data-code][data-text]").get_attribute("data-text") or ""
    assert checks(gate, text) == "good"


def signs_in_at_home(citizen: Citizen, hub: str, province: str) -> None:
    """At the hub; the province agrees with it silently, at the next try if the hub was slow."""
    citizen.goes_to("/sign-in/?next=/")
    citizen.signs_in(LIN)
    citizen.is_on(rf"^{hub}/$")
    for _try in range(5):
        citizen.goes_to(f"{hub}/go/shanghai/?next=/wallet/")
        if "/openid/go-on/" in citizen.page.url:
            citizen.press("main form .btn.big")
        citizen.is_on(rf"^{province}/(wallet/$|sign-in/)")
        if "/wallet/" in citizen.page.url.partition("?")[0]:
            break


def asks_why(citizen: Citizen, office: str) -> str:
    """About the look of this office, in the list of looks; says the number of the request."""
    citizen.press(f".looks li:has-text('{office}') a[href$='/why/']")
    citizen.is_on(r"/me/access/[0-9a-f-]{36}/why/$")
    citizen.press("main form button.wide")
    citizen.is_on(r"/requests/[0-9a-f-]{36}/$")
    return citizen.find(".code-text").first.inner_text()
