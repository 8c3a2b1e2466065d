"""Letting in whom the hub vouches for, and ending that again when the hub says so."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.audit import operations as audit
from tongban.identity.models import Link, Person, SignIn
from tongban.identity.operations.lending import keep_lent
from tongban.identity.operations.links import person_from
from tongban.identity.operations.sign_ins import open_sign_in
from tongban.identity.providers.hub import Told
from tongban.identity.rules import Door, Method

CLAIMS = {"sub": "sub", "name": "name", "region": "region"}
CLAIMS |= {"gender": "sex", "birthdate": "birth_on"}


@transaction.atomic
def sign_in_from_hub(*, told: Told, device: str, instead_of: SignIn | None, at: datetime) -> SignIn:
    """Let in the person whom the hub has signed in, as well as they showed it there.

    `instead_of` is the sign-in of this browser that the new one replaces, when somebody has shown
    more. Refuses with SubjectFaulty or AccountClosed.
    """
    subject = {ours: told.claims.get(theirs, "") for theirs, ours in CLAIMS.items()}
    subject["level"] = int(told.level)
    if told.claims.get("phone_number_verified") is True:
        subject["phone"] = told.claims.get("phone_number", "")
    person = person_from(subject=subject, source=told.hub, at=at)
    handles = told.claims.get("handles")
    if isinstance(handles, dict):
        Link.objects.filter(person=person, issuer=told.hub).update(handles=handles)
    lent = told.claims.get("passkeys")
    if isinstance(lent, dict):
        said_at = datetime.fromisoformat(str(lent["at"]))
        keep_lent(person=person, hub=told.hub, keys=lent["keys"], said_at=said_at, at=at)
    _take_over_preferences(person, told.claims, at=at)
    if instead_of and instead_of.person_id == person.pk:
        SignIn.objects.filter(pk=instead_of.pk, ended_at=None).update(ended_at=at)
    sign_in = open_sign_in(
        person=person,
        door=Door.PORTAL,
        method=Method.HUB,
        level=told.level,
        device=device,
        at=at,
    )
    sign_in.hub_session, sign_in.level_at = told.sid, told.shown_at
    sign_in.save(update_fields=["hub_session", "level_at"])
    return sign_in


@transaction.atomic
def end_from_hub(*, sid: str, at: datetime) -> int:
    """The hub says that a sign-in has ended there: end what came of it here."""
    ended = list(SignIn.objects.select_related("person").filter(hub_session=sid, ended_at=None))
    for sign_in in ended if sid else []:
        SignIn.objects.filter(pk=sign_in.pk).update(ended_at=at)
        audit.record("identity.signed_out_by_hub", subject=sign_in, by=sign_in.person, at=at)
    return len(ended) if sid else 0


def _take_over_preferences(person: Person, claims: dict[str, Any], *, at: datetime) -> None:
    """Language and text size as chosen at the hub, unless chosen here since then."""
    chosen_here = person.preferred_at.timestamp() if person.preferred_at else 0.0
    chosen_there = claims.get("updated_at")
    if not isinstance(chosen_there, int | float) or chosen_there < chosen_here:
        return
    person.language = str(claims.get("locale", "") or person.language)[:10]
    person.elder = bool(claims.get("elder", person.elder))
    person.region = str(claims.get("region", "") or person.region)[:12]
    person.preferred_at = min(at, datetime.fromtimestamp(chosen_there, tz=at.tzinfo))
    person.save(update_fields=["language", "elder", "region", "preferred_at"])
