"""How soon a phone shows its code without a network: Chromium, the kept page, from the tap to the square."""

import re

from playwright.sync_api import Page, sync_playwright
from tests.harness.browsers import PHONE, QUIET, chromium
from tests.journeys.test_codes import KEPT

from bench.codes import signed_in
from bench.node import Scene, Server
from bench.report import say

TIMES = 20
NOTED = """() => {
  new MutationObserver(() => {
    if (document.querySelector("[data-code][data-text]") && !window.shownAt) window.shownAt = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-text"] });
}"""


def opened(scene: Scene) -> list[float]:
    """Milliseconds from the beginning of the navigation, each time."""
    cookies = signed_in()
    with Server(scene, workers=1) as server, sync_playwright() as running:
        say("opening the code without a network …")
        browser = running.chromium.launch(executable_path=chromium(), args=QUIET)
        address = f"http://127.0.0.1:{server.port}"
        context = browser.new_context(viewport=PHONE, base_url=address)
        for name, value in re.findall(r"([^=; ]+)=([^;]+)", cookies):
            context.add_cookies([{"name": name, "value": value, "url": address}])
        context.add_init_script(f"({NOTED})()")
        page = context.new_page()
        _shown(page)
        page.evaluate(KEPT, "/code/")
        context.set_offline(True)
        found = [_shown(page) for _ in range(TIMES)]
        browser.close()
    return found


def _shown(page: Page) -> float:
    page.goto("/code/")
    page.locator("[data-code][data-text]").wait_for()
    return float(page.evaluate("window.shownAt"))


def quantile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
