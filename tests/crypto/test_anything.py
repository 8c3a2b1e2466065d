"""Whatever bytes somebody sends: a wrong signature is refused, and nothing falls over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.crypto.keys import GM, INTL, BadKey, PrivateKey, PublicKey, generate

KEYS = [generate(INTL), generate(GM)]
MESSAGE = "办结：准予许可".encode()
SIGNATURES = {key: key.sign(MESSAGE) for key in KEYS}

keys = st.sampled_from(KEYS)
patient = settings(deadline=None, max_examples=200)


def flipped(raw: bytes, bit: int) -> bytes:
    bit %= 8 * len(raw)
    return raw[: bit // 8] + bytes([raw[bit // 8] ^ 1 << bit % 8]) + raw[bit // 8 + 1 :]


@patient
@given(keys, st.integers(min_value=0))
def test_a_flipped_bit_of_the_message_is_refused(key: PrivateKey, bit: int) -> None:
    assert not key.public.verify(SIGNATURES[key], flipped(MESSAGE, bit))


@patient
@given(keys, st.integers(min_value=0))
def test_a_flipped_bit_of_the_signature_is_refused(key: PrivateKey, bit: int) -> None:
    assert not key.public.verify(flipped(SIGNATURES[key], bit), MESSAGE)


@patient
@given(keys, st.integers(min_value=0))
def test_a_flipped_bit_of_the_key_is_refused(key: PrivateKey, bit: int) -> None:
    try:
        other = PublicKey(key.suite, flipped(key.public.point, bit))
    except BadKey:
        return  # no point any more
    assert not other.verify(SIGNATURES[key], MESSAGE)


@patient
@given(keys, st.binary(max_size=200) | st.binary(min_size=64, max_size=64))
def test_any_bytes_as_a_signature_are_refused(key: PrivateKey, signature: bytes) -> None:
    assert not key.public.verify(signature, MESSAGE)


@patient
@given(
    st.sampled_from([INTL, GM]),
    st.binary(max_size=70)
    | st.binary(min_size=32, max_size=32)
    | st.binary(min_size=64, max_size=64),
    st.binary(max_size=70),
)
def test_any_bytes_as_a_key_are_refused_or_verify_nothing(
    suite: str, point: bytes, signature: bytes
) -> None:
    try:
        key = PublicKey(suite, point)
    except BadKey:
        return
    assert not key.verify(signature, MESSAGE)


@patient
@given(st.sampled_from([INTL, GM]), st.binary(max_size=40) | st.binary(min_size=32, max_size=32))
def test_any_bytes_as_a_secret_are_refused_or_sign(suite: str, secret: bytes) -> None:
    try:
        key = PrivateKey(suite, secret)
    except BadKey:
        return
    assert key.public.verify(key.sign(MESSAGE), MESSAGE)


@patient
@given(st.text(max_size=80))
def test_any_text_is_a_private_key_or_refused(text: str) -> None:
    for written in (text, "intl:" + text, "gm:" + text):
        try:
            assert PrivateKey.from_text(written).to_text() == written
        except BadKey:
            continue


anything = st.none() | st.integers() | st.text(max_size=50) | st.lists(st.text(max_size=5))


@patient
@given(
    st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "d"]), anything),
    st.sampled_from([{}, {"kty": "OKP", "crv": "Ed25519"}, {"kty": "EC", "crv": "SM2"}]),
)
def test_any_jwk_is_a_key_or_refused(jwk: dict[str, object], known: dict[str, object]) -> None:
    try:
        key = PublicKey.from_jwk({**jwk, **known})
    except BadKey:
        return
    assert PublicKey.from_jwk(key.to_jwk()) == key


@pytest.mark.parametrize("first", KEYS)
@pytest.mark.parametrize("second", KEYS)
def test_no_suite_accepts_the_signature_of_the_other(first: PrivateKey, second: PrivateKey) -> None:
    assert second.public.verify(SIGNATURES[first], MESSAGE) == (first == second)
