"""Reading. Each function answers one question and says who may ask it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import pyotp
from django.db.models import QuerySet

from tongban.core.statements import read
from tongban.identity.models import (
    Actor,
    Authenticator,
    Grant,
    GrantQuerySet,
    Mandate,
    Organisation,
    Passkey,
    Person,
    SignIn,
    id_index,
)
from tongban.identity.queries.arriving import person_meant as person_meant
from tongban.identity.queries.arriving import signed_in_lately as signed_in_lately
from tongban.identity.queries.levels import most_shown_here as most_shown_here
from tongban.identity.queries.links import nodes_of as nodes_of
from tongban.identity.queries.links import subject_for as subject_for
from tongban.identity.queries.mandates import actor_for as actor_for
from tongban.identity.queries.mandates import mandate_of as mandate_of
from tongban.identity.queries.mandates import mandates_given as mandates_given
from tongban.identity.queries.mandates import mandates_held as mandates_held
from tongban.identity.queries.mandates import mandates_to_confirm as mandates_to_confirm
from tongban.identity.queries.tokens import token_digest as token_digest
from tongban.identity.rules import MAY_GIVE, GrantKind, Level


def live_sign_in(public_id: UUID, *, at: datetime) -> SignIn | None:
    """The sign-in that a session names, with its person, while it is awake and not ended."""
    return SignIn.objects.live(at=at).select_related("person").filter(public_id=public_id).first()


def sign_in_that_ended(public_id: UUID) -> SignIn | None:
    """The sign-in that a session names, however it ended. For saying why."""
    return SignIn.objects.select_related("person").filter(public_id=public_id).first()


def sign_ins_of(person: Person, *, at: datetime) -> QuerySet[SignIn]:
    """Where a person is signed in now, latest first. Only she may ask."""
    return SignIn.objects.live(at=at).filter(person=person).order_by("-started_at", "-pk")


def passkeys_of(person: Person) -> QuerySet[Passkey]:
    """A person's own passkeys, oldest first."""
    return Passkey.objects.filter(person=person).order_by("created_at", "pk")


def live_grants_of(person: Person, *, at: datetime) -> GrantQuerySet:
    """The firms a person may act for now. Only she may ask."""
    return (
        Grant.objects.live(at=at)
        .filter(agent=person)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def actor_of(person: Person, *, grant: UUID | None, at: datetime) -> Actor | None:
    """Who acts: the person, or the person for a firm. None when that grant no longer lives."""
    if grant is None:
        return Actor(person)
    live = live_grants_of(person, at=at).filter(public_id=grant).first()
    return Actor(person, live) if live else None


def grants_at(actor: Actor, *, at: datetime) -> GrantQuerySet:
    """Who may act for the firm: for those who may give powers there, else nothing."""
    found = Grant.objects.live(at=at)
    if actor.grant is None or not MAY_GIVE[GrantKind(actor.grant.kind)]:
        return found.none()
    return (
        found.filter(organisation=actor.grant.organisation)
        .select_related("agent", "given_under")
        .order_by("starts_at", "pk")
    )


def powers_of(person: Person, *, at: datetime) -> int:
    """How many powers for firms a person holds now. Only she may ask."""
    return live_grants_of(person, at=at).count()


def who_may_act(firm: Organisation, *, service: str, at: datetime) -> list[Person]:
    """Whose powers for the firm reach a service now, the oldest first. For telling them things."""
    live = Grant.objects.live(at=at).filter(organisation=firm).order_by("starts_at", "pk")
    reach = [each for each in live.select_related("agent") if covers(each, service)]
    return list(dict.fromkeys(grant.agent for grant in reach))


def covers(grant: Grant | Mandate, service: str) -> bool:
    """Whether a power reaches a service: all of them, or this one among others."""
    return not grant.services or service in grant.services


WHO_HOLDS_IT = """
JOIN identity_apitoken AS token ON token.person_id = it.id
WHERE token.digest = %s AND token.revoked_at IS NULL AND token.expires_at > %s AND it.is_active
"""


def person_with_token(plain: str, *, at: datetime) -> Person | None:
    """Whose API token this is, in one query; None when it is unknown, ended or too old."""
    found = read(Person, WHO_HOLDS_IT, [token_digest(plain), at])
    return found[0] if found else None


def person_named(login_name: str) -> Person | None:
    """A demonstration's person by login name. For commands, not for screens."""
    return Person.objects.filter(login_name=login_name, is_active=True).first()


def official_with(public_id: UUID) -> Person | None:
    """An official by public name, for the second step of signing in."""
    return Person.objects.filter(public_id=public_id, is_official=True, is_active=True).first()


def code_of_authenticator(person: Person, *, at: datetime) -> str:
    """What the app of an invented official shows now. For a demonstration's screen only."""
    found = Authenticator.objects.filter(person=person, person__synthetic=True).first()
    if found is None:
        return ""
    app = pyotp.TOTP(found.secret)
    step = max(app.timecode(at), found.last_step + 1)  # a used code would be refused
    return app.generate_otp(step)


def invented_people() -> QuerySet[Person]:
    """The people of a demonstration who can sign in, as they were loaded."""
    found = Person.objects.filter(synthetic=True, is_active=True)
    return found.exclude(phone_index=None, is_official=False).order_by("pk")


def living_accounts(keys: Iterable[int]) -> list[Person]:
    """The people with these keys whose accounts are open."""
    return list(Person.objects.filter(pk__in=list(keys), is_active=True))


def language_of_phone(index: str) -> str:
    """The language in which the owner of a phone reads, by the blind index of its number."""
    found = Person.objects.filter(phone_index=index).values_list("language", flat=True).first()
    return found or ""


def person_with_phone(phone: str) -> Person | None:
    """Whose phone this is. For operators who take a call from it; no screen shows it."""
    return Person.objects.with_phone(phone) if phone else None


def person_with_number(number: str) -> Person | None:
    """Who has this ID number. For operations that ask somebody for consent; no screen shows it."""
    return Person.objects.filter(id_index=id_index(number), is_active=True).first()


def person_known_as(*, phone: str, name: str) -> Person | None:
    """Who has this phone and confirmed this name. For operations that count how often one asks."""
    found = Person.objects.with_phone(phone)
    return found if found and found.level >= Level.MATCHED and found.name == name else None


def organisation_with(uscc: str) -> Organisation | None:
    """The firm with this credit code."""
    return Organisation.objects.filter(uscc=uscc.upper()).first()
