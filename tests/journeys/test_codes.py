"""A code on a phone and a page that checks it, until nobody answers any more."""

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Error, Page, Playwright, expect
from pyzbar import pyzbar

from tests.harness.browsers import PHONE, QUIET, chromium, everyone_can_use
from tests.harness.cable import cable
from tests.harness.live import Live
from tests.journeys.citizen import Citizen

READY = "[data-verify-ready]:not([hidden])"
KEPT = """async (page) => {
  await navigator.serviceWorker.ready;
  for (;;) {
    for (const name of await caches.keys())
      if (await (await caches.open(name)).match(page)) return;
    await new Promise(requestAnimationFrame);
  }
}"""
CARRY_ON = "(seconds) => { const real = Date.now; Date.now = () => real() + seconds * 1000; }"


def opens_the_code(page: Page) -> str:
    """The text of the code that is on the screen."""
    page.goto("/code/")
    shown = page.locator("[data-code][data-text]")
    expect(shown).to_be_visible()
    return shown.get_attribute("data-text") or ""


def checks(page: Page, text: str) -> str:
    """What the page says of a code."""
    page.fill("#code", text)
    page.press("#code", "Enter")
    expect(page.locator("#code")).to_have_value("")
    return page.locator("[data-verify-reason]").inner_text()


@pytest.fixture
def screen(tmp_path: Path) -> Path:
    return tmp_path / "screen.png"


def test_the_code_and_its_check_go_on_when_the_server_is_gone(
    browser: Browser, live: Live, screen: Path
) -> None:
    with cable(live.url) as wire:
        context = browser.new_context(viewport=PHONE, base_url=wire.url, locale="zh-CN")
        citizen = Citizen(context, name="code")
        citizen.goes_to("/code/")
        citizen.signs_in("19900000001")
        phone, gate = citizen.page, context.new_page()
        expect(phone.locator("[data-code][data-text]")).to_be_visible()
        everyone_can_use(phone)
        phone.evaluate(KEPT, "/code/")
        gate.goto("/verify/")
        expect(gate.locator(READY)).to_be_visible()
        everyone_can_use(gate)
        gate.evaluate(KEPT, "/verify/")

        wire.cut()

        text = opens_the_code(phone)
        phone.screenshot(path=screen)
        gate.goto("/verify/")
        expect(gate.locator(READY)).to_be_visible()
        assert checks(gate, text) == "good"
        assert checks(gate, text) == "replayed"
        assert opens_the_code(phone) != text

        gate.goto("/verify/")
        expect(gate.locator(READY)).to_be_visible()
        gate.evaluate(CARRY_ON, 61)
        assert checks(gate, text) == "too_old", "a picture of the screen, a minute later"
        gate.evaluate(CARRY_ON, 24 * 3600)
        context.close()
    picture = Image.open(screen)
    assert picture.size == (PHONE["width"], PHONE["height"])
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]
    assert [found.data.decode() for found in pyzbar.decode(picture)] == [text]


def test_the_next_person_on_a_phone_finds_no_code_of_the_last_one(
    browser: Browser, live: Live
) -> None:
    context = browser.new_context(viewport=PHONE, base_url=live.url, locale="zh-CN")
    first = Citizen(context, name="first")
    first.goes_to("/code/")
    first.signs_in("19900000001")
    before = first.page.locator("[data-code]")
    expect(first.page.locator("[data-code][data-text]")).to_be_visible()
    holder = before.get_attribute("data-holder")
    first.page.evaluate(KEPT, "/code/")

    first.goes_to("/me/")
    first.press("form[action='/sign-out/'] button")
    first.goes_to("/code/")
    expect(first.page).to_have_url(re.compile("/sign-in/"))
    first.signs_in("19900000002")
    expect(first.page.locator("[data-code][data-text]")).to_be_visible()

    assert first.page.locator("[data-code]").get_attribute("data-holder") != holder
    kept = """() => new Promise((resolve) => {
      indexedDB.open("tongban-codes").onsuccess = (opened) => {
        opened.target.result.transaction("credentials").objectStore("credentials").getAll().onsuccess =
          (found) => resolve([...new Set(found.target.result.map((row) => row.holder))]);
      };
    })"""
    assert holder not in first.page.evaluate(kept)
    context.close()


def test_a_phone_that_never_had_a_network_says_so(browser: Browser, live: Live) -> None:
    with cable(live.url) as wire:
        context = browser.new_context(viewport=PHONE, base_url=wire.url, locale="zh-CN")
        citizen = Citizen(context, name="none")
        citizen.goes_to("/code/")
        citizen.signs_in("19900000001")
        expect(citizen.page.locator("[data-code][data-text]")).to_be_visible()
        citizen.page.evaluate(KEPT, "/code/")
        citizen.page.evaluate("indexedDB.deleteDatabase('tongban-codes')")
        wire.cut()
        citizen.page.goto("/code/")
        expect(citizen.page.locator("[data-code-again]")).to_be_visible()
        context.close()


def test_who_has_signed_out_has_no_code_on_the_phone(browser: Browser, live: Live) -> None:
    with cable(live.url) as wire:
        context = browser.new_context(viewport=PHONE, base_url=wire.url, locale="zh-CN")
        citizen = Citizen(context, name="gone")
        citizen.goes_to("/code/")
        citizen.signs_in("19900000001")
        expect(citizen.page.locator("[data-code][data-text]")).to_be_visible()
        citizen.page.evaluate(KEPT, "/code/")
        citizen.goes_to("/me/")
        citizen.press("form[action='/sign-out/'] button")
        expect(citizen.page).to_have_url(re.compile("/$"))
        wire.cut()
        with pytest.raises(Error, match="ERR_CONNECTION"):
            citizen.page.goto("/code/")
        context.close()


PRETENDED = """() => {
  window.asked = [];
  Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => window.asked.push(kind) } });
  window.speechSynthesis.speak = (words) => window.asked.push(words.text);
  window.speechSynthesis.getVoices = () => [{ lang: "zh-CN", localService: true }];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""


def test_the_phone_stays_awake_is_white_and_reads_the_code_page_aloud(
    browser: Browser, live: Live
) -> None:
    context = browser.new_context(
        viewport=PHONE, base_url=live.url, locale="zh-CN", color_scheme="dark"
    )
    context.add_init_script(f"({PRETENDED})()")
    citizen = Citizen(context, name="awake")
    citizen.prefers(elder="1")
    citizen.goes_to("/code/")
    citizen.signs_in("19900000003")
    page = citizen.page
    expect(page.locator("[data-code][data-text]")).to_be_visible()
    assert page.evaluate("window.asked") == ["screen"], "the screen is kept awake"
    card = page.locator(".showing")
    expect(card).to_have_css("background-color", "rgb(255, 255, 255)")

    page.click("[data-aloud]")

    expect(page.locator("[data-aloud]")).to_have_attribute("aria-pressed", "true")
    assert len(page.evaluate("window.asked")) > 1, "and the page is read"
    context.close()


def a_film(path: Path, square: Path) -> Path:
    """What a camera sees that is held in front of a square, as Chromium takes it for a camera."""
    seen = Image.new("L", (640, 480), 255)
    code = Image.open(square).convert("L").resize((430, 430), Image.Resampling.LANCZOS)
    seen.paste(code, (105, 25))
    frame = b"FRAME\n" + seen.tobytes() + bytes([128]) * (640 * 480 // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 4)
    return path


def test_the_camera_reads_a_code_where_the_browser_cannot_by_itself(
    playwright: Playwright, browser: Browser, live: Live, tmp_path: Path, screen: Path
) -> None:
    context = browser.new_context(viewport=PHONE, base_url=live.url, locale="zh-CN")
    citizen = Citizen(context, name="camera")
    citizen.goes_to("/code/")
    citizen.signs_in("19900000001")
    opens_the_code(citizen.page)
    citizen.page.locator("[data-code-square]").screenshot(path=screen)
    film = a_film(tmp_path / "film.y4m", screen)

    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    camera.append(f"--use-file-for-fake-video-capture={film}")
    looking = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, *camera])
    gate = looking.new_context(viewport=PHONE, base_url=live.url, locale="zh-CN").new_page()
    gate.goto("/verify/")
    expect(gate.locator(READY)).to_be_visible()
    gate.click("[data-verify-camera]")

    expect(gate.locator("[data-verify-reason]")).to_have_text("good")
    looking.close()
    context.close()
