"""Notifications to browsers: Web Push (RFC 8030), encrypted (RFC 8291), signed (VAPID, RFC 8292).

The address comes from the browser, so only services named in the settings are sent to.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from fnmatch import fnmatch
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import http_ece
import urllib3
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from joserfc import jwt
from joserfc.jwk import ECKey

from tongban.crypto.signing_keys import lasting_key
from tongban.messages.providers import NeverTaken, NotTaken, Parcel

TTL: Final = 3600
SECRET: Final = 16
PATIENCE: Final = urllib3.Timeout(connect=5, read=10)
LONGEST: Final = 2000
TAKEN: Final = range(200, 300)
FOR_GOOD: Final = range(400, 429)  # among them 404 and 410: nobody listens there any more


class BadSubscription(ValueError):
    """It is malformed, or of a service that we do not send to."""


def public_key() -> str:
    """What a browser must be told before it lets us send (`applicationServerKey`)."""
    key = _key().as_dict(private=False)
    point = b"\x04" + _bytes(str(key["x"])) + _bytes(str(key["y"]))
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def checked(subscription: Mapping[str, str]) -> dict[str, str]:
    """What of a subscription is kept, or BadSubscription."""
    kept = {name: str(subscription.get(name, "")) for name in ("endpoint", "p256dh", "auth")}
    if not kept["endpoint"] or len(kept["endpoint"]) > LONGEST:
        raise BadSubscription
    _origin(kept["endpoint"])
    try:
        point, secret = _bytes(kept["p256dh"]), _bytes(kept["auth"])
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, binascii.Error) as fault:
        raise BadSubscription from fault
    if len(secret) != SECRET:
        raise BadSubscription
    return kept


def send(parcel: Parcel) -> bool:
    """Post it to the browser's service, readable by that browser alone."""
    told: dict[str, str] = json.loads(parcel.address)
    try:
        origin = _origin(told["endpoint"])
    except BadSubscription as fault:
        raise NeverTaken(parcel.ref) from fault
    headers = {
        "Authorization": f"vapid t={_token(origin, at=parcel.at)}, k={public_key()}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL),
        "Urgency": "normal",
    }
    try:
        answer = _pool().request(
            "POST", told["endpoint"], body=_sealed(parcel, told), headers=headers, redirect=False
        )
    except urllib3.exceptions.HTTPError as trouble:
        raise NotTaken(parcel.ref) from trouble
    if answer.status in TAKEN:
        return False
    if answer.status in FOR_GOOD:
        raise NeverTaken(parcel.ref)
    raise NotTaken(f"{parcel.ref}: {answer.status}")


def result(_parcel: Parcel) -> bool | None:
    """These services do not say."""
    return None


def _sealed(parcel: Parcel, told: Mapping[str, str]) -> bytes:
    said = json.dumps({"title": parcel.title, "body": parcel.body}, ensure_ascii=False)
    sealed: bytes = http_ece.encrypt(
        said.encode(),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(told["p256dh"]),
        auth_secret=_bytes(told["auth"]),
        version="aes128gcm",
    )
    return sealed


def _origin(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    named = any(fnmatch(parts.netloc, allowed) for allowed in settings.PUSH_SERVICES)
    secure = parts.scheme == "https" or (settings.TONGBAN_DEMO and parts.hostname == "127.0.0.1")
    if not named or not secure or parts.username:
        raise BadSubscription
    return f"{parts.scheme}://{parts.netloc}"


def _token(origin: str, *, at: datetime) -> str:
    claims: dict[str, Any] = {
        "aud": origin,
        "exp": int((at + timedelta(hours=12)).timestamp()),
        "sub": settings.TONGBAN_ADDRESS,
    }
    return jwt.encode({"alg": "ES256", "typ": "JWT"}, claims, _key())


def _key() -> ECKey:
    return lasting_key("push")


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=PATIENCE, retries=False)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
