"""Opening, strengthening and ending a sign-in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.federation import queries as federation
from tongban.federation.operations import send
from tongban.identity.models import Person, SignIn
from tongban.identity.operations.logouts import tell_clients
from tongban.identity.rules import Door, Level, Method


class AccountClosed(Refusal):
    code = "account_closed"
    message = _("This account cannot be used. Please go to a service counter with your ID card.")


class NotSignedInThere(Refusal):
    code = "not_signed_in_there"
    message = _("That sign-in has already ended.")


@transaction.atomic
def open_sign_in(
    *,
    person: Person,
    door: Door,
    method: Method,
    level: Level,
    device: str,
    at: datetime,
) -> SignIn:
    """Let somebody in who has shown who they are. An official's earlier sign-in ends.

    Refuses with AccountClosed.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise AccountClosed
    if door == Door.WORK:
        SignIn.objects.filter(person=person, door=door, ended_at=None).update(ended_at=at)
    sign_in = SignIn.objects.create(
        person=person,
        door=door,
        method=method,
        level=level,
        level_by=method,
        level_at=at,
        device=device[:60],
        started_at=at,
        seen_at=at,
    )
    detail: dict[str, object] = {"door": door, "method": method, "level": int(level)}
    audit.record("identity.signed_in", subject=sign_in, by=person, at=at, detail=detail)
    return sign_in


@transaction.atomic
def raise_level(*, sign_in: SignIn, to: Level, method: Method, at: datetime) -> SignIn:
    """Note that this sign-in has shown more; never lowers. The person keeps the highest."""
    sign_in = (
        SignIn.objects.select_for_update(of=["self"]).select_related("person").get(pk=sign_in.pk)
    )
    if sign_in.level < to:
        sign_in.level, sign_in.level_by, sign_in.level_at = to, method, at
        sign_in.save(update_fields=["level", "level_by", "level_at"])
    Person.objects.filter(pk=sign_in.person_id, level__lt=to).update(level=to)
    sign_in.person.level = max(sign_in.person.level, to)
    detail: dict[str, object] = {"level": int(to), "method": method}
    audit.record("identity.level_raised", subject=sign_in, by=sign_in.person, at=at, detail=detail)
    return sign_in


@transaction.atomic
def end_sign_in(*, sign_in: SignIn, by: Person, at: datetime) -> None:
    """Sign out, here or on another device of one's own, and wherever that sign-in led to.

    A sign-in that the hub gave us is ended there, too, so that nobody who takes up the device
    next is let in again without being asked. Refuses with NotSignedInThere.
    """
    mine = SignIn.objects.filter(pk=sign_in.pk, person=by, ended_at=None)
    if not mine.update(ended_at=at):
        raise NotSignedInThere
    audit.record("identity.signed_out", subject=sign_in, by=by, at=at)
    tell_clients(sign_in=sign_in, at=at)
    if sign_in.hub_session:
        told = {"sid": sign_in.hub_session}
        send("session.ended", to=[federation.hub()], about=sign_in.ref, data=told, at=at)


def note_seen(*, sign_in: SignIn, at: datetime) -> None:
    """Keep an official's sign-in awake. Not an act of theirs, so the trail is silent."""
    SignIn.objects.filter(pk=sign_in.pk, seen_at__lt=at).update(seen_at=at)
