"""What we sign codes with: the signing keys of this installation."""

from datetime import datetime

from tongban.crypto.keys import PrivateKey
from tongban.federation.providers import keyring


def signing_key(*, at: datetime) -> PrivateKey:
    """The newest key that counts now."""
    return keyring.signing_key(at=at)


def counting_keys(*, at: datetime) -> list[PrivateKey]:
    """Every key of ours that counts now, newest first: codes of yesterday's key are still good."""
    return [each.key for each in keyring.signing_keys() if each.counts(at=at)]
