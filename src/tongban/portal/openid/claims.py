"""What a client is told of somebody: as little as it was allowed, and never an ID number."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_noop

from tongban.identity.models import Permit, Person
from tongban.identity.queries import openid
from tongban.identity.queries.handles import handles_for
from tongban.identity.queries.lending import passkeys_for
from tongban.identity.rules import PLATFORMS, Party, Scope
from tongban.privacy import operations as privacy
from tongban.privacy import queries as looks
from tongban.privacy.rules import By, Shown, purpose_of

Claims = dict[str, Any]


def _profile(person: Person) -> Claims:
    chosen = person.preferred_at or person.created_at
    return {
        "name": person.name,
        "locale": person.language,
        "elder": person.elder,
        "updated_at": int(chosen.timestamp()),
    }


def _phone(person: Person) -> Claims:
    return {"phone_number": person.phone, "phone_number_verified": bool(person.phone_index)}


def _region(person: Person) -> Claims:
    return {"region": person.region}


def _platform(person: Person) -> Claims:
    """What a form of a service asks everybody, in the words of the register."""
    return {"birthdate": person.facts.get("birth_on"), "gender": person.facts.get("sex")}


SIGNED_IN: Final = gettext_noop("You signed in there with your account")
PERSONAL: Final = {  # what a claim is called on the page of who looked
    "name": "name",
    "phone_number": "phone",
    "region": "region",
    "birthdate": "birth_on",
    "gender": "sex",
}

BY_SCOPE: Mapping[str, Callable[[Person], Claims]] = {
    Scope.PROFILE: _profile,
    Scope.PHONE: _phone,
    Scope.REGION: _region,
    Scope.PLATFORM: _platform,
}


def purpose_for(party: Party) -> str:
    """What a client learns things for, as the register of purposes calls it."""
    return purpose_of(PLATFORMS if party.is_platform else party.client_id)


def claims_for(permit: Permit, party: Party, *, at: datetime) -> Claims:
    """The answer of userinfo. A platform also gets the handles for the other platforms, and is
    lent the passkeys for when we are away."""
    person, granted = permit.person, permit.scope.split()
    claims: Claims = {"sub": openid.sub_for(person, party), "acr": str(int(permit.level))}
    for scope, told in BY_SCOPE.items():
        if scope in granted:
            claims |= told(person)
    if party.is_platform and Scope.PLATFORM in granted:
        claims["handles"] = handles_for(person, but=party.client_id, at=at)
        claims["passkeys"] = passkeys_for(person, node=party.client_id, at=at)
    return {name: value for name, value in claims.items() if value not in (None, "")}


def note_told(permit: Permit, party: Party, claims: Claims, *, at: datetime) -> None:
    """Write down, for the person, that a client read this of them. Once a day and client."""
    fields = sorted(field for claim, field in PERSONAL.items() if claim in claims)
    under, about = f"client/{party.client_id}"[:80], "sign-in"
    seen, _why = looks.looked_today(permit.person, under=under, about=about, at=at)
    if seen >= set(fields):
        return
    privacy.record_access(
        person=permit.person,
        by=None,
        under=under,
        office=dict(party.names),
        about=about,
        fields=fields,
        reason=SIGNED_IN,
        at=at,
        shown=Shown(
            kind=By.NODE if party.is_platform else By.PROGRAM,
            purpose=purpose_for(party),
        ),
    )
