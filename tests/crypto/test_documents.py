"""Signed documents: from whom, of which kind, unchanged."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OKPKey

from tongban.crypto.documents import MOST, NotSigned, read_document, sign_document
from tongban.crypto.keys import GM, INTL, decoded, encoded, generate

HUB, FORMER, STRANGER = generate(INTL), generate(GM), generate(INTL)
CONTENT = {"version": 7, "nodes": [{"id": "west", "name": "通办西部"}], "note": None}
DOCUMENT = sign_document(CONTENT, [HUB, FORMER], kind="registry")


def refused(text: str, *keys: Any, kind: str = "registry") -> str:
    with pytest.raises(NotSigned) as caught:
        read_document(text, keys=[key.public for key in keys or (HUB, FORMER)], kind=kind)
    assert str(caught.value)
    return caught.value.code


def changed(**parts: Any) -> str:
    return json.dumps({**json.loads(DOCUMENT), **parts})


def test_a_document_can_be_read_with_any_key_that_signed_it() -> None:
    for key in (HUB, FORMER):
        assert read_document(DOCUMENT, keys=[key.public], kind="registry") == CONTENT
        both = [STRANGER.public, key.public]
        assert read_document(DOCUMENT, keys=both, kind="registry") == CONTENT


def test_a_document_without_a_key_that_we_know_is_refused() -> None:
    assert refused(DOCUMENT, STRANGER) == "unknown_key"
    with pytest.raises(NotSigned):
        read_document(DOCUMENT, keys=[], kind="registry")


def test_a_document_of_one_kind_does_not_pass_for_another() -> None:
    assert refused(DOCUMENT, kind="service") == "wrong_kind"


def test_changed_content_is_refused() -> None:
    other = encoded(json.dumps({**CONTENT, "version": 8}).encode())
    assert refused(changed(payload=other)) == "bad_signature"


def test_one_wrong_signature_of_a_known_key_is_enough_to_refuse() -> None:
    first, second = json.loads(DOCUMENT)["signatures"]
    broken = {**second, "signature": first["signature"]}
    assert refused(changed(signatures=[first, broken])) == "bad_signature"
    assert refused(changed(signatures=[broken, first])) == "bad_signature"


def test_a_signature_cannot_be_moved_to_another_key_or_algorithm() -> None:
    first, second = json.loads(DOCUMENT)["signatures"]
    mixed = {"protected": first["protected"], "signature": second["signature"]}
    assert refused(changed(signatures=[mixed])) == "bad_signature"
    header = json.loads(decoded(first["protected"]))
    for alg in ("none", "EdDSA", "HS256", "SM2SM3", ""):
        lying = {**first, "protected": encoded(json.dumps({**header, "alg": alg}).encode())}
        assert refused(changed(signatures=[lying])) == "malformed"


@pytest.mark.parametrize(
    "more", [{"crit": ["b64"], "b64": False}, {"jwk": {}}, {"jku": "https://x"}]
)
def test_a_header_says_nothing_else(more: dict[str, Any]) -> None:
    first = json.loads(DOCUMENT)["signatures"][0]
    header = json.loads(decoded(first["protected"]))
    told = {**first, "protected": encoded(json.dumps({**header, **more}).encode())}
    assert refused(changed(signatures=[told])) == "malformed"


def test_a_name_that_stands_twice_is_refused_inside_and_outside() -> None:
    payload, rest = json.loads(DOCUMENT)["payload"], DOCUMENT.removeprefix("{")
    assert refused(f'{{"payload":"{payload}",{rest}') == "malformed"
    raw = jws.serialize_json(
        {"protected": {"alg": "Ed25519", "kid": HUB.public.kid, "typ": "tongban-registry"}},
        '{"version":1,"version":2}',
        OKPKey.import_key({**HUB.public.to_jwk(), "d": encoded(HUB.secret)}),
        algorithms=["Ed25519"],
    )
    signature = {"protected": raw["protected"], "signature": raw["signature"]}
    assert refused(changed(payload=raw["payload"], signatures=[signature])) == "malformed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "{",
        '"' + "x" * 100,
        '{"payload":1,"signatures":[]}',
        '{"payload":"e30","signatures":[]}',
        '{"payload":"e30","signatures":[null]}',
        '{"payload":"e30","signatures":[{"protected":1,"signature":2}]}',
        '{"payload":"e30","signatures":[{"protected":"通办","signature":""}]}',
        '{"payload":"e30","signatures":[{"protected":"e30","signature":"","header":{}}]}',
        '{"payload":"e30","signatures":[{"protected":"!","signature":""}]}',
        '{"payload":"e30","signatures":[{"protected":"W10","signature":""}]}',
        '{"payload":"e30","signatures":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"payload":NaN,"signatures":[]}',
        '{"payload":"e30","signatures":[' + ",".join(["{}"] * 17) + "]}",
    ],
)
def test_what_is_no_document_is_refused(text: str) -> None:
    assert refused(text) == "malformed"


def test_a_document_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert refused("[" * (MOST + 1)) == "too_large"


def test_a_large_document_comes_through() -> None:
    content = {"rows": ["通办" * 50] * 20_000}
    text = sign_document(content, [HUB], kind="services")
    assert read_document(text, keys=[HUB.public], kind="services") == content


def test_equal_contents_have_equal_payloads() -> None:
    turned = dict(reversed(CONTENT.items()))
    again = sign_document(turned, [HUB], kind="registry")
    assert json.loads(again)["payload"] == json.loads(DOCUMENT)["payload"]


def test_what_json_cannot_say_is_not_signed() -> None:
    for content in ({"a": float("nan")}, {"a": {1, 2}}, {"a": b"bytes"}):
        with pytest.raises((TypeError, ValueError)):
            sign_document(content, [HUB], kind="registry")


def test_a_library_that_knows_nothing_of_us_reads_our_ed25519_document() -> None:
    text = sign_document(CONTENT, [HUB], kind="registry")
    key = OKPKey.import_key({**HUB.public.to_jwk()})
    read = jws.deserialize_json(json.loads(text), key, algorithms=["Ed25519"])
    assert json.loads(read.payload) == CONTENT


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers() | st.booleans()))
def test_any_content_comes_back_as_it_was(content: dict[str, Any]) -> None:
    for key in (HUB, FORMER):
        text = sign_document(content, [key], kind="any")
        assert read_document(text, keys=[key.public], kind="any") == content


@settings(deadline=None)
@given(st.data())
def test_no_changed_letter_gives_other_content(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(DOCUMENT) - 1))
    letter = data.draw(st.characters())
    text = DOCUMENT[:place] + letter + DOCUMENT[place + 1 :]
    try:
        content = read_document(text, keys=[HUB.public, FORMER.public], kind="registry")
    except NotSigned:
        return
    assert content == CONTENT
