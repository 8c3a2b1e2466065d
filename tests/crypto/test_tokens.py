"""Tokens: COSE_Sign1 and CWT, as another library reads and writes them."""

import pytest
from cwt import COSE, COSEKey
from cwt.cose_key_interface import COSEKeyInterface
from fido2 import cbor
from hypothesis import given
from hypothesis import strategies as st

from tongban.crypto import tokens
from tongban.crypto.devices import Device, DeviceKey
from tongban.crypto.keys import INTL, BadKey, generate
from tongban.crypto.tokens import NoToken, Token

KEY, DEVICE = generate(INTL), Device.make()
EDDSA = -8  # the name that the other library knows for Ed25519
CLAIMS = {tokens.EXP: 1_800_000_000, tokens.CTI: b"\x01" * 16, "s": [1, 7]}


def theirs(*, secret: bytes = b"") -> COSEKeyInterface:
    """The phone's key as the other library holds it."""
    numbers = {1: 2, 3: -7, -1: 1, -2: DEVICE.public.point[:32], -3: DEVICE.public.point[32:]}
    return COSEKey.new(numbers | ({-4: secret} if secret else {}))


def a_token(**claims) -> bytes:
    return tokens.signed(CLAIMS | claims, alg=tokens.ES256, sign=DEVICE.sign)


def test_another_library_believes_our_tokens() -> None:
    tagged = b"\xd2" + a_token()
    assert COSE.new().decode(tagged, theirs()) == cbor.encode(CLAIMS)
    ed = COSEKey.new({1: 1, 2: b"abcdefgh", 3: -8, -1: 6, -2: KEY.public.point})
    mine = tokens.signed(CLAIMS, alg=EDDSA, sign=KEY.sign, kid=b"abcdefgh")
    assert COSE.new().decode(b"\xd2" + mine, ed) == cbor.encode(CLAIMS)


def test_we_believe_tokens_of_another_library() -> None:
    secret = DEVICE.secret.private_numbers().private_value.to_bytes(32)
    tagged = COSE.new().encode(cbor.encode(CLAIMS), theirs(secret=secret), {1: -7})
    token = Token(tagged.removeprefix(b"\xd2"))
    assert token.claims == CLAIMS
    assert token.is_signed(alg=tokens.ES256, verify=DEVICE.public.verify)


def test_a_token_is_believed_only_under_its_key_and_algorithm() -> None:
    token = Token(a_token())
    assert token.is_signed(alg=tokens.ES256, verify=DEVICE.public.verify)
    assert not token.is_signed(alg=tokens.ED25519, verify=DEVICE.public.verify)
    assert not token.is_signed(alg=tokens.ES256, verify=Device.make().public.verify)


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_flipped_bit_is_noticed(place: int, flip: int) -> None:
    raw = bytearray(a_token())
    raw[place % len(raw)] ^= flip
    try:
        token = Token(bytes(raw))
    except NoToken:
        return
    same = token.claims == CLAIMS and token.alg == tokens.ES256
    believed = token.is_signed(alg=tokens.ES256, verify=DEVICE.public.verify)
    assert same or not believed


@given(st.binary(max_size=400))
def test_any_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(NoToken):
        Token(raw)


def test_deep_and_huge_values_are_refused() -> None:
    for raw in (b"\x81" * 100_000, b"\x9b" + b"\xff" * 8, b"\x5b" + b"\xff" * 8, b"\x3b\x00"):
        with pytest.raises(NoToken):
            Token(raw)


@pytest.mark.parametrize("point", [b"", b"\x01" * 64, b"\x00" * 64, b"\x01" * 63])
def test_a_device_key_is_a_point_of_the_curve(point: bytes) -> None:
    with pytest.raises(BadKey):
        DeviceKey(point).check()


@pytest.mark.parametrize(
    "header", [{1: -7, 4: [1]}, {1: -7, 4: "x"}, {1: [1]}, {1: "ES256"}, {1: True}]
)
def test_a_header_of_another_kind_is_refused(header: dict) -> None:
    raw = cbor.encode([cbor.encode(header), {}, cbor.encode(CLAIMS), bytes(64)])
    with pytest.raises(NoToken):
        Token(raw)
