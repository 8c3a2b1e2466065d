"""The vectors of RFC 9421 and RFC 9530: the library that we sign with follows them."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    InvalidSignature,
    MappingKeyResolver,
)
from http_message_signatures.algorithms import ECDSA_P256_SHA256, ED25519, HMAC_SHA256

from tests.crypto.vectors import bytes_of, vectors
from tongban.crypto.digests import DIGESTS, has_digest
from tongban.crypto.keys import GM, INTL, PublicKey, encoded

VECTORS = vectors("http_signatures.json")
DIGEST_EXAMPLES = VECTORS["digests"]["examples"]
ALGORITHMS = {each.algorithm_id: each for each in (ECDSA_P256_SHA256, ED25519, HMAC_SHA256)}
FOREVER = timedelta(days=365_00)


@dataclass
class Request:
    method: str
    url: str
    headers: dict[str, str]


@dataclass
class Response:
    status_code: int
    headers: dict[str, str]
    request: None = None


def key_of(name: str, kind: str = "PUBLIC", *, among: str = "keys") -> bytes:
    text = VECTORS[among][name]
    if name == "test-shared-secret":
        return base64.b64decode(text)
    return f"-----BEGIN {kind} KEY-----\n{text}\n-----END {kind} KEY-----\n".encode()


KEYS = MappingKeyResolver(
    public_keys={name: key_of(name) for name in VECTORS["keys"]},
    private_keys={name: key_of(name, "PRIVATE", among="private") for name in VECTORS["private"]},
)


def message(of: str, **more: str) -> Request | Response:
    told = VECTORS[of]
    headers = {**told["headers"], **more}
    if of == "request":
        return Request(told["method"], told["url"], headers)
    return Response(told["status"], headers)


@pytest.mark.parametrize("example", VECTORS["signatures"], ids=lambda each: each["section"])
def test_the_printed_signature_is_good(example: dict[str, str]) -> None:
    verifier = HTTPMessageVerifier(
        signature_algorithm=ALGORITHMS[example["algorithm"]], key_resolver=KEYS
    )
    signed = {"Signature-Input": example["input"], "Signature": example["signature"]}
    assert len(verifier.verify(message(example["of"], **signed), max_age=FOREVER)) == 1
    with pytest.raises(InvalidSignature):
        other = {"Content-Type": "application/jsom"}
        verifier.verify(message(example["of"], **signed, **other), max_age=FOREVER)


def test_ed25519_gives_the_printed_signature_again() -> None:
    """Only this one is reproducible: the others are random, or a shared secret."""
    example: dict[str, Any] = next(
        each for each in VECTORS["signatures"] if each["algorithm"] == "ed25519"
    )
    request = message("request")
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=KEYS).sign(
        request,
        key_id="test-key-ed25519",
        created=datetime.fromtimestamp(1618884473, UTC),
        label="sig-b26",
        include_alg=False,
        use_existing_digest=True,
        covered_component_ids=(
            "date",
            "@method",
            "@path",
            "@authority",
            "content-type",
            "content-length",
        ),
    )
    assert request.headers["Signature-Input"] == example["input"]
    assert request.headers["Signature"] == example["signature"]


def test_our_own_ed25519_accepts_the_printed_signature_of_the_printed_base() -> None:
    point = base64.b64decode(VECTORS["keys"]["test-key-ed25519"])[-32:]
    key = PublicKey.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": encoded(point)})
    example = next(each for each in VECTORS["signatures"] if each["section"] == "B.2.6")
    base = "\n".join(
        [
            '"date": Tue, 20 Apr 2021 02:07:55 GMT',
            '"@method": POST',
            '"@path": /foo',
            '"@authority": example.com',
            '"content-type": application/json',
            '"content-length": 18',
            '"@signature-params": ' + example["input"].removeprefix("sig-b26="),
        ]
    )
    assert key.verify(bytes_of(example["signature"]), base.encode())


@pytest.mark.parametrize("example", DIGEST_EXAMPLES, ids=lambda each: each["value"][:12])
def test_the_printed_digest_fits_its_content_and_no_other(example: dict[str, str]) -> None:
    assert has_digest(example["value"], example["body"].encode())
    assert not has_digest(example["value"], example["body"].encode() + b" ")


def test_we_write_the_printed_digest_and_sm3_the_same_way() -> None:
    body = DIGEST_EXAMPLES[0]["body"].encode()
    assert DIGESTS[INTL].create(body) == DIGEST_EXAMPLES[0]["value"]
    abc = bytes.fromhex(vectors("sm_vectors.json")["sm3"]["examples"][0]["digest"])
    assert DIGESTS[GM].create(b"abc") == f"sm3=:{base64.b64encode(abc).decode()}:"


@pytest.mark.parametrize(
    "value",
    ["", "sha-256", "sha-256=abc", "sha-256=:AAAA:", "md5=:kAFQmDzST7DWlj99KOF/cg==:", "sha-256=:",
     "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:, md5=:kAFQmDzST7DWlj99KOF/cg==:",
     "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:, sha-256=:AAAA:", "通办"],
)  # fmt: skip
def test_a_digest_that_we_cannot_read_fits_nothing(value: str) -> None:
    assert not has_digest(value, b"abc")
