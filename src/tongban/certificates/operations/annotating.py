"""Annotated copies (加注件): having one made, ending it early, and asking whether one counts."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.certificates.models import AnnotatedCopy, Certificate
from tongban.certificates.models.annotated import token_index
from tongban.certificates.operations.issuing import NoLongerValid
from tongban.certificates.queries.annotated import copy_standing
from tongban.certificates.rules import Standing
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor
from tongban.identity.operations import limits

LONGEST: Final = timedelta(days=365)
TOKEN_BYTES: Final = 20


class CopyTooLong(Refusal):
    code = "copy_too_long"
    message = _(
        "A copy counts for a year at most, not longer than its certificate, and at least today."
    )


class CopyOver(Refusal):
    code = "copy_over"
    message = _("This copy does not count any more already.")


class NoSuchCopy(Refusal):
    code = "no_such_copy"
    message = _("This platform made no such copy. Do not accept it.")


@dataclass(frozen=True)
class Looked:
    """What whoever holds a copy may know of it; the paper itself says more."""

    copy: AnnotatedCopy
    standing: Standing


@transaction.atomic
def annotate(
    *,
    certificate: Certificate,
    purpose: str,
    receiver: str,
    until: date,
    by: Actor,
    at: datetime,
) -> AnnotatedCopy:
    """Have a copy made that says what for, for whom and until when it counts.

    Refuses with TooOften, CopyTooLong, or NoLongerValid: also for what is not in their wallet.
    """
    limits.spend([("copy.made", by.person.ref)], at=at)
    today = localdate(at)
    live = Certificate.objects.held_by(by.organisation or by.person).live()
    if not live.filter(pk=certificate.pk).exists() or not certificate.is_usable(on=today):
        raise NoLongerValid
    if not today <= until <= min(today + LONGEST, certificate.valid_until or date.max):
        raise CopyTooLong
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = AnnotatedCopy.objects.create(
        certificate=certificate,
        by=by.person,
        grant=by.grant,
        purpose=purpose,
        receiver=receiver,
        until=until,
        token=token,
        token_index=token_index(token),
        made_at=at,
    )
    detail: dict[str, object] = {"certificate": certificate.ref, "until": until.isoformat()}
    audit.record(
        "certificates.copy_made", subject=made, by=by, under=by.under, at=at, detail=detail
    )
    return made


@transaction.atomic
def end_annotated(*, copy: AnnotatedCopy, by: Actor, at: datetime) -> None:
    """It does not count from now on, whatever is printed on it. Refuses with CopyOver."""
    running = AnnotatedCopy.objects.filter(pk=copy.pk, ended_at=None, until__gte=localdate(at))
    if not running.update(ended_at=at):
        raise CopyOver
    audit.record("certificates.copy_ended", subject=copy, by=by, under=by.under, at=at)


def check_annotated(*, token: str, source: str, at: datetime) -> Looked:
    """Whether a copy still counts, for whoever has it in hand; its holder sees that it was asked.

    Whatever is wrong with a token, the answer is the same. Not atomic as a whole: a try that is
    refused stays counted. Refuses with TooOften or NoSuchCopy.
    """
    limits.spend([("copy.source", source)], at=at)
    return _checked(token, at=at)


@transaction.atomic
def _checked(token: str, *, at: datetime) -> Looked:
    copies = AnnotatedCopy.objects.select_related("certificate__type", "grant", "by")
    holders = copies.select_related("certificate__person", "certificate__organisation")
    found = holders.filter(token_index=token_index(token)).first()
    if found is None:
        raise NoSuchCopy
    AnnotatedCopy.objects.filter(pk=found.pk).update(checks=F("checks") + 1, checked_at=at)
    stands = copy_standing(found, at=at)
    detail: dict[str, object] = {"standing": stands.value}
    audit.record("certificates.copy_checked", subject=found, by=found.by, at=at, detail=detail)
    return Looked(found, stands)
