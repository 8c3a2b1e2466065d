"""A person without a browser: signs in through the real pages and opens a form."""

import re
import time

import httpx

from tongban.config.running.home import stop

PATIENCE = 30.0
LIN = "19900000001"
SERVICE = "/services/id-reissue/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TEXT = re.compile(r'id="texts">\s*<div.*?<p>(.*?)</p>', re.DOTALL)


class Visitor:
    """Asks as a browser does, so that what is counted is what a browser gets."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = httpx.Client(
            base_url=address,
            headers={"Accept-Encoding": "br, gzip"},
            follow_redirects=True,
            timeout=30,
        )

    def cookies(self) -> str:
        """The header that makes another program this person."""
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def opens_the_form(self) -> str:
        """Signs in, shows presence, and starts a case; the path of its first page."""
        self._hands_in("/sign-in/", "/sign-in/", phone=LIN)
        self._hands_in("/sign-in/code/", "/sign-in/code/", code=self._code())
        self._hands_in("/step-up/?level=3", "/step-up/presence/", level="3", next="/")
        path = self._hands_in(SERVICE, f"{SERVICE}apply/").url.path
        if "/form/" not in path:
            stop(f"Applying led to {path} and not to a form.")
        return path

    def _code(self) -> str:
        """What arrived on the demonstration's phone; the worker needs a moment to send it."""
        until = time.monotonic() + PATIENCE
        while (text := TEXT.search(self._phone())) is None:
            if time.monotonic() > until:
                stop("No code arrived on the phone of the demonstration.")
            time.sleep(0.2)
        return re.sub(r"\D", "", text[1])[:6]

    def _phone(self) -> str:
        return self.http.get("/demo/phone/", params={"number": LIN}).text

    def _hands_in(self, page: str, to: str, **answers: str) -> httpx.Response:
        token = TOKEN.search(self.http.get(page).text)
        if token is None:
            stop(f"There is no form on {page}.")
        answer = self.http.post(to, data={"csrfmiddlewaretoken": token[1], **answers})
        answer.raise_for_status()
        return answer
