"""Passkeys (WebAuthn), with the checks done by the fido2 library."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Self
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.crypto.credentials import show
from tongban.federation.queries import here
from tongban.identity.models import LentPasskey, Passkey, Person, SignIn
from tongban.identity.operations.lending import tell_borrowers
from tongban.identity.operations.sign_ins import open_sign_in, raise_level
from tongban.identity.queries.lending import lent_passkey
from tongban.identity.queries.levels import most_shown_here
from tongban.identity.rules import Door, Level, Method, level_of_passkey

MOST_KEYS: Final = 10
REQUIRED: Final = UserVerificationRequirement.REQUIRED


class PasskeyRefused(Refusal):
    code = "passkey_refused"
    message = _("The passkey did not work. Please try again, or use another way to sign in.")


class PasskeyKnown(Refusal):
    code = "passkey_known"
    message = _("This device already has a passkey here.")


class TooManyPasskeys(Refusal):
    code = "too_many_passkeys"
    message = _("You have ten passkeys. Please remove one that you no longer use.")


class PasskeyGone(Refusal):
    code = "passkey_gone"
    message = _("That passkey has already been removed.")


@dataclass(frozen=True)
class Site:
    """The site that a passkey belongs to: its domain, and the origin that pages come from."""

    host: str
    origin: str
    name: str

    @classmethod
    def at(cls, address: str, *, shared: str, name: str) -> Self:
        """The site at an address such as `https://a.example`. Sites in the shared domain have
        their passkeys in common; browsers let no other site use it."""
        host = urlsplit(address).hostname or ""
        inside = bool(shared) and (host == shared or host.endswith(f".{shared}"))
        return cls(host=shared if inside else host, origin=address, name=name)


@dataclass(frozen=True)
class Proof:
    """Whose passkey a device has used: one of ours, or one that the hub has lent us."""

    person: Person
    level: int
    lent: bool


def offer_registration(*, person: Person, site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to make a passkey, and what to remember until it answers."""
    user = PublicKeyCredentialUserEntity(
        id=sha256(b"passkey|" + person.public_id.bytes).digest(),  # shown wherever it is used
        name=person.masked_phone or person.login_name,
        display_name=person.masked_name or person.masked_phone or person.login_name,
    )
    options, state = _server(site).register_begin(
        user,
        credentials=[_data(key) for key in person.passkeys.all()],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
    )
    return dict(options), state


@transaction.atomic
def add_passkey(
    *,
    sign_in: SignIn,
    site: Site,
    state: Mapping[str, Any],
    answer: Mapping[str, Any],
    name: str,
    at: datetime,
) -> Passkey:
    """Keep a new passkey; it will reach the level that this sign-in has.

    Refuses with PasskeyRefused, PasskeyKnown or TooManyPasskeys.
    """
    person = Person.objects.select_for_update().get(pk=sign_in.person_id)
    if person.passkeys.count() >= MOST_KEYS:
        raise TooManyPasskeys
    try:
        made = _server(site).register_complete(state, answer)
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    data = made.credential_data
    if data is None:
        raise PasskeyRefused
    with refusing({"passkey_is_known_once": PasskeyKnown}):
        passkey = Passkey.objects.create(
            person=person,
            name=name[:60],
            credential_id=websafe_encode(data.credential_id),
            public_key=bytes(data),
            counter=made.counter,
            level=sign_in.level,
            created_at=at,
        )
    audit.record("identity.passkey_added", subject=passkey, by=person, at=at)
    tell_borrowers(person=person, at=at)
    return passkey


def offer_sign_in(
    *, site: Site, person: Person | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to use a passkey: any of this site, or one of this person."""
    options, state = _server(site).authenticate_begin(
        credentials=[_data(key) for key in person.passkeys.all()] if person else None,
        user_verification=REQUIRED,
    )
    return dict(options), state


@transaction.atomic
def sign_in_with_passkey(
    *,
    site: Site,
    state: Mapping[str, Any],
    answer: Mapping[str, Any],
    door: Door,
    device: str,
    at: datetime,
) -> SignIn:
    """Let in whoever holds the passkey. Refuses with PasskeyRefused or AccountClosed."""
    proof = _proved(site, state, answer, at=at)
    if door == Door.WORK and (proof.lent or not proof.person.is_official):
        raise PasskeyRefused
    level = level_of_passkey(bound_level=proof.level, person_level=proof.person.level)
    return open_sign_in(
        person=proof.person,
        door=door,
        method=Method.PASSKEY,
        level=level if door == Door.WORK else Level(min(level, most_shown_here())),
        device=device,
        at=at,
    )


@transaction.atomic
def step_up_with_passkey(
    *,
    sign_in: SignIn,
    site: Site,
    state: Mapping[str, Any],
    answer: Mapping[str, Any],
    at: datetime,
) -> SignIn:
    """Show more with one's own passkey. Refuses with PasskeyRefused."""
    proof = _proved(site, state, answer, at=at)
    if proof.person.pk != sign_in.person_id:
        raise PasskeyRefused
    reached = level_of_passkey(bound_level=proof.level, person_level=proof.person.level)
    level = Level(min(reached, most_shown_here()))
    return raise_level(sign_in=sign_in, to=level, method=Method.PASSKEY, at=at)


@transaction.atomic
def remove_passkey(*, passkey: Passkey, by: Person, at: datetime) -> None:
    """Forget one's own passkey. Refuses with PasskeyGone."""
    deleted, _rows = Passkey.objects.filter(pk=passkey.pk, person=by).delete()
    if not deleted:
        raise PasskeyGone
    audit.record("identity.passkey_removed", subject=passkey, by=by, at=at)
    tell_borrowers(person=by, at=at)


def _proved(
    site: Site, state: Mapping[str, Any], answer: Mapping[str, Any], *, at: datetime
) -> Proof:
    try:
        given = AuthenticationResponse.from_dict(answer)
        passkey = _ours(given.raw_id) or lent_passkey(given.raw_id, at=at)
        if passkey is None:
            raise PasskeyRefused
        _server(site).authenticate_complete(state, [_data(passkey, given.raw_id)], given)
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    counter = given.response.authenticator_data.counter
    # A counter that does not grow means a copied key; 0 means the device keeps none.
    if (counter or passkey.counter) and counter <= passkey.counter:
        raise PasskeyRefused
    passkey.counter = counter
    passkey.save(update_fields=["counter"])
    if isinstance(passkey, Passkey):
        Passkey.objects.filter(pk=passkey.pk).update(used_at=at)
    return Proof(passkey.person, passkey.level, isinstance(passkey, LentPasskey))


def _ours(name: bytes) -> Passkey | None:
    held = Passkey.objects.select_for_update(of=["self"]).select_related("person")
    return held.filter(credential_id=websafe_encode(name)).first()


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=site.host, name=site.name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _data(passkey: Passkey | LentPasskey, name: bytes = b"") -> AttestedCredentialData:
    if isinstance(passkey, Passkey):
        return AttestedCredentialData(bytes(passkey.public_key))
    return AttestedCredentialData(show(passkey.hidden, name=name, held_by=here()) or b"")
