"""Closing an account: asked for, thought over for a while, then done, here and elsewhere."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation
from tongban.federation.queries import hub, is_hub
from tongban.identity.models import Person
from tongban.identity.operations import leave_hub
from tongban.identity.queries import nodes_of, person_meant, subject_for
from tongban.privacy.models import Access, Closing
from tongban.privacy.providers import erasers, keepers
from tongban.privacy.queries import closing_of, kept_for, what_waits

GRACE: Final = timedelta(days=15)  # the law lets a platform take fifteen working days at most
TOPIC: Final = "account.closed"
AT_ONCE: Final = 100


class ThingsWait(Refusal):
    """`faults` counts them by kind."""

    code = "account_has_open_things"
    message = _("Something of yours is still open. Finish it or withdraw it first.")


class AlreadyClosing(Refusal):
    code = "account_is_closing"
    message = _("You have asked for that already.")


class NotClosing(Refusal):
    code = "account_is_not_closing"
    message = _("Your account is not about to be closed.")


@transaction.atomic
def ask_closing(*, person: Person, at: datetime) -> Closing:
    """Have one's account closed after the time to think it over.

    Refuses with ThingsWait or AlreadyClosing.
    """
    waits = what_waits(person, at=at)
    if waits:
        raise ThingsWait(faults={kind: str(count) for kind, count in waits.items()})
    with refusing({"account_is_closed_once_at_a_time": AlreadyClosing}):
        closing = Closing.objects.create(person=person, asked_at=at, due_at=at + GRACE)
    audit.record("privacy.closing_asked", subject=closing, by=person, at=at)
    return closing


@transaction.atomic
def keep_account(*, person: Person, at: datetime) -> None:
    """Change one's mind in time. Refuses with NotClosing."""
    closing = closing_of(person)
    if closing is None:
        raise NotClosing
    Closing.objects.filter(pk=closing.pk).update(kept_at=at)
    audit.record("privacy.account_kept", subject=closing, by=person, at=at)


@transaction.atomic
def close(*, closing: Closing, at: datetime) -> None:
    """Close an account whose time has come. What came up meanwhile is waited for."""
    person = closing.person
    if what_waits(person, at=at):
        return
    if is_hub():
        for node in nodes_of(person):
            data = {"subject": {"sub": subject_for(person, to=node)["sub"]}}
            federation.send(TOPIC, to=[node], about=closing.ref, data=data, at=at)
    _erase(person, at=at)
    Closing.objects.filter(pk=closing.pk).update(done_at=at)
    audit.record("privacy.account_closed", subject=closing, by=person, at=at)


@transaction.atomic
def hear_closed(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """At a node: the hub says that somebody closed their account. Only the hub may.

    What is still open here goes on; then the account is closed, as if it had been asked here.
    """
    person = person_meant(said["subject"], source=source)
    if source != hub() or person is None:
        return
    if what_waits(person, at=at):
        facts = {"asked_at": at, "due_at": at}
        Closing.objects.get_or_create(person=person, kept_at=None, done_at=None, defaults=facts)
        return
    _erase(person, at=at)


@transaction.atomic
def hear_withdrawn(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """At a node: somebody took back at the hub that platforms may know them."""
    person = person_meant(said["subject"], source=source)
    if person and said["purpose"] == "one-identity":
        leave_hub(person=person, hub=source, at=at)


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account: who looked is theirs to read, and nobody else's."""
    gone = Access.objects.filter(person=person).delete()[0]
    audit.record("privacy.looks_erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone


@transaction.atomic
def forget_accesses(*, kept: timedelta, at: datetime) -> int:
    """Delete lines about looks that were kept long enough."""
    return Access.objects.filter(at__lt=at - kept).delete()[0]


def close_due(*, at: datetime) -> int:
    """Close the accounts whose time has come, each by itself. For the worker."""
    due = Closing.objects.filter(kept_at=None, done_at=None, due_at__lte=at)
    found = list(due.select_related("person").order_by("due_at", "pk")[:AT_ONCE])
    for closing in found:
        close(closing=closing, at=at)
    return len(found)


def forget_kept(*, at: datetime) -> int:
    """Delete what the register lets us keep no longer. For the worker."""
    known = keepers()
    return sum(
        known[name](kept=length, at=at) for name, length in kept_for().items() if name in known
    )


def _erase(person: Person, *, at: datetime) -> None:
    for erase in erasers():
        erase(person=person, at=at)
