"""What we sign codes with: the signing keys of this installation."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.crypto.keys import PrivateKey
from tongban.federation.providers import keyring


class NoSigningKeys(Refusal):
    code = "no_signing_keys"
    message = _("This installation has no keys to sign with yet, so it cannot give out codes.")


def signing_key(*, at: datetime) -> PrivateKey:
    """The newest key that counts now. Refuses with NoSigningKeys."""
    return counting_keys(at=at)[0]


def counting_keys(*, at: datetime) -> list[PrivateKey]:
    """Every key of ours that counts now, newest first: codes of yesterday's key are still good.

    Refuses with NoSigningKeys.
    """
    found = [each.key for each in keyring.signing_keys() if each.counts(at=at)]
    if not found:
        raise NoSigningKeys
    return found
