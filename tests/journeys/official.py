"""What an official does with a case."""

from playwright.sync_api import expect

from tests.harness.live import Live
from tests.journeys.visitor import Visitor
from tongban.config.demo import access

CASE = r"/work/cases/[0-9a-f-]{36}/"


class Official(Visitor):
    """Somebody at a post."""

    def signs_in(self, live: Live, who: str, *, office: str) -> None:
        known = access.known(live.home)[who]
        self.goes_to("/work/")
        self.is_on(r"/work/sign-in/")
        self.write("#id_login_name", who)
        self.write("#id_password", known.password)
        self.press("form:has(#id_password) button")
        self.is_on(r"/work/sign-in/")
        self.write("#id_code", access.code_now(known.secret))
        self.press("form:has(#id_code) button")
        self.is_on(r"/work/$")
        self._takes_the_post_at(office)

    def _takes_the_post_at(self, office: str) -> None:
        if office not in self.find(".who summary").inner_text():
            self.touch(".who summary")
            self.press(f".menu-list button:has-text('{office}')")
            expect(self.find(".who summary")).to_contain_text(office)

    def takes(self, number: str) -> None:
        """From the office's box: opens the case, and handles it from now on."""
        self.goes_to("/work/?box=office")
        self.is_on(r"/work/\?box=office")
        self.press(f"tr:has-text('{number}') a")
        self.is_on(CASE)
        self.press("form[action*='/take'] button")

    def opens(self, number: str) -> None:
        self.goes_to(f"/work/?box=mine&q={number}")
        self.press(f"tr:has-text('{number}') a")
        self.is_on(CASE)

    def asks_to_correct(self, field: str, problem: str) -> None:
        self.press("a[href*='/correction/']")
        self.is_on(CASE)
        self.choose(f"[name='field-{field}']")
        self.write(f"[name='field-{field}-problem']", problem)
        self.press("[data-submit]")
        self.is_on("/work/")

    def grants(self, number: str, reason: str) -> None:
        self.opens(number)
        self.press("form[action*='/accept'] button")
        self.opens(number)
        self.press("form[action*='/review'] button")
        self.is_on(CASE)
        self.press("a[href*='/grant/']")
        self.is_on(CASE)
        self.write("#id_reason", reason)
        self.press("[data-submit]")
        self.is_on("/work/")
