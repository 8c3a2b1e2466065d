"""Giving phones what they may show for a day, and taking it back."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.certificates import providers
from tongban.certificates.models import CodeCredential, FamilyTie, KeptList
from tongban.certificates.operations.families import TieOver
from tongban.certificates.operations.places import free_places
from tongban.certificates.queries.codes import SHARDS, first_number, read_foreign
from tongban.certificates.rules import codes
from tongban.certificates.rules.codes import BATCH, FIRM, KEPT, PERSON, Credential, Place
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.core.statements import add_all, ask
from tongban.crypto.devices import DeviceKey
from tongban.crypto.keys import BadKey
from tongban.crypto.status_lists import NoStatusList
from tongban.identity.models import Actor, Person

MOST_RUNNING: Final = 20 * BATCH  # credentials of one person
TRIES: Final = 5
KEPT_AFTERWARDS: Final = codes.LIVES
RUNNING: Final = """SELECT count(*) FROM certificates_codecredential
WHERE person_id = %s AND expires_at > %s"""


class KeysFaulty(Refusal):
    code = "keys_faulty"
    message = _("These are not the keys of a phone, or too many of them.")


class KeyUsedBefore(Refusal):
    code = "key_used_before"
    message = _("Each credential needs a fresh key. One of these was used before.")


class TooManyCodes(Refusal):
    code = "too_many_codes"
    message = _("You fetched codes very often today. Those that you have work until tomorrow.")


class CodesBusy(Refusal):
    code = "codes_busy"
    message = _("Very many people fetch codes just now. Please try again.")


ONCE: Final[Mapping[str, type[Refusal]]] = {
    "key_serves_one_credential": KeyUsedBefore,
    "credential_has_a_bit_of_its_own": CodesBusy,
}


def issue_codes(
    *,
    by: Actor,
    level: int,
    points: Sequence[bytes],
    at: datetime,
    tie: FamilyTie | None = None,
) -> list[bytes]:
    """A credential for each of these keys of a phone, so that it can show codes for a day.

    No two have anything in common that others do not have too: each has a random name, a random
    place on the list, a key of its own, and they end at a full hour. With a `tie` they are its
    holder's, on the phone of `by`, and nobody is known more surely than they are themselves.
    Refuses with KeysFaulty, KeyUsedBefore, TooManyCodes, CodesBusy or TieOver.
    """
    devices = _devices(points)
    ends = codes.expiry(at=at)
    for left in reversed(range(TRIES)):
        try:
            # A violated constraint ends the whole transaction, so no savepoint is paid for.
            with refusing(ONCE, savepoint=False):
                issued = _issued(devices, by=by, tie=tie, level=level, ends=ends, at=at)
        except CodesBusy:
            if not left:
                raise
        else:
            return codes.issued_together(issued, providers.signing_key(at=at))
    raise CodesBusy


@transaction.atomic
def _issued(
    devices: Sequence[DeviceKey],
    *,
    by: Actor,
    tie: FamilyTie | None,
    level: int,
    ends: datetime,
    at: datetime,
) -> list[Credential]:
    """Credentials with places of their own; drawn again when somebody else took one meanwhile."""
    person = _held_for(by, tie, at=at)
    [(running,)] = ask(RUNNING, [person.pk, at])
    if running + len(devices) > MOST_RUNNING:
        raise TooManyCodes
    places = _free_places(len(devices), ends=ends)
    issued = [
        Credential(
            id=secrets.token_bytes(codes.ID),
            holder=KEPT if tie else FIRM if by.grant else PERSON,
            level=min(level, person.level) if tie else level,
            expires_at=int(ends.timestamp()),
            place=place,
            device=device,
        )
        for device, place in zip(devices, places, strict=True)
    ]
    add_all([_row(each, person, by, tie, ends, at) for each in issued])
    audit.record(
        "certificates.codes_issued",
        subject=tie or by.grant or by.person,
        by=by,
        under=by.under,
        at=at,
        detail={"how_many": len(issued)},
    )
    return issued


@transaction.atomic
def revoke_codes(*, by: Actor, at: datetime) -> int:
    """Cancel every code of a person on every phone, also for firms and family; says how many."""
    theirs = Q(person=by.person) | Q(tie__relative=by.person)
    running = CodeCredential.objects.running(at=at).filter(theirs, revoked_at=None)
    count = running.update(revoked_at=at)
    detail: dict[str, object] = {"how_many": count}
    audit.record("certificates.codes_revoked", subject=by.person, by=by, at=at, detail=detail)
    return count


@transaction.atomic
def keep_list(*, text: str, node: str, at: datetime) -> bool:
    """Keep a status list of another node, unless ours is newer or it is not that node's.

    Says whether it was kept.
    """
    try:
        found = read_foreign(text, node=node, at=at)
    except NoStatusList:
        return False
    known = KeptList.objects.select_for_update().filter(address=found.subject).first()
    if found.expires_at <= at or (known and known.version >= found.version):
        return False
    facts = {"node": node, "version": found.version, "text": text, "expires_at": found.expires_at}
    KeptList.objects.update_or_create(address=found.subject, defaults=facts)
    return True


@transaction.atomic
def tidy_codes(*, at: datetime) -> int:
    """Forget credentials and lists that are over for a day; says how many credentials."""
    KeptList.objects.filter(expires_at__lt=at - KEPT_AFTERWARDS).delete()
    return CodeCredential.objects.filter(expires_at__lt=at - KEPT_AFTERWARDS).delete()[0]


def _held_for(by: Actor, tie: FamilyTie | None, *, at: datetime) -> Person:
    """Whose codes they are. Refuses with TieOver."""
    if tie is None:
        return by.person
    if not FamilyTie.objects.live(at=at).filter(pk=tie.pk, relative=by.person).exists():
        raise TieOver
    return tie.holder


def _row(
    credential: Credential,
    person: Person,
    by: Actor,
    tie: FamilyTie | None,
    ends: datetime,
    at: datetime,
) -> CodeCredential:
    """What is remembered of a credential: whose it is, and where its bit is."""
    return CodeCredential(
        name=credential.id.hex(),
        device=hashlib.sha256(credential.device.point).hexdigest(),
        person=person,
        grant=None if tie else by.grant,
        tie=tie,
        number=credential.place.number,
        index=credential.place.index,
        issued_at=at,
        expires_at=ends,
    )


def _devices(points: Iterable[bytes]) -> list[DeviceKey]:
    devices = [DeviceKey(point) for point in points]
    try:
        for device in devices:
            device.check()
    except BadKey as error:
        raise KeysFaulty from error
    if not 0 < len(devices) <= BATCH or len({device.point for device in devices}) < len(devices):
        raise KeysFaulty
    return devices


def _free_places(count: int, *, ends: datetime) -> list[Place]:
    """Random places on the first list that is less than half full."""
    found = free_places(CodeCredential, count, first=first_number(ends=ends), shards=SHARDS)
    if found is None:
        raise CodesBusy
    return found
