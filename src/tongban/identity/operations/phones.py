"""A new mobile number: proven by a code, told to the old one, which can take it back for a while."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.federation import queries as federation
from tongban.federation.operations import send
from tongban.identity.models import Challenge, Passkey, Person, PhoneChange, SignIn, phone_index
from tongban.identity.operations import limits
from tongban.identity.operations.closing import end_all
from tongban.identity.operations.codes import Tell, proven, send_code, used_up
from tongban.identity.operations.lending import tell_borrowers
from tongban.identity.operations.links import take_number
from tongban.identity.queries import person_meant, person_with_number, subject_for
from tongban.identity.queries.lending import borrowers_of
from tongban.identity.queries.phones import change_called, digest_of, level_for_phone
from tongban.identity.rules import MAY_BE_TAKEN_BACK, Level, Method, masked_number

CHANGED: Final = "identity.phone"
LIVES: Final = timedelta(days=1)  # of the text to the old number


@dataclass(frozen=True)
class Told:
    """How the old number hears of it: by `tell`, with a link that `link` makes of a name."""

    tell: Tell
    link: Callable[[str], str]


class SameNumber(Refusal):
    code = "same_number"
    message = _("This is your number already.")


class PhoneTaken(Refusal):
    code = "phone_taken"
    message = _(
        "Another account signs in with this number. Use a different one, or go to a service counter."
    )


class ChangedLately(Refusal):
    code = "changed_lately"
    message = _("Your number was changed less than 7 days ago. Wait until these days are over.")


class NotShownEnough(Refusal):
    code = "not_shown_enough"
    message = _("Show first that it is really you.")


class KeptAtTheHub(Refusal):
    code = "kept_at_the_hub"
    message = _("This number is kept by the national platform. Change it there.")


class NobodyOfThatName(Refusal):
    code = "nobody_of_that_name"
    message = _("Nobody here has confirmed this name with this ID number. Check both.")


class OwnNumber(Refusal):
    code = "own_number"
    message = _("Officials change their own number like everybody else.")


class TooLateToTakeBack(Refusal):
    code = "too_late_to_take_back"
    message = _("This link works no more. If your number is wrong, go to a service counter.")


def ask_for_new_phone(
    *, person: Person, phone: str, source: str, tell: Tell, at: datetime
) -> Challenge:
    """Send a code to the number that somebody wants to have. The same for every number.

    Refuses with SameNumber, ChangedLately, KeptAtTheHub or TooOften.
    """
    _may_change(person, at=at)
    if phone_index(phone) == person.phone_index:
        raise SameNumber
    limits.spend([("phone.person", person.ref)], at=at)
    return send_code(phone=phone, source=source, known_device="", tell=tell, at=at)


def change_phone(
    *, sign_in: SignIn, challenge: UUID, code: str, source: str, told: Told, at: datetime
) -> PhoneChange:
    """Take the new number; every other sign-in ends, and the old number is told.

    Not atomic as a whole: a wrong try stays counted. Refuses with NotShownEnough, ChangedLately,
    KeptAtTheHub, PhoneTaken, TooOften, CodeGone or CodeWrong.
    """
    if sign_in.level < level_for_phone(sign_in.person):
        raise NotShownEnough
    asked = proven(challenge=challenge, code=code, source=source, at=at)
    return _changed(sign_in.person, asked, told, but=sign_in, by=sign_in.person, under="", at=at)


def ask_at_counter(
    *, name: str, number: str, phone: str, by: Person, source: str, tell: Tell, at: datetime
) -> tuple[Person, Challenge]:
    """Somebody who lost the old number came with their ID card; the new one gets a code.

    Refuses with NobodyOfThatName, OwnNumber, and as `ask_for_new_phone` does.
    """
    limits.spend([("certificate.found", by.ref)], at=at)
    person = person_with_number(number)
    if person is None or person.name != name or person.level < Level.MATCHED:
        raise NobodyOfThatName
    if person == by:
        raise OwnNumber
    return person, ask_for_new_phone(person=person, phone=phone, source=source, tell=tell, at=at)


def change_at_counter(
    *,
    person: Person,
    challenge: UUID,
    code: str,
    by: Person,
    under: str,
    source: str,
    told: Told,
    at: datetime,
) -> PhoneChange:
    """The new number holds, after the official saw the ID card and the code arrived.

    Every sign-in ends. Refuses as `change_phone` does.
    """
    asked = proven(challenge=challenge, code=code, source=source, at=at)
    return _changed(person, asked, told, but=None, by=by, under=under, at=at)


@transaction.atomic
def take_phone_back(*, name: str, told: Told, at: datetime) -> Person:
    """Whoever has the old number says it was not them: it is back, and everybody is signed out.

    Passkeys that were made since then are gone. Refuses with TooLateToTakeBack or PhoneTaken.
    """
    change = change_called(name, at=at)
    if change is None or not PhoneChange.objects.open(at=at).filter(pk=change.pk).update(
        taken_back_at=at
    ):
        raise TooLateToTakeBack
    person = Person.objects.select_for_update().get(pk=change.person_id)
    _set(person, change.old, change.old_index)
    Passkey.objects.filter(person=person, created_at__gte=change.at).delete()
    tell_borrowers(person=person, at=at)
    end_all(SignIn.objects.filter(person=person, ended_at=None), at=at)
    audit.record("identity.phone_taken_back", subject=change, by=person, at=at)
    _tell_nodes(person, at=at)
    body = gettext("%(platform)s: your number is back. Whoever had changed it is signed out.")
    words = body % {"platform": settings.PLATFORM_NAME}
    told.tell(words, phone=change.old, purpose="identity.phone", at=at, lives=LIVES)
    return person


@transaction.atomic
def hear_phone(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """At a node: the hub says that somebody has a new number. Sign-ins by the old one end."""
    person = person_meant(said["subject"], source=source)
    if person is None or source != federation.hub():
        return
    take_number(person, str(said["phone"]))
    person.save(update_fields=["phone", "phone_index"])
    by_code = SignIn.objects.filter(person=person, method=Method.CODE, ended_at=None)
    end_all(by_code, at=at)
    audit.record("identity.phone_heard", subject=person, by=person, at=at)


def _may_change(person: Person, *, at: datetime) -> None:
    if PhoneChange.objects.open(at=at).filter(person=person).exists():
        raise ChangedLately
    hub = federation.hub()
    if hub and not federation.is_hub() and person.links.filter(issuer=hub).exists():
        raise KeptAtTheHub


@transaction.atomic
def _changed(
    person: Person,
    asked: Challenge,
    told: Told,
    *,
    but: SignIn | None,
    by: Person,
    under: str,
    at: datetime,
) -> PhoneChange:
    person = Person.objects.select_for_update().get(pk=person.pk)
    _may_change(person, at=at)
    used_up(asked, at=at)
    name = secrets.token_urlsafe(24)
    change = PhoneChange.objects.create(
        person=person,
        old=person.phone,
        old_index=person.phone_index,
        new=asked.phone,
        digest=digest_of(name),
        under=under,
        at=at,
        until=at + MAY_BE_TAKEN_BACK,
    )
    _set(person, asked.phone, asked.phone_index)
    others = SignIn.objects.filter(person=person, ended_at=None)
    end_all(others.exclude(pk=but.pk) if but else others, at=at)
    audit.record("identity.phone_changed", subject=change, by=by, under=under, at=at)
    _tell_nodes(person, at=at)
    if change.old:
        body = gettext(
            "%(platform)s: your account now signs in with %(new)s. If that was not you, take it"
            " back within %(days)d days: %(link)s"
        ) % {
            "platform": settings.PLATFORM_NAME,
            "new": masked_number(change.new, front=3),
            "days": MAY_BE_TAKEN_BACK.days,
            "link": told.link(name),
        }
        told.tell(body, phone=change.old, purpose="identity.phone", at=at, lives=LIVES)
    return change


def _set(person: Person, phone: str, index: str | None) -> None:
    person.phone, person.phone_index = phone, index
    with refusing({"person_has_one_phone": PhoneTaken}):
        person.save(update_fields=["phone", "phone_index"])


def _tell_nodes(person: Person, *, at: datetime) -> None:
    """At the hub: the platforms where they were signed in, as they learn it at every sign-in."""
    if not federation.is_hub():
        return
    for node in borrowers_of(person):
        said = {"subject": {"sub": subject_for(person, to=node)["sub"]}, "phone": person.phone}
        send(CHANGED, to=[node], about="phone", data=said, at=at)
