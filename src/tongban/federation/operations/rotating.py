"""A fresh signing key in good time: announced first, used later, the old one kept for a while."""

from datetime import datetime

from django.conf import settings

from tongban.crypto import keys
from tongban.federation.providers import keyring
from tongban.federation.providers.keyring import SigningKey
from tongban.federation.queries import is_hub
from tongban.federation.rules.timing import KEY_ANNOUNCED, KEY_OVERLAP, REGISTRY_LIVES


def add_signing_key(*, at: datetime) -> list[SigningKey]:
    """Make a key that counts soon, and let the present one end a day after that.

    The hub's is announced for as long as a registry lives: whoever still holds any registry of
    ours that has not expired finds in it the key that the next one is signed with. Returns what
    was there before, for `put_back`. While a key is announced no other is made.
    """
    before = keyring.signing_keys()
    if before and before[0].not_before > at:
        return before
    begins = at + (REGISTRY_LIVES if is_hub() else KEY_ANNOUNCED)
    fresh = SigningKey(keys.generate(settings.TONGBAN_SUITE), begins)
    keyring.replace([fresh, *_ending(before, begins + KEY_OVERLAP, at=at)])
    return before


def replace_keys(*, at: datetime) -> None:
    """The keys may be known to others: forget all that sign, and make fresh ones that count now.

    What was sealed for us before can still be opened. Two operators of the hub must let us in again.
    """
    keyring.renew(at=at)


def put_back(before: list[SigningKey], *, at: datetime) -> None:
    """Nobody took the new key: go on with the keys there were."""
    keyring.replace([key for key in before if key.not_after is None or at < key.not_after])


def _ending(before: list[SigningKey], end: datetime, *, at: datetime) -> list[SigningKey]:
    """The keys that still live, ending by then at the latest; the rest are forgotten."""
    living = [key for key in before if key.not_after is None or at < key.not_after]
    return [SigningKey(key.key, key.not_before, min(key.not_after or end, end)) for key in living]
