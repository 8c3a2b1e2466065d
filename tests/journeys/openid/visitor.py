"""Somebody with a browser without scripts, who reads forms and presses buttons."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urljoin

import httpx

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(ask|next|ticket)" value="([^"]*)"')
ONWARD = re.compile(r'content="0; url=([^"]+)"')
CODE = re.compile(r"<p>[^<]*?(?<!\d)(\d{6})(?!\d)")
LOOKS = 2000  # at the on-screen phone, until the text is there


class Visitor(httpx.Client):
    """A browser: its cookies, and the page that it shows."""

    shown: httpx.Response
    left_for = ""  # the address of a program, which nobody answers in a test

    def __init__(self) -> None:
        super().__init__(follow_redirects=True, timeout=20, trust_env=False)

    def open(self, address: str) -> httpx.Response:
        self.shown = self._led_on(self.get(address))
        return self.shown

    def press(self, path: str, more: Mapping[str, str]) -> httpx.Response:
        """Send a form of the page that is shown, with what stands in it."""
        text = self.shown.text
        form = {"csrfmiddlewaretoken": TOKEN.findall(text)[0]}
        form |= {name: unescape(value) for name, value in HIDDEN.findall(text)}
        self.shown = self._led_on(
            self.post(urljoin(str(self.shown.url), path), data={**form, **more})
        )
        return self.shown

    def sign_in(self, phone: str) -> httpx.Response:
        """By phone and code, on the sign-in page that is shown; each number once."""
        self.press("/sign-in/", {"phone": phone})
        address = urljoin(str(self.shown.url), f"/demo/phone/?number={phone}")
        for _ in range(LOOKS):
            found = CODE.findall(self.get(address).text.partition('id="texts"')[2])
            if found:
                return self.press("/sign-in/code/", {"code": found[0]})
        raise AssertionError("No text came to the phone.")

    def sign_in_at(self, platform: str, phone: str) -> None:
        self.open(f"{platform}/sign-in/?next=/me/")
        assert self.sign_in(phone).url.path == "/me/", self.shown.text

    def agree(self) -> httpx.Response:
        return self.press("/openid/consent/", {"agree": "1"})

    def _led_on(self, answer: httpx.Response) -> httpx.Response:
        """As browsers do with the page between; an address of nobody is where it ends."""
        onward = ONWARD.findall(answer.text)
        if not onward:
            return answer
        address = unescape(onward[0])
        if address.startswith("http://127.0.0.1"):
            return self.get(address)
        self.left_for = address
        return answer
