"""Base45 (RFC 9285): bytes in the characters that a QR code packs tightest."""

import struct
from typing import Final

ALPHABET: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = bytes(max(ALPHABET.find(bytes([code])), 0) for code in range(256))


def encode(raw: bytes) -> str:
    text = bytearray()
    for place in range(0, len(raw) - 1, 2):
        rest, first = divmod(raw[place] << 8 | raw[place + 1], 45)
        third, second = divmod(rest, 45)
        text += bytes((ALPHABET[first], ALPHABET[second], ALPHABET[third]))
    if len(raw) % 2:
        second, first = divmod(raw[-1], 45)
        text += bytes((ALPHABET[first], ALPHABET[second]))
    return text.decode()


def decode(text: str) -> bytes:
    """What `encode` made; raises ValueError for anything else."""
    raw = text.encode("ascii")
    if raw.translate(None, ALPHABET):
        raise ValueError("a character that Base45 does not have")
    values = raw.translate(_VALUES)
    whole, rest = divmod(len(values), 3)
    if rest == 1:
        raise ValueError("Base45 that ends in the middle")
    ends = values[: whole * 3]
    pairs = [a + 45 * b + 2025 * c for a, b, c in zip(ends[::3], ends[1::3], ends[2::3])]  # noqa: B905
    last = [values[-2] + 45 * values[-1]] if rest else []
    try:
        return struct.pack(f">{whole}H{len(last)}B", *pairs, *last)
    except struct.error:
        raise ValueError("Base45 of a number that is too large") from None
