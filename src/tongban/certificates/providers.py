"""What we sign with, and how we reach programs that ask for certificates."""

import json
from datetime import datetime
from typing import Any, Final

import urllib3
from django.utils.translation import gettext_lazy as _
from urllib3.exceptions import HTTPError

from tongban.core.refusal import Refusal
from tongban.crypto import signing_keys
from tongban.crypto.devices import DeviceKey
from tongban.crypto.jose import EcKey
from tongban.crypto.keys import PrivateKey
from tongban.federation.providers import keyring
from tongban.identity.providers import platforms

PATIENCE: Final = urllib3.Timeout(connect=2.0, read=4.0)
MOST: Final = 64 * 1024
_pool = urllib3.PoolManager(maxsize=4, retries=False, timeout=PATIENCE)


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


def key_for_wallets() -> EcKey:
    """Signs credentials for wallets that know only ES256; the same for as long as the key ring."""
    return EcKey(signing_keys.lasting_key("credentials"))


class ProgramAway(Refusal):
    code = "program_away"
    message = _("Whoever asks for the certificate does not answer. Please try again later.")


def fetch_request(address: str) -> str:
    """A signed request from its address, which the caller found to be a registered one.

    Nothing is followed, and little is read. Refuses with ProgramAway.
    """
    headers = {"Accept": "application/oauth-authz-req+jwt"}
    return _said("GET", address, headers=headers)


def post_answer(address: str, form: dict[str, str]) -> dict[str, Any]:
    """Give an answer to whoever asked; what they say to it. Refuses with ProgramAway."""
    said = _said("POST", address, fields=form, encode_multipart=False)
    try:
        found = json.loads(said or "{}")
    except (ValueError, RecursionError) as error:
        raise ProgramAway from error
    return found if isinstance(found, dict) else {}


def is_key_of(platform: str, key: DeviceKey) -> bool:
    """Whether a platform of the federation publishes this key. Refuses with ProgramAway."""
    try:
        known = platforms.keys_at(f"{platform.rstrip('/')}/openid/keys/").as_dict()["keys"]
    except platforms.PlatformAway as error:
        raise ProgramAway from error
    mine = key.to_jwk()
    return any((each.get("x"), each.get("y")) == (mine["x"], mine["y"]) for each in known)


def _said(method: str, address: str, **options: Any) -> str:
    try:
        answer = _pool.request(method, address, redirect=False, preload_content=False, **options)
        body = answer.read(MOST + 1, decode_content=True)
        answer.release_conn()
    except HTTPError as error:
        raise ProgramAway from error
    if answer.status != 200 or len(body) > MOST:
        raise ProgramAway
    return str(body.decode("utf-8", "replace"))
