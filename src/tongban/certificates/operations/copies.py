"""Keeping copies of what other nodes issued to the same people."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.certificates.models import Certificate, CertificateType, Fetched
from tongban.certificates.operations.issuing import end, end_what_hangs_on
from tongban.certificates.rules import Ending, Status
from tongban.certificates.rules.identifiers import certificate_identifier_fault
from tongban.core.refusal import Refusal
from tongban.federation.queries import HERE, here, hub
from tongban.identity.models import Organisation, Person
from tongban.identity.operations import person_from
from tongban.identity.queries import organisation_with, person_meant

AGAIN: Final = timedelta(minutes=1)
WITH_THEM: Final = frozenset({"wallet", "one-identity"})  # purposes for which copies come


class UnknownHolder(Refusal):
    code = "unknown_holder"
    message = _("The firm that holds this certificate is not known here.")


class NotTheirCertificate(Refusal):
    code = "not_their_certificate"
    message = _("That platform did not issue this certificate, so what it says does not count.")


class UnknownKind(Refusal):
    code = "unknown_kind_of_certificate"
    message = _("This kind of certificate is not known here, or its identifier does not add up.")


@transaction.atomic
def take_in(
    *, said: Mapping[str, Any], holder: Person | Organisation, source: str, at: datetime
) -> Certificate:
    """Put a copy of another node's certificate into its holder's wallet, or bring it up to date.

    Of a kind that one can hold only once, what was issued last is valid. Refuses with UnknownKind.
    """
    known = Certificate.objects.select_related("type").filter(identifier=said["identifier"]).first()
    if known is None:
        return _copied(said, holder, at)
    over = said["status"] != Status.VALID and known.status == Status.VALID
    if over and known.node != HERE and source in (known.node, hub()):
        end(known, Status(said["status"]), said["ended_reason"], at, why=_why(said))
        end_what_hangs_on(known, by=holder, under="", at=at)
        audit.record("certificates.copy_ended", subject=known, by=holder, at=at)
    return known


@transaction.atomic
def hear(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """A node says what it issued to one of our people, or that it is over.

    Refuses with UnknownKind, UnknownHolder, or NotTheirCertificate.
    """
    if said["certificate"]["node"] != source:
        raise NotTheirCertificate
    holder = _holder(said, source, at)
    if holder is None:
        raise UnknownHolder
    take_in(said=said["certificate"], holder=holder, source=source, at=at)


def _holder(said: Mapping[str, Any], source: str, at: datetime) -> Person | Organisation | None:
    if said["organisation"]:
        return organisation_with(said["organisation"])
    return person_from(subject=said["subject"], source=source, at=at)


@transaction.atomic
def take_in_wallet(
    *, person: Person, said: Iterable[Mapping[str, Any]], source: str, at: datetime
) -> int:
    """Bring a person's wallet up to date with what the hub says she holds. Says how many it said."""
    count = 0
    for each in sorted(said, key=lambda one: str(one["issued_at"])):
        with suppress(UnknownKind):  # ours, or of a kind that is not used here
            take_in(said=each, holder=person, source=source, at=at)
        count += 1
    Fetched.objects.update_or_create(person=person, defaults={"at": at, "next_at": None})
    return count


@transaction.atomic
def note_away(*, person: Person, at: datetime) -> None:
    """The hub did not answer; ask again in a while."""
    Fetched.objects.update_or_create(person=person, defaults={"at": at, "next_at": at + AGAIN})


def _copied(said: Mapping[str, Any], holder: Person | Organisation, at: datetime) -> Certificate:
    kind = CertificateType.objects.filter(code=said["type"]).first()
    if kind is None or said["node"] == here() or certificate_identifier_fault(said["identifier"]):
        raise UnknownKind
    copy = Certificate(
        identifier=said["identifier"],
        type=kind,
        single=not kind.many,
        person=holder if isinstance(holder, Person) else None,
        organisation=holder if isinstance(holder, Organisation) else None,
        fields=said["fields"],
        number=said["number"],
        status=said["status"],
        issuer=said["issuer"],
        node=said["node"],
        about=said["about"],
        synthetic=said["synthetic"],
        issued_at=datetime.fromisoformat(said["issued_at"]),
        valid_from=date.fromisoformat(said["valid_from"]),
        valid_until=date.fromisoformat(said["valid_until"]) if said["valid_until"] else None,
        ended_at=datetime.fromisoformat(said["ended_at"]) if said["ended_at"] else None,
        ended_reason=said["ended_reason"],
        why=_why(said),
    )
    if copy.single and copy.status == Status.VALID:
        _make_room(copy, holder, at)
    copy.save(force_insert=True)
    detail: dict[str, object] = {"type": kind.code, "node": copy.node, "about": copy.about}
    audit.record("certificates.copied", subject=copy, by=holder, at=at, detail=detail)
    return copy


def _why(said: Mapping[str, Any]) -> str:
    """The reason, if it is one that is known here; an older platform says none."""
    why = str(said.get("why", ""))
    return why if why in Ending.values else ""


def _make_room(copy: Certificate, holder: Person | Organisation, at: datetime) -> None:
    """Only one of a kind is live: the one that was issued last."""
    live = Certificate.objects.held_by(holder).live().filter(type=copy.type).first()
    if live is None:
        return
    if live.issued_at <= copy.issued_at:
        end(live, Status.CHANGED, "", at)
    else:
        copy.status, copy.ended_at = Status.CHANGED, live.issued_at


@transaction.atomic
def forget_wallet(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """She no longer wants her certificates here: copies go, unless a case was handed in with them."""
    person = person_meant(said["subject"], source=source)
    if person and said["purpose"] in WITH_THEM:
        erase_copies(person=person, at=at)


@transaction.atomic
def erase_copies(*, person: Person, at: datetime) -> int:
    """Delete what other nodes issued to a person; what a case needs stays with the case."""
    gone = 0
    for copy in Certificate.objects.held_by(person).exclude(node=HERE):
        with suppress(ProtectedError):
            copy.delete()
            gone += 1
    detail: dict[str, object] = {"count": gone}
    audit.record("certificates.copies_erased", subject=person, by=person, at=at, detail=detail)
    return gone
