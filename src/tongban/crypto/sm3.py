"""SM3 (GB/T 32905), the national hash of 256 bits."""

from cryptography.hazmat.primitives import hashes


def sm3(content: bytes) -> bytes:
    hasher = hashes.Hash(hashes.SM3())
    hasher.update(content)
    return hasher.finalize()
