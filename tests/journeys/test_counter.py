"""A counter asks for a certificate, and a citizen with a phone shows two lines of it."""

import re

from playwright.sync_api import Browser, expect

from tests.harness.browsers import PHONE
from tests.harness.live import Live
from tests.journeys.citizen import Citizen
from tests.journeys.official import Official

OFFICE = "徐汇"
NUMBER = "310104195402039984"
CARD = re.compile(r"/wallet/[0-9a-f-]{36}/")


def registers_and_asks(chief: Official, live: Live) -> str:
    """The chief registers a window and asks there; what stands in the square for other wallets."""
    chief.signs_in(live, "chief", office=OFFICE)
    chief.goes_to("/work/verifiers/")
    chief.write("#id_name", "一号窗口")
    chief.write("#id_code", "window-1")
    chief.page.select_option("#id_scene", "counter")
    chief.touch("details:has(input[value='idcard.name']) > summary")
    for field in ("idcard.name", "idcard.id_no"):
        chief.choose(f"input[value='{field}']")
    chief.press("form:has(#id_code) button.btn:not(.quiet)")
    chief.is_on(r"/work/verifiers/$")
    chief.goes_to("/work/presentations/")
    chief.is_on(r"/work/presentations/$")
    chief.press("form:has([name=what]) button.btn")
    chief.is_on(r"/work/presentations/[0-9a-f-]{36}/$")
    return (chief.find("details .code-text").text_content() or "").strip()


def reads_and_agrees(citizen: Citizen, link: str) -> None:
    citizen.goes_to(f"/wallet/present/?{link.partition('?')[2]}")
    citizen.signs_in("19900000002")
    if "/step-up/" in citizen.page.url:
        citizen.press("form[action*='/step-up/presence/'] button")
    citizen.is_on(r"/wallet/present/\?")
    citizen.reads("一号窗口")
    citizen.reads("公民身份号码")
    expect(citizen.find("main")).not_to_contain_text(NUMBER)
    citizen.press("button[name=agree]")
    citizen.is_on(r"/wallet/present/$")


def offers_it_to_another_wallet(citizen: Citizen) -> None:
    citizen.goes_to("/wallet/")
    citizen.is_on("/wallet/$")
    cards = citizen.find("a[href^='/wallet/'][href$='/']")
    places = [each.get_attribute("href") or "" for each in cards.all()]
    citizen.goes_to(next(each for each in places if CARD.fullmatch(each)))
    citizen.is_on(r"/wallet/[0-9a-f-]{36}/$")
    citizen.press("a[href$='/elsewhere/']")
    citizen.is_on(r"/wallet/[0-9a-f-]{36}/elsewhere/$")
    citizen.press("form:not([action]) button.btn.wide")
    citizen.is_on(r"/wallet/[0-9a-f-]{36}/elsewhere/$")
    assert re.fullmatch(r"\d{6}", citizen.find(".digits").inner_text())


def begins_and_makes_a_code(citizen: Citizen) -> str:
    """A form that somebody got no further with, and the code by which a counter goes on."""
    citizen.goes_to("/services/id-reissue/")
    citizen.wants_to_apply()
    citizen.is_on(r"/cases/[0-9a-f-]{36}/form/about/")
    citizen.write("[name=phone]", "13912345678")
    citizen.press("form[data-autosave] button")
    citizen.is_on(r"/cases/[0-9a-f-]{36}/form/loss/")
    citizen.press("a[href$='/counter/']")
    citizen.is_on(r"/cases/[0-9a-f-]{36}/counter/")
    citizen.press("form:not([action]) .btn.big")
    citizen.is_on(r"/cases/[0-9a-f-]{36}/counter/")
    expect(citizen.find(".square-image")).to_be_visible()
    return citizen.find(".code-text.big").inner_text()


def finishes_it(clerk: Official, code: str) -> str:
    """With nothing but the keyboard: the code, what is missing, and the receipt to take home."""
    clerk.goes_to("/work/counter/")
    clerk.is_on("/work/counter/$")
    clerk.write("#scanned", code)
    clerk.press("form[data-scan] .btn:not(.outline)")
    clerk.is_on(r"/work/counter/[0-9a-f-]{36}/$")
    assert clerk.find("[name=phone]").input_value() == "13912345678"
    for field, answer in (("reason", "lost"), ("delivery", "counter")):
        clerk.choose(f"[name={field}][value={answer}]")
    clerk.write("[name=lost_on]", "2026-02-20")
    clerk.press("#form button")
    clerk.is_on(r"/work/counter/[0-9a-f-]{36}/$")
    clerk.choose("[name=confirmed]")
    clerk.press("form[action$='/hand-in/'] button")
    clerk.is_on(r"/hand-in/$")
    number = clerk.find("main .code-text").inner_text()
    clerk.press("a[href$='/print/']")
    expect(clerk.find("body")).to_contain_text(number)
    expect(clerk.find(".demo")).to_be_visible()
    return number


def test_a_counter_asks_and_a_citizen_shows_two_lines(browser: Browser, live: Live) -> None:
    desk = browser.new_context(
        viewport={"width": 1440, "height": 900}, base_url=live.url, locale="zh-CN"
    )
    chief = Official(desk, name="counter-desk")
    link = registers_and_asks(chief, live)
    phone = browser.new_context(viewport=PHONE, base_url=live.url, locale="zh-CN", has_touch=True)
    citizen = Citizen(phone, name="counter-phone")
    reads_and_agrees(citizen, link)

    expect(chief.find(".verdict")).to_contain_text(NUMBER)
    chief.is_on(r"/work/presentations/[0-9a-f-]{36}/$")
    expect(chief.find("main")).not_to_contain_text("示例路")
    citizen.goes_to("/me/access/")
    citizen.reads("一号窗口")
    offers_it_to_another_wallet(citizen)
    keys = Official(desk, name="counter-keys", keyboard=True)
    citizen.opens_the_case(finishes_it(keys, begins_and_makes_a_code(citizen)))
    for each in (chief, citizen, keys):
        each.must_have_found_no_fault()
    desk.close()
    phone.close()
