"""A resident books a place on the phone, is called in the hall, and the clerk finishes the form."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.harness.live import Live
from tests.journeys.citizen import CASE, Citizen
from tests.journeys.official import Official
from tests.journeys.visitor import Visitor

LIN = "19900000001"
VISIT = r"/appointments/[0-9a-f-]{36}/$"
LINE = "通宵窗口"


def test_from_the_phone_to_the_counter(
    phone: BrowserContext, desk: BrowserContext, live: Live
) -> None:
    clerk = Official(desk, name="counter", keyboard=True)
    clerk.signs_in(live, "chief", office="徐汇区")
    opens_a_line(clerk)

    citizen = Citizen(phone, name="booking")
    begins_the_form(citizen)
    number, code = books_a_place(citizen)
    hall = checks_in(citizen, code, number)

    sits_down_and_calls(clerk, number)
    board = Visitor(phone, name="board")
    board.goes_to(hall)
    board.is_on(r"/hall/")
    expect(board.find(".calls")).to_contain_text(number)
    expect(board.find(".calls")).to_contain_text("3")

    citizen.opens_the_case(finishes_the_form(clerk))
    for one in (clerk, citizen, board):
        one.must_have_found_no_fault()


def opens_a_line(chief: Official) -> None:
    """One that is open around the clock, so that it does not matter when this is run."""
    chief.goes_to("/work/schedule/")
    chief.is_on("/work/schedule/$")
    chief.write("#id_name", LINE)
    chief.write("#id_letter", "B")
    chief.write("form:has(#id_name) #id_hours", "每天 0:00-23:59")
    chief.write("#id_minutes", "5")
    chief.press("form:has(#id_name) button")
    chief.is_on("/work/schedule/$")
    chief.reads(LINE)


def begins_the_form(citizen: Citizen) -> None:
    """As far as the first page goes, and not further."""
    citizen.goes_to("/services/id-reissue/")
    citizen.wants_to_apply()
    citizen.signs_in(LIN)
    citizen.shows_presence()
    citizen.goes_on()
    citizen.is_on(rf"{CASE}/form/about/")
    citizen.press("a[href$='/counter/']")
    citizen.is_on(rf"{CASE}/counter/")


def books_a_place(citizen: Citizen) -> tuple[str, str]:
    """The number that is called, and the code for the door."""
    citizen.goes_to("/services/id-reissue/")
    citizen.press("a[href$='/services/id-reissue/book/']")
    citizen.is_on(r"/services/id-reissue/book/")
    citizen.press(f"a.row:has-text('{LINE}')")
    citizen.is_on(r"/services/id-reissue/book/\?.*line=")
    citizen.press(".times button >> nth=0")
    citizen.is_on(VISIT)
    citizen.press("form[action$='/confirm/'] .btn.big")
    citizen.is_on(VISIT)
    number = citizen.find(".ticket .number").inner_text()
    assert re.fullmatch(r"B\d{3}", number)
    return number, citizen.find(".door .code-text").inner_text()


def checks_in(citizen: Citizen, code: str, number: str) -> str:
    """At the screen by the door; says where the board is."""
    citizen.press("a[href^='/hall/']")
    citizen.is_on(r"/hall/[0-9a-f-]{36}/$")
    hall = citizen.page.url
    citizen.goes_to(f"{hall}arrive/")
    citizen.is_on(r"/arrive/$")
    citizen.write("#id_said", code)
    citizen.press(".door-form .btn.big")
    expect(citizen.find(".ticket .number")).to_have_text(number)
    citizen.looks("arrived")
    return hall


def sits_down_and_calls(clerk: Official, number: str) -> None:
    clerk.goes_to("/work/hall/")
    clerk.is_on("/work/hall/$")
    clerk.write("#id_counter", "3")
    clerk.press("form[action$='/hall/counter/'] button")
    clerk.is_on("/work/hall/$")
    expect(clerk.find("#queue")).to_contain_text(number)
    clerk.press("form[action$='/hall/call/'] button")
    clerk.is_on("/work/hall/$")
    expect(clerk.find(".counter-now .number")).to_have_text(number)


def finishes_the_form(clerk: Official) -> str:
    """The number of the case that was handed in."""
    clerk.press("form[action$='/work/counter/']:has([name=visit]) button")
    clerk.is_on(r"/work/counter/[0-9a-f-]{36}/$")
    for field, answer in (("reason", "lost"), ("delivery", "counter")):
        clerk.choose(f"[name={field}][value={answer}]")
    clerk.write("[name=lost_on]", "2026-02-20")
    clerk.write("[name=phone]", "13912345678")
    clerk.press("#form button")
    clerk.is_on(r"/work/counter/[0-9a-f-]{36}/$")
    clerk.choose("[name=confirmed]")
    clerk.press("form[action$='/hand-in/'] button")
    clerk.is_on(r"/hand-in/$")
    number = clerk.find("main .code-text").inner_text()
    clerk.press("a[href='/work/hall/']")
    clerk.is_on("/work/hall/$")
    clerk.press("form[action$='/finish/'] button")
    clerk.is_on("/work/hall/$")
    expect(clerk.find(".counter-now .number")).to_have_count(0)
    return number
