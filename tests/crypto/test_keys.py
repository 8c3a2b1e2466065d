"""Two suites behind one door."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from joserfc.jwk import OKPKey

from tests.crypto.vectors import vectors
from tongban.crypto import ed25519
from tongban.crypto.keys import GM, INTL, BadKey, PrivateKey, PublicKey, encoded, generate

SUITES = pytest.mark.parametrize("suite", [INTL, GM])


@SUITES
def test_who_has_the_public_key_can_check_what_the_holder_signed(suite: str) -> None:
    key = generate(suite)
    signature = key.sign("通办".encode())
    assert len(signature) == 64
    assert key.public.verify(signature, "通办".encode())
    assert not key.public.verify(signature, b"something else")
    assert not generate(suite).public.verify(signature, "通办".encode())


@SUITES
def test_an_empty_and_a_long_message_can_be_signed(suite: str) -> None:
    key = generate(suite)
    for message in (b"", b"\0" * 1_000_000):
        assert key.public.verify(key.sign(message), message)


@SUITES
def test_a_private_key_goes_through_text_and_hides_itself_in_logs(suite: str) -> None:
    key = generate(suite)
    assert PrivateKey.from_text(key.to_text()) == key
    assert key.to_text().startswith(suite + ":")
    assert encoded(key.secret) not in repr(key) and repr(key.secret) not in repr(key)


@SUITES
def test_a_public_key_goes_through_a_jwk_that_holds_no_secret(suite: str) -> None:
    key = generate(suite).public
    assert PublicKey.from_jwk({**key.to_jwk(), "use": "sig", "kid": "what they call it"}) == key
    assert "d" not in key.to_jwk()


def test_a_key_is_named_as_the_standard_and_another_library_name_it() -> None:
    example = vectors("sm_vectors.json")["jwk"]
    key = PublicKey.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": example["x"]})
    assert key.kid == example["thumbprint"] == OKPKey.import_key({**key.to_jwk()}).thumbprint()


def test_keys_of_different_suites_never_have_the_same_name() -> None:
    assert len({generate(suite).public.kid for suite in (INTL, GM) for _ in range(20)}) == 40


@pytest.mark.parametrize(
    "text",
    [
        "",
        "intl",
        "intl:",
        "gm:",
        "intl:AAAA",
        "gm:AAAA",
        "rsa:" + "A" * 43,
        "intl:" + "!" * 43,
        "intl:" + "A" * 43 + "=",
        "intl:" + "A" * 42 + "B",  # not the one way to write these bytes
        "gm:" + "A" * 43,  # zero
        "gm:" + encoded(b"\xff" * 32),  # beyond the order of the curve
        # the order less one, with which SM2 cannot sign
        "gm:"
        + encoded(
            bytes.fromhex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122")
        ),
    ],
)
def test_what_is_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        PrivateKey.from_text(text)


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": 5},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "X25519", "x": "A" * 43},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "crv": "SM2", "x": "A" * 43},
        {"kty": "EC", "crv": "SM2", "x": "A" * 43, "y": "A" * 43},  # not on the curve
        {"kty": ["EC"], "crv": {"SM2": 1}},
    ],
)
def test_what_is_no_public_key_is_refused(jwk: dict[str, object]) -> None:
    with pytest.raises(BadKey):
        PublicKey.from_jwk(jwk)


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("y", sorted(ed25519.WEAK), ids=bytes.hex)
def test_a_key_under_which_anybody_can_sign_is_refused(y: bytes, sign: int) -> None:
    point = y[:31] + bytes([y[31] | sign])
    forged = b"\1" + bytes(63)  # made without any secret
    messages = (f"message {number}".encode() for number in range(200))
    assert any(ed25519.verify(point, forged, message) for message in messages)
    with pytest.raises(BadKey):
        PublicKey(INTL, point)


def test_a_suite_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadKey):
        generate("rsa")


@SUITES
def test_eight_threads_use_one_key_at_once(suite: str) -> None:
    key = generate(suite)

    def work(number: int) -> bool:
        message = f"message {number}".encode()
        signature = key.sign(message)
        return key.public.verify(signature, message) and not key.public.verify(signature, b"other")

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))


def test_many_keys_come_and_go_at_once() -> None:
    """More of them than are remembered, so that some are freed while others are used."""

    def work(number: int) -> bool:
        key = generate(GM if number % 2 else INTL)
        return key.public.verify(key.sign(b"abc"), b"abc")

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(2400)))
