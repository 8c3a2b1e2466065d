"""Passkeys (WebAuthn), with the checks done by the fido2 library."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

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
from tongban.identity.models import Passkey, Person, SignIn
from tongban.identity.operations.sign_ins import open_sign_in, raise_level
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
    """The site that a passkey belongs to: its host name and the origin pages come from."""

    host: str
    origin: str
    name: str


def offer_registration(*, person: Person, site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to make a passkey, and what to remember until it answers."""
    user = PublicKeyCredentialUserEntity(
        id=person.public_id.bytes,
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
    passkey = _proved(site, state, answer, at=at)
    if door == Door.WORK and not passkey.person.is_official:
        raise PasskeyRefused
    level = level_of_passkey(bound_level=passkey.level, person_level=passkey.person.level)
    return open_sign_in(
        person=passkey.person,
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
    passkey = _proved(site, state, answer, at=at)
    if passkey.person_id != sign_in.person_id:
        raise PasskeyRefused
    reached = level_of_passkey(bound_level=passkey.level, person_level=passkey.person.level)
    level = Level(min(reached, most_shown_here()))
    return raise_level(sign_in=sign_in, to=level, method=Method.PASSKEY, at=at)


@transaction.atomic
def remove_passkey(*, passkey: Passkey, by: Person, at: datetime) -> None:
    """Forget one's own passkey. Refuses with PasskeyGone."""
    deleted, _rows = Passkey.objects.filter(pk=passkey.pk, person=by).delete()
    if not deleted:
        raise PasskeyGone
    audit.record("identity.passkey_removed", subject=passkey, by=by, at=at)


def _proved(
    site: Site, state: Mapping[str, Any], answer: Mapping[str, Any], *, at: datetime
) -> Passkey:
    try:
        given = AuthenticationResponse.from_dict(answer)
        passkey = (
            Passkey.objects.select_for_update(of=["self"])
            .select_related("person")
            .get(credential_id=websafe_encode(given.raw_id))
        )
        _server(site).authenticate_complete(state, [_data(passkey)], given)
    except (ValueError, KeyError, TypeError, Passkey.DoesNotExist) as error:
        raise PasskeyRefused from error
    counter = given.response.authenticator_data.counter
    # A counter that does not grow means a copied key; 0 means the device keeps none.
    if (counter or passkey.counter) and counter <= passkey.counter:
        raise PasskeyRefused
    passkey.counter, passkey.used_at = counter, at
    passkey.save(update_fields=["counter", "used_at"])
    return passkey


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=site.host, name=site.name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _data(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.public_key))
