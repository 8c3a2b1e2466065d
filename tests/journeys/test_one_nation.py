"""One person, three platforms: registered in one province, at home in another, signed in once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.harness.browsers import PHONE
from tests.harness.fleet import until
from tests.harness.nation import Nation
from tests.harness.tables import Tables
from tests.journeys.citizen import CASE, RATED, Citizen
from tests.journeys.official import Official
from tests.journeys.test_lost_card import days_ago

LIN = "19900000001"
CARD = "居民身份证"
LOOKS = 150  # at a page that another platform must have told something


@pytest.fixture
def phone(browser: Browser, nation: Nation) -> Iterator[BrowserContext]:
    """One phone, and so one jar of cookies, for all platforms."""
    context = browser.new_context(
        viewport=PHONE, base_url=nation["hub"].url, has_touch=True, locale="zh-CN"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def desks(browser: Browser, nation: Nation) -> Iterator["Desks"]:
    made = Desks(browser, nation)
    yield made
    made.close()


class Desks:
    """Officials at their own platforms, each in a browser of their own."""

    def __init__(self, browser: Browser, nation: Nation) -> None:
        self._browser, self._nation = browser, nation
        self._contexts: list[BrowserContext] = []

    def sits_down(self, who: str, *, at: str, office: str, keyboard: bool = False) -> Official:
        context = self._browser.new_context(
            viewport={"width": 1280, "height": 800},
            base_url=self._nation[at].url,
            locale="zh-CN",
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        official = Official(context, name=f"{at}-{who}", keyboard=keyboard)
        official.signs_in(self._nation[at], who, office=office)
        return official

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def test_a_case_crosses_provinces_and_another_one_without_the_hub(
    phone: BrowserContext, desks: Desks, nation: Nation
) -> None:
    citizen = Citizen(phone, name="nation")
    home = nation["shanghai"].url
    # Given somebody who signs in at the hub, and goes to the province where she lives
    signs_in_once(citizen, home)

    # When she applies, the counter there checks it, and the province of her register decides it
    number, case = applies(citizen, home, delivery="counter")
    clerk = desks.sits_down("clerk", at="shanghai", office="徐汇区")
    officer = desks.sits_down("officer", at="henan", office="郑州市")
    is_decided_elsewhere(clerk, officer, number)

    # Then every platform shows the one case with all its steps, and the card is in every wallet
    for name in ("hub", "shanghai", "henan"):
        sees_it_all(citizen, nation, name, case)

    # And what she thinks of it reaches the province that decided, and the hub's figures
    rates(citizen, home, case)
    for name in ("henan", "hub"):
        assert_rated(nation, name)

    # When the hub is gone, the two provinces finish another case
    nation.rest("hub")
    number, case = applies(citizen, home, delivery="post")
    is_decided_elsewhere(clerk, officer, number)
    citizen.goes_to(f"{home}/cases/{case}/")
    waits_for(citizen.page, "main", "已批准")
    citizen.is_on(rf"{home}/cases/{case}/$")

    # And when it is back, it learns what happened meanwhile
    nation.go_on("hub")
    citizen.expects(404)  # until it has heard
    citizen.goes_to(f"{nation['hub'].url}/cases/{case}/")
    waits_for(citizen.page, "main", "已批准")
    for somebody in (citizen, clerk, officer):
        somebody.must_have_found_no_fault()


def test_what_is_found_at_the_hub_is_applied_for_at_the_province(
    phone: BrowserContext, nation: Nation
) -> None:
    citizen = Citizen(phone, name="search")
    home = nation["shanghai"].url
    # Given somebody who is signed in at the hub
    citizen.goes_to("/sign-in/?next=/")
    citizen.signs_in(LIN)
    citizen.is_on(r"/$")

    # When she searches there and goes where it is done
    citizen.searches("租房提取公积金")
    citizen.opens_the_guide("hf-rent")
    citizen.press(".actions a[href*='/go/shanghai/']")
    citizen.is_on(r"/openid/go-on/|/step-up/|/apply/$")
    if "/openid/go-on/" in citizen.page.url:  # the first time, to agree
        citizen.press("main form .btn.big")

    # Then she is known there, shows what this service asks for, and begins
    citizen.is_on(r"/step-up/|/apply/$")
    if "/step-up/" in citizen.page.url:
        citizen.press("main form .btn.big, main a.btn.big")
        citizen.shows_presence()
    citizen.is_on(rf"{home}/services/hf-rent/apply/$")
    citizen.press(".actions form button")
    citizen.is_on(rf"{home}{CASE}/form/")
    citizen.must_have_found_no_fault()


def signs_in_once(citizen: Citizen, province: str) -> None:
    """At the hub; the province knows her, and she agrees to that once."""
    citizen.goes_to("/sign-in/?next=/")
    citizen.signs_in(LIN)
    citizen.is_on(r"/$")
    citizen.press("a[href*='/go/shanghai/']")
    citizen.is_on(rf"/openid/go-on/|{province}/$")
    if "/openid/go-on/" in citizen.page.url:  # the first time, to agree
        citizen.press("main form .btn.big")
    citizen.is_on(rf"{province}/$")


def is_decided_elsewhere(clerk: Official, officer: Official, number: str) -> None:
    clerk.takes(number)
    sends_on(clerk, number)
    comes_in(officer, number)
    officer.takes(number)
    officer.grants(number, "符合条件。")


def sees_it_all(citizen: Citizen, nation: Nation, name: str, case: str) -> None:
    citizen.goes_to(f"{nation['hub'].url}/go/{name}/?next=/cases/{case}/")
    waits_for(citizen.page, "main", "已批准")
    citizen.is_on(rf"{nation[name].url}/cases/{case}/$")
    for place in ("徐汇区", "郑州市"):
        citizen.reads(place)
    citizen.goes_to(f"{nation[name].url}/wallet/")
    citizen.reads(CARD)


def applies(citizen: Citizen, province: str, *, delivery: str) -> tuple[str, str]:
    """For a new identity card, at this platform. Says the number of the case and its name."""
    citizen.goes_to(f"{province}/services/id-reissue/")
    citizen.wants_to_apply()
    if "/step-up/" in citizen.page.url:
        citizen.press("main form .btn.big, main a.btn.big")
        citizen.shows_presence()
    citizen.fills_in("about")
    citizen.fills_in("loss", reason="=lost", lost_on=days_ago(30), lost_where="地铁站")
    citizen.fills_in("delivery", delivery=f"={delivery}")
    citizen.passes_the_materials()
    number = citizen.hands_in()
    found = re.search(CASE, citizen.page.url)
    assert found
    return number, found[0].removeprefix("/cases/")


def sends_on(clerk: Official, number: str) -> None:
    """To the platform that decides."""
    clerk.opens(number)
    clerk.press("a[href*='/hand-over/']")
    clerk.is_on(r"/hand-over/")
    clerk.press("[data-submit]")
    clerk.is_on("/work/")


def comes_in(officer: Official, number: str) -> None:
    officer.goes_to("/work/?box=office")
    waits_for(officer.page, "main", number)


def rates(citizen: Citizen, province: str, case: str) -> None:
    citizen.goes_to(f"{province}/cases/{case}/")
    citizen.press("main a[href$='/rate/']")
    citizen.is_on(RATED)
    citizen.choose("[name=level][value='5']")
    citizen.choose("[data-level='5'] input")
    citizen.press("form[data-norms] .btn.big")
    citizen.is_on(RATED)


def waits_for(page: Page, selector: str, text: str) -> None:
    """What another platform tells comes a moment later; look again until it is there."""
    for _look in range(LOOKS):
        if text in " ".join(page.locator(selector).all_inner_texts()):
            return
        page.wait_for_timeout(100)
        page.reload()
    expect(page.locator(selector).first).to_contain_text(text)


def assert_rated(nation: Nation, name: str) -> None:
    tables = Tables(nation[name].home)
    question = "SELECT count(*) FROM ratings_rating WHERE level = 5"
    until(lambda: tables.rows(question)[0][0] == 1, f"{name} has not heard of the rating")
