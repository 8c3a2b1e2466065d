"""The suite `gm`: SM2 with SM3 (GB/T 32918.2), through OpenSSL's EVP functions.

Secrets are 32 bytes, points x‖y, signatures r‖s. Contexts live for one call, keys are shared
between threads (OpenSSL only reads them then) and freed when nobody remembers them.
Every failed call empties OpenSSL's queue of errors: Python's `ssl` reads the same one.
"""

import ctypes
import secrets
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from tongban.crypto.libcrypto import ADVICE, NoLibcrypto, libcrypto, sm3_method

KTY: Final = "EC"
CRV: Final = "SM2"
COORDINATES: Final = ("x", "y")
SIGNER_ID: Final = b"1234567812345678"  # GM/T 0009, the one that everybody uses
LONGEST: Final = 80  # of a signature in DER
REMEMBERED: Final = 1024
ALGORITHM: Final = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")
PRIVATE_DER: Final = bytes.fromhex("3041020100") + ALGORITHM + bytes.fromhex("0427302502010104 20")
PUBLIC_DER: Final = bytes.fromhex("3059") + ALGORITHM + bytes.fromhex("03420004")


class _Key:
    """An EVP_PKEY, freed with this object."""

    def __init__(self, address: int) -> None:
        self.address = address
        self._free = libcrypto().EVP_PKEY_free

    def __del__(self) -> None:
        self._free(self.address)


def generate() -> bytes:
    """A fresh secret: candidates are drawn until OpenSSL takes one (FIPS 186-5, A.2.2)."""
    while True:
        secret = secrets.token_bytes(32)
        try:
            _private(secret)
        except ValueError:
            continue
        return secret


def public_of(secret: bytes) -> bytes:
    key = _private(secret)  # held by name: a key that nobody remembers is freed at once
    size, point = ctypes.c_size_t(), ctypes.create_string_buffer(65)
    arguments = (b"pub", point, len(point), ctypes.byref(size))
    done = libcrypto().EVP_PKEY_get_octet_string_param(key.address, *arguments)
    if done != 1 or size.value != 65 or point.raw[:1] != b"\x04":
        libcrypto().ERR_clear_error()
        raise ValueError("OpenSSL gave no point for this secret")
    return point.raw[1:]


def sign(secret: bytes, message: bytes) -> bytes:
    library, key = libcrypto(), _private(secret)
    context = _context()
    try:
        _prepare(library.EVP_DigestSignInit, context, key)
        size, der = ctypes.c_size_t(LONGEST), ctypes.create_string_buffer(LONGEST)
        if library.EVP_DigestSign(context, der, ctypes.byref(size), message, len(message)) != 1:
            library.ERR_clear_error()
            raise RuntimeError("OpenSSL did not sign")
    finally:
        library.EVP_MD_CTX_free(context)
    r, s = decode_dss_signature(der.raw[: size.value])
    return r.to_bytes(32) + s.to_bytes(32)


def verify(point: bytes, signature: bytes, message: bytes) -> bool:
    if len(signature) != 64:
        return False
    library = libcrypto()
    try:
        key = _public(point)
    except ValueError:
        return False
    numbers = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    der = encode_dss_signature(*numbers)
    context = _context()
    try:
        _prepare(library.EVP_DigestVerifyInit, context, key)
        answer: int = library.EVP_DigestVerify(context, der, len(der), message, len(message))
    finally:
        library.EVP_MD_CTX_free(context)
    if answer != 1:
        library.ERR_clear_error()
    return answer == 1


def is_point(point: bytes) -> bool:
    """Whether these bytes are a point on the curve that a key may have."""
    try:
        _public(point)
    except ValueError:
        return False
    return True


def trouble() -> str:
    """Why this machine cannot do SM2; nothing if it can. Signs and verifies once to know."""
    try:
        secret = generate()
        works = verify(public_of(secret), sign(secret, b"abc"), b"abc")
    except (NoLibcrypto, RuntimeError) as error:
        return str(error)
    return "" if works else f"This machine's OpenSSL does SM2 wrongly: {ADVICE}."


def _context() -> int:
    context: int | None = libcrypto().EVP_MD_CTX_new()
    if not context:
        raise MemoryError
    return context


def _prepare(init: "ctypes._NamedFuncPointer", context: int, key: _Key) -> None:
    """Start a signature or a check with SM3 and the usual signer's ID."""
    library, inner = libcrypto(), ctypes.c_void_p()
    begun = init(context, ctypes.byref(inner), sm3_method(), None, key.address) == 1
    if not begun or library.EVP_PKEY_CTX_set1_id(inner, SIGNER_ID, len(SIGNER_ID)) != 1:
        library.ERR_clear_error()
        raise RuntimeError("OpenSSL refused to use SM2 with SM3")


@lru_cache(maxsize=REMEMBERED)
def _private(secret: bytes) -> _Key:
    if len(secret) != 32:
        raise ValueError("an SM2 secret has 32 bytes")
    library = libcrypto()
    return _read(library.d2i_AutoPrivateKey, PRIVATE_DER + secret, library.EVP_PKEY_check)


@lru_cache(maxsize=REMEMBERED)
def _public(point: bytes) -> _Key:
    if len(point) != 64:
        raise ValueError("an SM2 point has 64 bytes")
    library = libcrypto()
    return _read(library.d2i_PUBKEY, PUBLIC_DER + point, library.EVP_PKEY_public_check)


def _read(d2i: "ctypes._NamedFuncPointer", der: bytes, check: "ctypes._NamedFuncPointer") -> _Key:
    """A key from DER, looked over; raises ValueError if OpenSSL does not take it."""
    library = libcrypto()
    address: int | None = d2i(None, ctypes.byref(ctypes.c_char_p(der)), len(der))
    if not address:
        library.ERR_clear_error()
        raise ValueError("not a key")
    key = _Key(address)
    checking = library.EVP_PKEY_CTX_new_from_pkey(None, address, None)
    good = checking and library.EVP_PKEY_is_a(address, b"SM2") == 1 and check(checking) == 1
    library.EVP_PKEY_CTX_free(checking)
    if not good:
        library.ERR_clear_error()
        raise ValueError("not an SM2 key")
    return key
