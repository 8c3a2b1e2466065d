"""The functions of OpenSSL 3's libcrypto that SM2 needs, declared for ctypes.

Python's own libraries do not offer SM2, and we do no curve arithmetic ourselves.
"""

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_long, c_size_t, c_void_p
from functools import cache
from typing import Any, Final

NAMES: Final = ("libcrypto.so.3", "libcrypto.3.dylib")
ADVICE: Final = "install the system's OpenSSL 3 with SM2 (on Debian: sudo apt-get install libssl3)"

FUNCTIONS: Final[dict[str, tuple[Any, list[Any]]]] = {
    "ERR_clear_error": (None, []),
    "EVP_MD_CTX_free": (None, [c_void_p]),
    "EVP_MD_CTX_new": (c_void_p, []),
    "EVP_DigestSignInit": (c_int, [c_void_p, POINTER(c_void_p), c_void_p, c_void_p, c_void_p]),
    "EVP_DigestSign": (c_int, [c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t]),
    "EVP_DigestVerifyInit": (c_int, [c_void_p, POINTER(c_void_p), c_void_p, c_void_p, c_void_p]),
    "EVP_DigestVerify": (c_int, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t]),
    "EVP_MD_fetch": (c_void_p, [c_void_p, c_char_p, c_char_p]),
    "EVP_PKEY_CTX_free": (None, [c_void_p]),
    "EVP_PKEY_CTX_new_from_pkey": (c_void_p, [c_void_p, c_void_p, c_char_p]),
    "EVP_PKEY_CTX_set1_id": (c_int, [c_void_p, c_char_p, c_int]),
    "EVP_PKEY_check": (c_int, [c_void_p]),
    "EVP_PKEY_free": (None, [c_void_p]),
    "EVP_PKEY_get_octet_string_param": (
        c_int,
        [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(c_size_t)],
    ),
    "EVP_PKEY_is_a": (c_int, [c_void_p, c_char_p]),
    "EVP_PKEY_public_check": (c_int, [c_void_p]),
    "d2i_AutoPrivateKey": (c_void_p, [c_void_p, POINTER(c_char_p), c_long]),
    "d2i_PUBKEY": (c_void_p, [c_void_p, POINTER(c_char_p), c_long]),
}


class NoLibcrypto(RuntimeError):
    """This machine's OpenSSL cannot do SM2."""


@cache
def libcrypto() -> ctypes.CDLL:
    """The library, with every function declared; raises NoLibcrypto where something lacks."""
    for name in NAMES:
        try:
            found = ctypes.CDLL(name)
        except OSError:
            continue
        return _declared(found)
    raise NoLibcrypto(f"The suite gm needs SM2, and there is no {NAMES[0]} here: {ADVICE}.")


@cache
def sm3_method() -> int:
    """OpenSSL's SM3, fetched once; it lives as long as the process."""
    found: int | None = libcrypto().EVP_MD_fetch(None, b"SM3", None)
    if not found:
        libcrypto().ERR_clear_error()
        raise NoLibcrypto(f"The suite gm needs SM3, and this machine's OpenSSL lacks it: {ADVICE}.")
    return found


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    for name, (result, arguments) in FUNCTIONS.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise NoLibcrypto(f"This machine's OpenSSL has no {name}: {ADVICE}.") from None
        function.restype, function.argtypes = result, arguments
    return library
