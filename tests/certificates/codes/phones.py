"""Phones, issuers and verifiers as tests of codes need them."""

import os
from datetime import UTC, datetime, timedelta

from tongban.certificates.rules import codes
from tongban.certificates.rules.codes import Credential, Place
from tongban.certificates.rules.verdicts import Issuer, Verifier
from tongban.crypto import status_lists
from tongban.crypto.devices import Device
from tongban.crypto.keys import INTL, PrivateKey, generate
from tongban.crypto.status_lists import StatusList

AT = datetime(2026, 11, 24, 9, 0, 20, tzinfo=UTC)
KEY = generate(INTL)
SECOND = timedelta(seconds=1)
PLACE = Place(number=1, index=321)


def an_issuer(key: PrivateKey = KEY, name: str = "west") -> Issuer:
    return Issuer(name, f"https://{name}.example", key.public)


def list_text(*revoked: int, key: PrivateKey = KEY, at: datetime = AT, version: int = 1) -> str:
    return status_lists.sign(
        subject=an_issuer(key).list_address(PLACE.number),
        version=version,
        size=1000,
        revoked=revoked,
        key=key,
        at=at,
        lives=timedelta(hours=24),
        fresh=timedelta(minutes=1),
    )


def a_list(*revoked: int, key: PrivateKey = KEY, **more) -> StatusList:
    return status_lists.read(list_text(*revoked, key=key, **more), keys=[key.public])


def a_verifier(*lists: StatusList, key: PrivateKey = KEY, **more) -> Verifier:
    held = lists or (a_list(key=key),)
    kid = codes.short_kid(key.public.kid)
    return Verifier({kid: an_issuer(key)}, {each.subject: each for each in held}, **more)


def a_credential(device: Device, *, key: PrivateKey = KEY, at: datetime = AT, **more) -> bytes:
    told = {"holder": codes.PERSON, "level": 3, "place": PLACE} | more
    credential = Credential(
        id=os.urandom(codes.ID),
        expires_at=int(codes.expiry(at=at).timestamp()),
        device=device.public,
        **told,
    )
    return codes.issued(credential, key)


def a_code(
    *,
    key: PrivateKey = KEY,
    at: datetime = AT,
    by: Device | None = None,
    audience: str = "",
    **more,
) -> str:
    """A code as a phone shows it; with `by`, a phone that the credential does not belong to."""
    device = Device.make()
    credential = a_credential(device, key=key, **more)
    return codes.presented(credential, by or device, at=at, audience=audience)
