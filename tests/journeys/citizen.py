"""What a citizen does, from a question to a rating. Each step ends on the screen it leads to."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor

CASE = r"/cases/[0-9a-f-]{36}"
RATED = r"/ratings/[0-9a-f-]{36}/rate/$"
READ: set[str] = set()  # texts that somebody has read; the next code is another one


class Citizen(Visitor):
    """Somebody who wants something done."""

    def prefers(self, *, elder: str = "", language: str = "") -> None:
        """Elder mode or a language, switched on where every page offers it."""
        self.goes_to("/")
        if language:
            self.touch(".menu summary")
            self.press(f"button[name=language][value={language}]")
        else:
            self.press(f"button[name=elder][value='{elder}']")
        self.page.wait_for_load_state()

    def searches(self, words: str) -> None:
        self.goes_to("/")
        self.is_on(r"/$")
        self.write("#q", words)
        self.press(".search .btn:not(.ghost)")
        self.is_on(r"/search/\?q=")

    def opens_the_guide(self, service: str) -> None:
        self.press(f"#results a[href*='/services/{service}/']")
        self.is_on(rf"/services/{service}/$")

    def wants_to_apply(self) -> None:
        self.press("form[action$='/apply/'] button")

    def signs_in(self, phone: str) -> None:
        """With a number and the code from the on-screen phone, then the check the step asks for."""
        self.is_on(r"/sign-in/\?")
        self.write("#id_phone", phone)
        self.press("form:has(#id_phone) button")
        self.is_on(r"/sign-in/code/")
        self.write("#id_code", self._code_on_the_phone(phone))
        self.press("form:has(#id_code) button")

    def _code_on_the_phone(self, phone: str) -> str:
        with self.page.context.expect_page() as opened:
            self.touch(f"a[href*='/demo/phone/?number={phone}']")
        text = newest_on(opened.value)
        opened.value.close()
        return "".join(sign for sign in text if sign.isdigit())[:6]

    def goes_on(self) -> None:
        """What was asked for before; by itself, or with a tap where there are no scripts."""
        if self.has_scripts:
            return
        self.is_on(r"/sign-in/go-on/")
        self.press("form.card .btn.big")

    def shows_presence(self) -> None:
        self.is_on(r"/step-up/")
        self.press("form[action$='/presence/'] button")

    def fills_in(self, page: str, **answers: str) -> None:
        """One page of the form: what is written, and what is chosen (`=` before it)."""
        self.is_on(rf"{CASE}/form/{page}/")
        for field, answer in answers.items():
            if answer.startswith("="):
                self.choose(f"[name={field}][value='{answer[1:]}']")
            else:
                self.write(f"[name={field}]", answer)
        self.press("form[data-autosave] .btn.big")

    def hands_over(self, material: str, file: Path) -> None:
        """One file for one material, from its own page."""
        self.is_on(rf"{CASE}/materials/$")
        self.press(f"main a[href$='/materials/{material}/']")
        self.is_on(rf"{CASE}/materials/{material}/")
        instead = self.page.locator("details:not([open]):has(input[type=file]) summary")
        if instead.count():  # a certificate proves the same: why a file?
            self.hands.press(self._one("details:has(input[type=file]) summary"))
            self.choose("[name=reason][value='wrong']")
        self.find("input[type=file]").set_input_files(file)
        self.press("form:has(input[type=file]) .btn")

    def passes_the_materials(self) -> None:
        self.is_on(rf"{CASE}/materials/")
        self.press("main .btn.big")

    def hands_in(self) -> str:
        """The number on the receipt."""
        self.is_on(rf"{CASE}/check/")
        self.press("main form .btn.big")
        self.is_on(rf"{CASE}/receipt/")
        return self.find("dl .code-text").first.inner_text()

    def opens_the_case(self, number: str, *, finished: bool = False) -> None:
        self.goes_to("/cases/")
        self.is_on(r"/cases/$")
        if finished:
            self.press("nav a[href='?box=done']")
            self.is_on(r"/cases/\?box=done$")
        self.press(f"main a.row:has-text('{number}')")
        self.is_on(rf"{CASE}/$")

    def corrects(self, number: str, page: str, problem: str, **answers: str) -> None:
        """Reads what is wrong, mends it, and hands in again; the rest is as it was."""
        self.opens_the_case(number)
        self.reads(problem)
        self.press("main .btn.big")
        expect(self.find(".asked")).to_have_text(problem)
        self.fills_in(page, **answers)
        assert self.hands_in() == number

    def sees_the_certificate(self, number: str, name: str) -> None:
        self.opens_the_case(number, finished=True)
        self.press("main a[href*='/wallet/']")
        self.is_on(r"/wallet/[0-9a-f-]{36}/$")
        self.reads(name)
        self.press(".actions a[href*='/wallet/show/']")
        self.is_on(r"/wallet/show/")
        self.reads(name)
        self.goes_to("/wallet/")
        self.is_on(r"/wallet/$")
        self.reads(name)

    def rates(self, level: int) -> None:
        """From the message that tells the decision."""
        self.press("article a.btn")
        self.is_on(rf"{CASE}/$")
        self.press("main a[href$='/rate/']")
        self.is_on(RATED)
        self.choose(f"[name=level][value='{level}']")
        self.choose(f"[data-level='{level}'] input")
        self.press("form[data-norms] .btn.big")
        self.is_on(RATED)
        assert self.find("form[data-norms]").count() == 0

    def reads_the_messages(self, at_least: int) -> None:
        self.goes_to("/messages/")
        self.is_on("/messages/$")
        assert self.find("main a.row").count() >= at_least
        self.press("main a.row")
        self.is_on("/messages/[0-9a-f-]{36}/$")


def newest_on(phone: Page) -> str:
    """The text that nobody has read yet; it may come a moment later."""
    for _look in range(200):
        for text in phone.locator("#texts .alert p").all_inner_texts():
            if text not in READ:
                READ.add(text)
                return text
        phone.reload()
    raise AssertionError("No code came to the on-screen phone.")
