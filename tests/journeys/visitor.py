"""Somebody in front of a screen. Every screen they reach is looked at before they go on."""

import re
from collections.abc import Callable

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.journeys import screens
from tests.journeys.hands import Finger, Hands, Keyboard

PATIENCE = 20_000  # ms; two cores may be busy with other tests
Look = Callable[[Page], list[str]]
FAILED = re.compile(r"responded with a status of (\d+)")


class Visitor:
    """A browser and a pair of hands; what the browser complains about is kept."""

    def __init__(
        self,
        context: BrowserContext,
        *,
        name: str,
        keyboard: bool = False,
        scripts: bool = True,
        look: Look | None = None,
        strict: bool = True,
    ) -> None:
        self.page: Page = context.new_page()
        self.name, self.has_scripts, self.strict = name, scripts, strict
        self.hands: Hands = Keyboard(self.page) if keyboard else Finger()
        self.faults: list[str] = []
        self._expected: set[int] = set()
        self._must_show: dict[str, str] = {}
        self.complaints: list[str] = []
        self._also = look
        self._seen = 0
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        status = FAILED.search(message.text)
        if status and int(status[1]) in {409, 422} | self._expected:
            return  # a form that came back with its faults, or trouble that was asked for
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left
            self.complaints.append(f"network: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self._expected:
            self.complaints.append(f"the server failed: {response.status} {response.url}")

    def expects(self, status: int) -> None:
        """An answer that is no cause for complaint in this journey."""
        self._expected.add(status)

    def goes_to(self, address: str) -> None:
        self.page.goto(address)

    def is_on(self, screen: str) -> None:
        """Be on the screen with this address pattern, and find nothing wrong with it."""
        try:
            expect(self.page).to_have_url(re.compile(screen), timeout=PATIENCE)
        except AssertionError as error:
            shown = self.page.locator("main").inner_text()[:1500]
            told = [f"{self.name} wanted {screen} and is on {self.page.url}:", shown]
            raise AssertionError("\n".join([*told, *self.complaints])) from error
        self.looks(re.sub(r"\W+", "-", screen).strip("-"))

    def looks(self, name: str) -> None:
        """Note what is wrong here; the journey goes on, and tells everything at its end."""
        if not self.strict:
            return
        self._seen += 1
        screens.picture(self.page, f"{self.name}-{self._seen:02d}-{name}")
        self.page.evaluate("scrollTo(0, 0)")  # nothing half under the bar at the top
        faults = screens.faults_for_everyone(self.page, scripts=self.has_scripts)
        for selector, text in self._must_show.items():
            if text not in " ".join(self.page.locator(selector).all_inner_texts()):
                faults.append(f"does not say {text}")
        if self._also:
            faults += self._also(self.page)
        self.faults += [f"{self.page.url}\n  {fault}" for fault in faults]

    def always_sees(self, selector: str, text: str) -> None:
        """From now on, a screen that does not show this is a fault."""
        self._must_show[selector] = text

    def never_sees_again(self, selector: str) -> None:
        del self._must_show[selector]

    def must_have_found_no_fault(self) -> None:
        told = [*dict.fromkeys(self.faults), *dict.fromkeys(self.complaints)]
        assert not told, "\n".join([f"{self.name} found {len(told)} faults:", *told])

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def press(self, selector: str) -> None:
        """Press what leads to another page, and be there."""
        with self.page.expect_navigation(timeout=PATIENCE):
            self.hands.press(self._one(selector))

    def touch(self, selector: str) -> None:
        """Press what stays on this page."""
        self.hands.press(self._one(selector))

    def write(self, selector: str, text: str) -> None:
        self.hands.write(self._one(selector), text)

    def choose(self, selector: str) -> None:
        self.hands.choose(self._one(selector))

    def reads(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def _one(self, selector: str) -> Locator:
        return self.page.locator(selector).locator("visible=true").first
