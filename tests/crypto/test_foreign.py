"""A Node.js library that nobody here wrote signs for us and verifies what we sign."""

from typing import Any

import pytest

from tests.crypto.speaking import (
    AT,
    BODY,
    JSON,
    KEYS,
    URL,
    answered,
    received,
    refused_by,
    request,
    response,
)
from tests.harness.foreign import run
from tongban.crypto.digests import DIGESTS
from tongban.crypto.keys import INTL, encoded
from tongban.crypto.messages import BadSignature, NotCovered, Signed

pytestmark = pytest.mark.usefixtures("foreign")

KEY = KEYS[INTL]
KID = KEY.public.kid
FIELDS = ["@method", "@target-uri", "content-digest", "content-type"]


def verified(headers: dict[str, str], **more: Any) -> bool:
    """What the foreign library says of a request of ours, or of a response to it."""
    told = {
        "key": {**KEY.public.to_jwk(), "kid": KID},
        "at": int(AT.timestamp()),
        "request": {"method": "POST", "url": URL, "headers": headers},
    }
    answer: bool = run("signatures.mjs", {**told, **more})
    return answer


def signed(fields: list[str], **more: Any) -> dict[str, str]:
    """The headers that the foreign library makes with our key."""
    digest = {"Content-Digest": DIGESTS[INTL].create(BODY)}
    told = {
        "key": {**KEY.public.to_jwk(), "d": encoded(KEY.secret), "kid": KID},
        "at": int(AT.timestamp()),
        "sign": fields,
        "request": {"method": "POST", "url": URL, "headers": {**JSON, **digest}},
    }
    headers: dict[str, str] = run("signatures.mjs", {**told, **more})
    return headers


def test_it_verifies_our_request_and_refuses_a_changed_one() -> None:
    headers = request(KEY)
    assert verified(headers) is True
    assert verified({**headers, "Content-Type": "text/html"}) is False


def test_it_verifies_our_response_only_with_the_request_that_it_answers() -> None:
    asked = request(KEY)
    told = {"status": 200, "headers": response(KEY, asked)}
    assert verified(asked, response=told) is True
    assert verified(request(KEY, nonce="n-2"), response=told) is False


@pytest.mark.parametrize(
    "fields", [FIELDS, ["@method", "@authority", "@path", "@query", *FIELDS[2:], "x-trace"]]
)
def test_we_verify_its_request_and_refuse_a_changed_one(fields: list[str]) -> None:
    headers = signed(fields)
    assert received(headers) == Signed(KID, AT, "theirs-1")
    refused_by(BadSignature, received, headers, url=URL + "&more=1")
    refused_by(BadSignature, received, {**headers, "Content-Type": "text/html"})


def test_we_refuse_its_request_that_leaves_out_the_content() -> None:
    refused_by(NotCovered, received, signed(["@method", "@target-uri", "content-type"]))


def test_we_verify_its_response_to_our_request() -> None:
    asked = request(KEY)
    digest = {"Content-Digest": DIGESTS[INTL].create(b"{}")}
    parts = ["@method", "@target-uri", "content-digest", "signature"]
    headers = signed(
        ["@status", "content-digest", "content-type", *(f'"{part}";req' for part in parts)],
        request={"method": "POST", "url": URL, "headers": asked},
        response={"status": 200, "headers": {**JSON, **digest}},
    )
    assert answered(headers, asked) == Signed(KID, AT, "theirs-1")
    refused_by(BadSignature, answered, headers, request(KEY, nonce="n-2"))
