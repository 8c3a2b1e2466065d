"""A paper that nobody brings: asked for, approved, asked from the case, and seen by the person."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.harness.browsers import PHONE
from tests.harness.nation import Nation
from tests.journeys.citizen import CASE, Citizen
from tests.journeys.official import CASE as AT_WORK
from tests.journeys.official import Official
from tests.journeys.test_lost_card import days_ago
from tests.journeys.test_one_nation import Desks, signs_in_once, waits_for

SERVICE = "marriage-cert-reissue"
MARRIED = "已婚"


@pytest.fixture
def phone(browser: Browser, nation: Nation) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=PHONE, base_url=nation["hub"].url, has_touch=True, locale="zh-CN"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def desks(browser: Browser, nation: Nation) -> Iterator[Desks]:
    made = Desks(browser, nation)
    yield made
    made.close()


def test_a_register_of_another_province_answers_in_place_of_a_paper(
    phone: BrowserContext, desks: Desks, nation: Nation
) -> None:
    home = nation["shanghai"].url
    # Given an office that asks to be told more than the demonstration allows, and is told less
    officer = desks.sits_down("officer", at="shanghai", office="徐汇区")
    keeper = desks.sits_down("chief", at="henan", office="郑州市")
    asks_to_be_allowed(officer)
    approves_less(keeper)

    # When somebody applies, the form says beforehand what will be asked of whom
    citizen = Citizen(phone, name="registers")
    signs_in_once(citizen, home)
    number, case = applies(citizen, home)

    # Then the official asks the register from within the case, and reads its answer there
    asks_the_register(officer, number)

    # And she sees that it was asked, here and in her list of looks, and can say that it is wrong
    citizen.goes_to(f"{home}/cases/{case}/")
    citizen.is_on(rf"{home}/cases/{case}/$")
    citizen.reads(MARRIED)
    says_that_it_is_wrong(citizen)

    # And the keeper of the register sees who asked, and for which case
    keeper.goes_to("/work/sharing/calls/")
    keeper.is_on(r"/work/sharing/calls/")
    keeper.reads(number)
    for somebody in (citizen, officer, keeper):
        somebody.must_have_found_no_fault()


def asks_to_be_allowed(officer: Official) -> None:
    officer.goes_to("/work/sharing/")
    waits_for(officer.page, "main", "婚姻登记信息")
    officer.is_on(r"/work/sharing/$")
    officer.press("a[href$='/registers/marriage/']")
    officer.is_on(r"/registers/marriage/")
    officer.find("#id_service").select_option(SERVICE)
    for field in ("status", "spouse"):
        officer.choose(f"[name=fields_asked][value={field}]")
    officer.choose("[name=purpose][value=decide]")
    officer.write("#id_basis", "婚姻登记条例第二十一条")
    officer.write("#id_why", "核对补领人的登记档案")
    officer.press("form.act [data-submit]")
    officer.is_on(r"/work/sharing/requests/[0-9a-f-]{36}/")


def approves_less(keeper: Official) -> None:
    keeper.goes_to("/work/sharing/requests/")
    waits_for(keeper.page, ".boxes .count", "1")
    keeper.is_on(r"/work/sharing/requests/$")
    keeper.press("[data-rows] tbody tr:first-child a")
    keeper.is_on(r"/work/sharing/requests/[0-9a-f-]{36}/")
    keeper.choose("[name=fields_granted][value=spouse]")
    keeper.press("[name=deed][value=approve]")
    keeper.is_on(r"/work/sharing/requests/[0-9a-f-]{36}/")


def applies(citizen: Citizen, home: str) -> tuple[str, str]:
    citizen.goes_to(f"{home}/services/{SERVICE}/")
    citizen.wants_to_apply()
    citizen.fills_in("about")
    citizen.fills_in("record", kind="=divorce", reason="=lost", registry="郑州市中原区民政局")
    citizen.fills_in("visit", visit_on=days_ago(-20), visit_half="=morning")
    citizen.is_on(rf"{CASE}/materials/")
    citizen.reads("婚姻登记信息")
    citizen.passes_the_materials()
    number = citizen.hands_in()
    return number, citizen.page.url.partition("/cases/")[2].partition("/")[0]


def asks_the_register(officer: Official, number: str) -> None:
    officer.takes(number)
    officer.is_on(AT_WORK)
    officer.press("form[action*='/registers/'] button")
    officer.is_on(AT_WORK)
    officer.reads(MARRIED)
    officer.reads("郑州市中原区民政局")


def says_that_it_is_wrong(citizen: Citizen) -> None:
    citizen.press("main a[href*='/registers/']")
    citizen.is_on(rf"{CASE}/registers/")
    citizen.choose("[name=kind][value=correction]")
    citizen.write("[name=text]", "登记日期应为 2020 年 10 月 12 日。")
    citizen.press("main form .btn.big")
    citizen.is_on(r"/requests/[0-9a-f-]{36}/")
