"""Knowing whom another node means, and keeping what it calls them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.crypto.pseudonyms import public_id_of
from tongban.federation import queries as federation
from tongban.identity.models import Link, Person, phone_index
from tongban.identity.queries.handles import Handle, opened
from tongban.identity.queries.links import FACTS
from tongban.identity.rules import Level

MOST: Final = 255
Name = tuple[str, str]  # who says it, and what they say


class SubjectFaulty(Refusal):
    code = "subject_faulty"
    message = _("The other platform did not say clearly whom it means.")


@transaction.atomic
def person_from(*, subject: Mapping[str, Any], source: str, at: datetime) -> Person:
    """The person whom `source` means by what its `subject_for` said: found, or made here.

    A handle of the hub counts more than what the source calls them. A phone finds an account of
    ours only if the hub vouches for it, so no node can hand somebody else's account to a stranger.
    Refuses with SubjectFaulty.
    """
    name = str(subject.get("sub", ""))
    if not 0 < len(name) <= MOST:
        raise SubjectFaulty
    ours = public_id_of(name, to=source)
    person = Person.objects.filter(public_id=ours).first() if ours else None
    if person:
        return person
    handle = opened(str(subject.get("handle", "")), at=at)
    names = [(handle.issuer, handle.subject)] if handle else []
    names.append((source, name))
    person = _named(names) or _made(names, _vouched(subject, source, handle), at=at)
    _complete(person, subject, source=source)
    return person


def link(*, person: Person, issuer: str, subject: str, at: datetime) -> None:
    """Note what a node calls somebody, unless it calls them something already."""
    values = {"subject": subject, "linked_at": at}
    _row, new = Link.objects.get_or_create(person=person, issuer=issuer, defaults=values)
    if new:
        detail: dict[str, object] = {"issuer": issuer}
        audit.record("identity.person_linked", subject=person, by=person, at=at, detail=detail)


def _named(names: Sequence[Name]) -> Person | None:
    for issuer, subject in names:
        found = Link.objects.select_related("person").filter(issuer=issuer, subject=subject).first()
        if found:
            return found.person
    return None


def _vouched(subject: Mapping[str, Any], source: str, handle: Handle | None) -> str:
    """The phone, if the hub says that it is theirs."""
    if handle:
        return handle.phone
    return str(subject.get("phone", "")) if source == federation.hub() else ""


def _made(names: Sequence[Name], vouched: str, *, at: datetime) -> Person:
    try:
        with transaction.atomic():
            person = _with_phone(vouched, issuer=names[0][0]) or _new(vouched, at=at)
            for issuer, name in names:
                link(person=person, issuer=issuer, subject=name, at=at)
    except IntegrityError:  # another event about the same person came first
        found = _named(names)
        if found is None:
            raise
        return found
    return person


def _with_phone(phone: str, *, issuer: str) -> Person | None:
    """The account with this phone, unless it belongs to somebody else whom the hub knows."""
    found = Person.objects.with_phone(phone) if phone else None
    return None if found and Link.objects.filter(person=found, issuer=issuer).exists() else found


def _new(phone: str, *, at: datetime) -> Person:
    free = bool(phone) and Person.objects.with_phone(phone) is None
    index = phone_index(phone) if free else None
    person = Person.objects.create(phone=phone, phone_index=index, created_at=at)
    audit.record("identity.person_joined", subject=person, by=person, at=at)
    return person


def _complete(person: Person, subject: Mapping[str, Any], *, source: str) -> None:
    """Take over what we do not know ourselves. The level of another node counts up to 2."""
    told_number = str(subject.get("phone", ""))
    if source == federation.hub() and told_number not in {"", person.phone}:
        take_number(person, told_number)
    for field in ("name", "phone", "region"):
        if not getattr(person, field):
            setattr(person, field, str(subject.get(field, ""))[:60])
    told = {fact: str(subject[fact]) for fact in FACTS if subject.get(fact)}
    person.facts = told | person.facts
    most = Level.CERTIFIED if source == federation.hub() else Level.MATCHED
    claimed = subject.get("level")
    said = claimed if isinstance(claimed, int) else Level.DECLARED
    person.level = max(person.level, min(said, most))
    person.save(update_fields=["name", "phone", "phone_index", "region", "facts", "level"])


def take_number(person: Person, phone: str) -> None:
    """What the hub says is their number now; it opens the account unless it opens another one."""
    free = Person.objects.with_phone(phone) is None
    person.phone, person.phone_index = phone[:60], phone_index(phone) if free else None
