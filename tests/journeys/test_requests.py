"""A complaint with a photo, from the hub to a city's bureau and back, with a contested closure."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.harness.browsers import PHONE
from tests.harness.nation import Nation
from tests.journeys.citizen import Citizen
from tests.journeys.files import a_photo
from tests.journeys.official import Official
from tests.journeys.test_one_nation import LIN, Desks, waits_for

ASKED = r"/requests/[0-9a-f-]{36}/$"
AT_WORK = r"/work/requests/[0-9a-f-]{36}/"
WORDS = "中原路小学门口的路灯坏了一个星期，晚上学生看不清路。"
DONE = "11月25日由路灯班更换灯泡两只"


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


def test_a_complaint_goes_from_the_hub_to_a_citys_bureau_and_back_contested(
    phone: BrowserContext, desks: Desks, nation: Nation, tmp_path: Path
) -> None:
    citizen = Citizen(phone, name="complaint")
    # Given somebody at the hub who complains about a lamp in another province, with a photo
    number, page = complains(citizen, a_photo(tmp_path))

    # When the bureau there dispatches it, takes it and answers
    chief = desks.sits_down("chief", at="henan", office="郑州市", keyboard=True)
    dispatches(chief, number)
    answers(chief, number, "已更换灯泡。")

    # Then she reads the answer where she asked, and does not believe it
    citizen.goes_to(page)
    waits_for(citizen.page, "main", "已更换灯泡")
    citizen.is_on(ASKED)
    citizen.press("a[href$='/contest/']")
    citizen.is_on(r"/contest/$")
    citizen.write("[name=reason]", "只修好了一盏，另一盏还是不亮。")
    citizen.press("main form .btn.big")
    citizen.is_on(ASKED)

    # And one level up answers, she agrees, and both platforms have closed it
    answers(chief, number, "第二盏也已修好。")
    citizen.goes_to(page)
    waits_for(citizen.page, "main", "第二盏也已修好")
    citizen.press("form[action$='/confirm/'] button")
    citizen.is_on(ASKED)
    chief.goes_to(f"/work/requests/?q={number}")
    waits_for(chief.page, "#rows .state", closed_word(citizen))
    for somebody in (citizen, chief):
        somebody.must_have_found_no_fault()


def complains(citizen: Citizen, photo: Path) -> tuple[str, str]:
    """Says the number of the request and its page."""
    citizen.goes_to("/requests/new/")
    citizen.signs_in(LIN)
    citizen.is_on(r"/requests/new/$")
    citizen.choose("[name=kind][value=complaint]")
    citizen.write("[name=text]", WORDS)
    citizen.write("[name=region]", "郑州市")
    citizen.find("[name=photos]").set_input_files(photo)
    citizen.press("[data-send]")
    citizen.is_on(ASKED)
    return citizen.find("main .code-text").first.inner_text(), citizen.page.url


def dispatches(chief: Official, number: str) -> None:
    opens(chief, number, box="new")
    chief.press("a[href*='/dispatch/']")
    chief.is_on(r"/dispatch/")
    chief.press("[data-submit]")
    chief.is_on(AT_WORK)


def answers(chief: Official, number: str, words: str) -> None:
    opens(chief, number, box="office")
    chief.press("a[href*='/reply/']")
    chief.is_on(r"/reply/")
    chief.write("[name=answer]", words)
    chief.write("[name=evidence]", DONE)
    chief.press("[data-submit]")
    chief.is_on(AT_WORK)


def opens(chief: Official, number: str, *, box: str) -> None:
    """From the box, once it has come in; a look that was not yet written down is."""
    chief.goes_to(f"/work/requests/?box={box}")
    waits_for(chief.page, "main", number)
    chief.press(f"tr:has-text('{number}') a")
    chief.is_on(AT_WORK)
    if chief.find("form[action*='/open/']").count():
        chief.press("form[action*='/open/'] button")
        chief.is_on(AT_WORK)


def closed_word(citizen: Citizen) -> str:
    """How the state is called in the language of this browser."""
    return citizen.find("main .pill").first.inner_text()
