"""How somebody works a page: with a finger or a mouse, or with nothing but the keyboard."""

from typing import Protocol

from playwright.sync_api import Locator, Page

from tests.journeys.screens import look

FAR = 90  # more Tabs than this and nobody would look for it any longer


class Hands(Protocol):
    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, text: str) -> None: ...
    def choose(self, target: Locator) -> None: ...


class Finger:
    """Taps and types."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, target: Locator) -> None:
        if target.evaluate("one => one.tagName") == "OPTION":
            target.locator("xpath=..").select_option(target.get_attribute("value"))
        else:
            target.check()


class Keyboard:
    """Tab, Enter, Space and arrows, and the letters of what is written. Nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self._go_to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self._go_to(target)
        if target.get_attribute("type") == "date":
            self._write_day(target, text)
        else:
            self._empty(target)
            self.page.keyboard.type(text)
        assert target.input_value() == text

    def choose(self, target: Locator) -> None:
        self._go_to(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked()

    def _write_day(self, target: Locator, day: str) -> None:
        """Month, day, year, or the other way about: whichever order this browser asks for."""
        year, month, number = day.split("-")
        for order in ([month, number, year], [year, month, number]):
            for part in order:
                self.page.keyboard.type(part)
                if part == year:  # it has room for six digits, so step on
                    self.page.keyboard.press("ArrowRight")
            if target.input_value() == day:
                return
            for _back in order:
                self.page.keyboard.press("ArrowLeft")

    def _empty(self, target: Locator) -> None:
        if target.input_value():
            self.page.keyboard.press("End")
            for _sign in target.input_value():
                self.page.keyboard.press("Backspace")

    def _go_to(self, target: Locator) -> None:
        target.wait_for()
        handle = target.element_handle()
        for _step in range(FAR):
            where = self.page.evaluate(look("where"), handle)
            self._must_see_focus()
            if where == "there":
                return
            self.page.keyboard.press("ArrowDown" if where == "in its group" else "Tab")
        raise AssertionError(f"The keyboard does not reach {target} on {self.page.url}")

    def _must_see_focus(self) -> None:
        trouble = self.page.evaluate(look("focus"))
        assert not trouble, f"{self.page.url}: {trouble}"
