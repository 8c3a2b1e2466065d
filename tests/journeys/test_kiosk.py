"""At a machine in a hall: signed in from one's phone, helped by a remote officer, and forgotten."""

import re

from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.harness.live import Live
from tests.journeys.citizen import CASE, Citizen
from tests.journeys.official import Official
from tests.journeys.visitor import Visitor

SCREEN: ViewportSize = {"width": 1080, "height": 1920}
PHONE_FIELD = "[data-place='field:phone']"
SAID = "请核对手机号码"
KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"


def begins_on_the_phone(citizen: Citizen) -> None:
    citizen.goes_to("/services/id-reissue/apply/")
    citizen.signs_in("19900000001")
    citizen.shows_presence()
    citizen.is_on(r"/services/id-reissue/apply/")
    citizen.press(".actions form button")
    citizen.is_on(rf"{CASE}/form/")


def signs_in_on_the_machine(machine: Visitor, phone: Citizen) -> None:
    machine.goes_to("/kiosk/")
    machine.press("button[name=invented]")
    machine.is_on(r"/kiosk/$")
    machine.press("main button[name=begin]")
    machine.is_on(r"/kiosk/phone/")
    code = machine.find("[data-kiosk-code]").inner_text()
    phone.goes_to(f"/openid/device/?user_code={code}")
    phone.press("form.card .btn.big")
    phone.reads("一楼大厅自助终端")
    phone.press("button[name=allow]")
    machine.is_on(r"/kiosk/$")
    machine.reads("林*")


def asks_for_an_officer(machine: Visitor) -> None:
    machine.press("main a[href$='/kiosk/mine/']")
    machine.is_on(r"/kiosk/mine/$")
    machine.press("main a[href='/window/']")
    machine.is_on(r"/window/$")
    machine.press("main a[href*='/cases/']")
    machine.is_on(rf"{CASE}/window/$")
    expect(machine.find("main")).not_to_contain_text("19900000001")
    machine.press("main form .btn.big")
    machine.is_on(r"/window/$")


def points_to_the_number(officer: Official) -> None:
    officer.goes_to("/work/windows/")
    officer.press("form[action$='/next/'] button")
    officer.is_on(r"/work/windows/[0-9a-f-]{36}/$")
    officer.press(f"{PHONE_FIELD} a")
    officer.is_on(r"\?at=")
    officer.write("#id_text", SAID)
    officer.press("#point .btn")


def test_a_machine_helps_and_forgets(
    browser: Browser, live: Live, phone: BrowserContext, desk: BrowserContext
) -> None:
    hall = browser.new_context(viewport=SCREEN, base_url=live.url, has_touch=True, locale="zh-CN")
    citizen, officer = (
        Citizen(phone, name="phone", strict=False),
        Official(desk, name="officer", strict=False),
    )
    officer.signs_in(live, "officer", office="郑州")
    machine = Visitor(hall, name="machine")
    machine.page.clock.install()
    begins_on_the_phone(citizen)
    signs_in_on_the_machine(machine, citizen)
    asks_for_an_officer(machine)
    points_to_the_number(officer)

    expect(machine.find(f"{PHONE_FIELD}.pointed")).to_contain_text(SAID)
    machine.press(f"{PHONE_FIELD} button")
    expect(officer.find(PHONE_FIELD)).to_contain_text("19900000001")
    machine.press("[data-end]")
    machine.is_on(r"/window/$")
    expect(officer.find("#shared a[data-key=n]")).to_be_visible()
    expect(officer.find("#shared")).not_to_contain_text("19900000001")

    machine.goes_to("/kiosk/mine/")
    machine.page.clock.fast_forward(45_000)
    expect(machine.find("dialog[open]")).to_be_visible()
    machine.page.clock.fast_forward(16_000)
    machine.is_on(r"/kiosk/\?cleared=1$")
    machine.page.go_back()
    expect(machine.page).to_have_url(re.compile(r"/kiosk/(sign-in/)?"))
    expect(machine.page.locator("body")).not_to_contain_text("林*")
    assert "/cases/" not in machine.page.evaluate(KEPT)
    for visitor in (citizen, officer, machine):
        visitor.must_have_found_no_fault()
    hall.close()
