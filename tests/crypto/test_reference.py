"""`docs/reference/signatures.md` shows real messages: whoever follows it can talk to us."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.crypto.speaking import AT
from tests.crypto.vectors import bytes_of
from tongban.crypto.documents import read_document
from tongban.crypto.keys import GM, INTL, PublicKey
from tongban.crypto.messages import Asked, read_request, read_response

TEXT = (Path(__file__).parents[2] / "docs/reference/signatures.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(\w+ \w+(?: \w+)?)\n(.*?)\n```$", TEXT, re.MULTILINE | re.DOTALL))
URL = "https://east.example/exchange/inbox"
KEYS = {key.kid: key for key in map(PublicKey.from_jwk, json.loads(BLOCKS["json keys"]))}
BY_SUITE = {key.suite: key for key in KEYS.values()}


def message(name: str) -> dict[str, Any]:
    head, _, body = BLOCKS[name].partition("\n\n")
    _, *lines = head.splitlines()
    headers = dict(line.split(": ", 1) for line in lines)
    return {"headers": headers, "body": body.encode(), "key_for": KEYS.get, "at": AT}


@pytest.mark.parametrize("suite", [INTL, GM])
def test_the_request_that_is_shown_is_good(suite: str) -> None:
    signed = read_request(method="POST", url=URL, **message(f"http request {suite}"))
    assert KEYS[signed.kid].suite == suite


def test_the_response_that_is_shown_is_good() -> None:
    asked = Asked("POST", URL, message("http request intl")["headers"])
    assert read_response(status=202, asked=asked, **message("http response intl"))


def test_the_signed_bytes_that_are_shown_are_those_of_the_request() -> None:
    signature = bytes_of(message("http request intl")["headers"]["Signature"])
    assert BY_SUITE[INTL].verify(signature, BLOCKS["text base"].encode())


@pytest.mark.parametrize("suite", [INTL, GM])
def test_the_document_that_is_shown_is_good(suite: str) -> None:
    text = BLOCKS[f"json document {suite}"]
    assert read_document(text, keys=[BY_SUITE[suite]], kind="registry") == {"hello": "east"}
