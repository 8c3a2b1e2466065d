"""SM2 and SM3 as the standards print them and as another library computes them."""

import ctypes

import pytest
from gmssl import func
from gmssl import sm2 as other_sm2
from gmssl import sm3 as other_sm3
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crypto.vectors import vectors
from tongban.crypto import libcrypto, sm2
from tongban.crypto.sm3 import sm3

VECTORS = vectors("sm_vectors.json")
EXAMPLE = VECTORS["sm2"]
SECRET = bytes.fromhex(EXAMPLE["secret"])
POINT = bytes.fromhex(EXAMPLE["x"] + EXAMPLE["y"])
SIGNATURE = bytes.fromhex(EXAMPLE["r"] + EXAMPLE["s"])


@pytest.mark.parametrize("example", VECTORS["sm3"]["examples"])
def test_sm3_gives_what_the_standard_prints(example: dict[str, str]) -> None:
    assert sm3(example["text"].encode()).hex() == example["digest"]


def test_the_point_of_the_standards_secret_is_the_printed_one() -> None:
    assert sm2.public_of(SECRET) == POINT


def test_the_standards_signature_is_good() -> None:
    message = EXAMPLE["message"].encode()
    assert sm2.verify(POINT, SIGNATURE, message)
    assert not sm2.verify(POINT, SIGNATURE, message + b".")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_another_library_computes_the_same_sm3(message: bytes) -> None:
    assert sm3(message).hex() == other_sm3.sm3_hash(func.bytes_to_list(message))


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=1, max_size=100))
def test_another_library_accepts_what_we_sign_and_we_what_it_signs(message: bytes) -> None:
    secret = sm2.generate()
    point = sm2.public_of(secret)
    other = other_sm2.CryptSM2(private_key=secret.hex(), public_key=point.hex())
    other.public_key = point.hex()  # its constructor strips leading zeros and fours
    assert other.verify_with_sm3(sm2.sign(secret, message).hex(), message)
    assert sm2.verify(point, bytes.fromhex(other.sign_with_sm3(message)), message)


def test_two_signatures_of_one_message_differ_and_are_both_good() -> None:
    first, second = sm2.sign(SECRET, b"abc"), sm2.sign(SECRET, b"abc")
    assert first != second
    assert sm2.verify(POINT, first, b"abc") and sm2.verify(POINT, second, b"abc")


def test_a_refused_signature_leaves_no_error_for_pythons_ssl_to_find() -> None:
    library = libcrypto.libcrypto()
    library.ERR_peek_error.restype = ctypes.c_ulong
    for signature in (b"\0" * 64, b"\xff" * 64, SIGNATURE[::-1]):
        assert not sm2.verify(POINT, signature, b"abc")
        assert library.ERR_peek_error() == 0
    assert not sm2.is_point(b"\1" * 64)
    assert library.ERR_peek_error() == 0


MADE_AND_FREED = [
    ({"EVP_MD_CTX_new"}, "EVP_MD_CTX_free"),
    ({"EVP_PKEY_CTX_new_from_pkey"}, "EVP_PKEY_CTX_free"),
    ({"d2i_AutoPrivateKey", "d2i_PUBKEY"}, "EVP_PKEY_free"),
]


@pytest.mark.parametrize(("makers", "freer"), MADE_AND_FREED)
def test_what_openssl_makes_for_us_is_freed(
    makers: set[str], freer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = libcrypto.libcrypto()
    made: list[int] = []
    freed: list[int] = []
    for maker in makers:
        make = getattr(library, maker)
        monkeypatch.setattr(library, maker, lambda *given, make=make: _noted(made, make(*given)))
    free = getattr(library, freer)
    monkeypatch.setattr(library, freer, lambda address: free(_noted(freed, address)))
    for number in range(1, 20):
        secret = sm2.generate()
        assert sm2.verify(sm2.public_of(secret), sm2.sign(secret, b"abc"), b"abc")
        assert not sm2.verify(POINT, bytes([number]) * 64, b"abc")
        assert not sm2.is_point(bytes([number]) * 64)
    sm2._private.cache_clear()
    sm2._public.cache_clear()
    assert sorted(filter(None, made)) == sorted(freed) != []


def _noted(notes: list[int], address: int) -> int:
    notes.append(address)
    return address


def test_a_machine_without_sm2_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libcrypto, "NAMES", ("libnothing.so.3",))
    libcrypto.libcrypto.cache_clear()
    sm2._private.cache_clear()
    try:
        assert "apt-get install libssl3" in sm2.trouble()
        with pytest.raises(libcrypto.NoLibcrypto, match="SM2"):
            sm2.generate()
    finally:
        libcrypto.libcrypto.cache_clear()


def test_this_machine_can_do_sm2() -> None:
    assert sm2.trouble() == ""
