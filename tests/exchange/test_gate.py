"""At the entrance of the web server, before anything is read."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import override_settings

from tongban.exchange import budgets
from tongban.exchange.gate import gated

PER_SECOND = 3
BURST = 2 * PER_SECOND


@pytest.fixture(autouse=True)
def _few() -> Iterator[None]:
    with override_settings(TONGBAN_PEER_QUESTIONS=PER_SECOND, TONGBAN_PROXIES=0):
        budgets.forget()
        yield
    budgets.forget()


def asks(*, key: str, path: str = "/federation/v1/ask", address: str = "10.0.0.1") -> list[Any]:
    """What one request is answered, and how much of it was left unread."""
    told: list[Any] = []
    body = BytesIO(b"{}")
    environ = {
        "PATH_INFO": path,
        "REMOTE_ADDR": address,
        "HTTP_SIGNATURE_INPUT": f'sig1=("@method");keyid="{key}"',
        "wsgi.input": body,
    }

    def the_rest(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [])
        return [b"served"]

    said = b"".join(
        gated(the_rest)(environ, lambda status, headers: told.append((status, dict(headers))))
    )  # type: ignore[arg-type,return-value]
    return [told[0][0], told[0][1], said, len(body.read())]


def test_who_goes_on_asking_is_turned_away_before_django_and_nobody_else_is() -> None:
    served = [asks(key="greedy")[2] for _ in range(BURST)]
    status, headers, said, unread = asks(key="greedy")

    assert served == [b"served"] * BURST
    assert status == "429 Too Many Requests"
    assert int(headers["Retry-After"]) >= 1
    assert headers["Content-Type"] == "application/problem+json"
    assert b"over_budget" in said
    assert unread == 0  # so that the next request on the line begins where it begins
    assert asks(key="modest")[2] == b"served"
    assert asks(key="greedy", address="10.0.0.2")[2] == b"served"
    assert asks(key="greedy", path="/services/")[2] == b"served"
