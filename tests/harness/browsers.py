"""Chromium for the journeys, as this machine has it, and the check that everyone can use a page."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

from tests.harness.live import Live

WITHOUT_TIMERS = """() => {
  window.setTimeout = (call, _delay, ...rest) => { Promise.resolve().then(() => call(...rest)); };
}"""
PHONE: ViewportSize = {"width": 390, "height": 844}
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
QUIET = [
    *["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    *["--disable-background-networking", "--disable-component-update", "--disable-sync"],
]


def chromium() -> str:
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise AssertionError("Chromium is missing. On Debian: apt-get install chromium fonts-noto-cjk")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
    yield opened
    opened.close()


@pytest.fixture
def phone(browser: Browser, live: Live) -> Iterator[BrowserContext]:
    """A person's phone: its own cookies, a small screen, addresses relative to the node."""
    context = browser.new_context(
        viewport=PHONE, base_url=live.url, has_touch=True, locale="zh-CN", device_scale_factor=1
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def phone_without_scripts(browser: Browser, live: Live) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=PHONE, base_url=live.url, locale="zh-CN", java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def desk(browser: Browser, live: Live) -> Iterator[BrowserContext]:
    """An official's screen."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, base_url=live.url, locale="zh-CN"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


def everyone_can_use(page: Page) -> None:
    """Fails with a readable list when axe finds something."""
    told = faults_of(page)
    assert not told, f"{page.url}\n" + "\n".join(told)


def faults_of(page: Page, *, scripts: bool = True) -> list[str]:
    """What axe finds on a page (WCAG 2 A and AA)."""
    if not scripts:  # then the browser runs no timers either, and axe would wait for ever
        page.evaluate(WITHOUT_TIMERS)
    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {
        "runOnly": {"type": "tag", "values": levels},
        "resultTypes": ["violations"],
        "preload": False,  # it would only fetch style sheets that are ours already
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}\n    "
        + "\n    ".join(node["html"] for node in fault["nodes"])
        for fault in found
    ]


def picture(page: Page, name: str) -> Path:
    """A screenshot for a person to look at; never committed."""
    folder = Path(tempfile.gettempdir()) / "tongban-pictures"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
