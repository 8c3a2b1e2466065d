"""Sealed for one node: nobody else opens it, and nothing foreign opens."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import OctKey, OKPKey

from tongban.crypto.keys import BadKey, decoded, encoded
from tongban.crypto.sealing import NotForUs, SealingKey, generate_sealing_key, seal_for, unseal

KEY, OTHER = generate_sealing_key(), generate_sealing_key()
CONTENT = {"sub": "r7k2", "name": "王小芳"}
SEALED = seal_for(KEY.public_jwk, CONTENT)


def test_the_addressee_opens_it_and_nobody_else() -> None:
    assert unseal(SEALED, KEY) == CONTENT
    with pytest.raises(NotForUs):
        unseal(SEALED, OTHER)
    with pytest.raises(NotForUs):
        unseal(SEALED)


def test_a_node_that_changed_its_key_still_opens_with_the_former_one() -> None:
    assert unseal(SEALED, OTHER, KEY) == CONTENT


def test_the_same_content_never_looks_the_same() -> None:
    assert seal_for(KEY.public_jwk, CONTENT) != SEALED


def test_nothing_of_the_content_can_be_read_from_outside() -> None:
    header = json.loads(decoded(SEALED.partition(".")[0]))
    assert header.keys() == {"alg", "enc", "kid", "epk"}
    assert "r7k2" not in SEALED and header["kid"] == KEY.kid


def test_a_key_goes_through_text_and_hides_itself_in_logs() -> None:
    assert SealingKey.from_text(KEY.to_text()) == KEY
    assert encoded(KEY.secret) not in repr(KEY) and "d" not in KEY.public_jwk
    for text in ("", "x25519:", "x25519:AAAA", "intl:" + "A" * 43):
        with pytest.raises(BadKey):
            SealingKey.from_text(text)


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43},
        {"kty": "OKP", "crv": "X25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "X25519"},
        {"kty": "OKP", "crv": "X25519", "x": encoded(bytes(32))},  # of small order
        {"kty": "OKP", "crv": "X25519", "x": encoded(b"\1" + bytes(31))},
    ],
)
def test_nothing_is_sealed_with_what_is_no_key(jwk: dict[str, Any]) -> None:
    with pytest.raises(BadKey):
        seal_for(jwk, CONTENT)


def test_a_private_member_in_the_addressees_key_is_not_used() -> None:
    assert unseal(seal_for({**KEY.public_jwk, "d": "rubbish", "use": "enc"}, CONTENT), KEY)


def test_other_ways_of_sealing_are_refused() -> None:
    ours = OKPKey.import_key({**KEY.public_jwk})
    wrapped = {"alg": "ECDH-ES+A128KW", "enc": "A128GCM", "kid": KEY.kid}
    algorithms = ["ECDH-ES+A128KW", "A128GCM", "dir", "A256GCM"]
    direct = {"alg": "dir", "enc": "A256GCM", "kid": KEY.kid}
    for header, key in ((wrapped, ours), (direct, OctKey.import_key(KEY.secret))):
        text = jwe.encrypt_compact(header, b"{}", key, algorithms=algorithms)
        with pytest.raises(NotForUs):
            unseal(text, KEY)


def test_content_that_is_no_object_is_refused() -> None:
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": KEY.kid}
    for plain in (b"[]", b"null", b"{", b"", b"\xff"):
        text = jwe.encrypt_compact(header, plain, OKPKey.import_key({**KEY.public_jwk}))
        with pytest.raises(NotForUs):
            unseal(text, KEY)


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(NotForUs):
        unseal(SEALED + "A" * 2**16, KEY)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=100) | st.just(SEALED), st.data())
def test_any_text_is_refused_and_no_changed_letter_passes(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    text = text[:place] + data.draw(st.characters()) + text[place + 1 :]
    if text == SEALED:
        return
    with pytest.raises(NotForUs):
        unseal(text, KEY)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["alg", "enc", "kid", "epk", "zip", "crit"]), st.just(KEY.kid)
    | st.none() | st.integers() | st.dictionaries(st.text(max_size=3), st.integers())))  # fmt: skip
def test_any_header_is_refused(header: dict[str, Any]) -> None:
    first = encoded(json.dumps({**header, "kid": KEY.kid}).encode())
    with pytest.raises(NotForUs):
        unseal(first + SEALED[SEALED.index(".") :], KEY)
