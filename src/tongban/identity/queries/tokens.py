"""Digests of tokens."""

import hashlib


def token_digest(plain: str) -> str:
    """A token is 256 random bits, so a plain digest keeps it secret."""
    return hashlib.sha256(plain.encode()).hexdigest()
