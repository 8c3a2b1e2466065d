"""Two nodes that write to each other, for the tests of messages."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from tongban.crypto.keys import GM, INTL, PrivateKey, PublicKey, generate
from tongban.crypto.messages import (
    Asked,
    NotTrusted,
    Signed,
    read_request,
    read_response,
    sign_request,
    sign_response,
)

AT = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
KEYS = {INTL: generate(INTL), GM: generate(GM)}
KNOWN = {key.public.kid: key.public for key in KEYS.values()}
URL = "https://east.example/exchange/inbox?from=west"
BODY = '{"events":["通办"]}'.encode()
JSON = {"Content-Type": "application/json", "X-Trace": "4"}
SUITES = pytest.mark.parametrize("key", list(KEYS.values()), ids=list(KEYS))


def key_for(kid: str) -> PublicKey | None:
    return KNOWN.get(kid)


def request(key: PrivateKey, **other: Any) -> dict[str, str]:
    told = {"method": "POST", "url": URL, "headers": JSON, "body": BODY, "at": AT, "nonce": "n-1"}
    return sign_request(key=key, **{**told, **other})


def received(headers: Mapping[str, str], **other: Any) -> Signed:
    told: dict[str, Any] = {
        "method": "POST",
        "url": URL,
        "body": BODY,
        "key_for": key_for,
        "at": AT,
    }
    return read_request(headers=headers, **{**told, **other})


def response(key: PrivateKey, asked: Mapping[str, str], **other: Any) -> dict[str, str]:
    told = {"status": 200, "headers": JSON, "body": b"{}", "at": AT}
    return sign_response(key=key, asked=Asked("POST", URL, asked), **{**told, **other})


def answered(headers: Mapping[str, str], asked: Mapping[str, str], **other: Any) -> Signed:
    told: dict[str, Any] = {"status": 200, "body": b"{}", "key_for": key_for, "at": AT}
    return read_response(headers=headers, **{**told, "asked": Asked("POST", URL, asked), **other})


def refused_by(kind: type[NotTrusted], read: Any, *given: Any, **other: Any) -> NotTrusted:
    with pytest.raises(NotTrusted) as caught:
        read(*given, **other)
    assert type(caught.value) is kind, caught.value
    assert caught.value.code != NotTrusted.code and str(caught.value)
    return caught.value
