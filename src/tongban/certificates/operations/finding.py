"""Officials looking up a certificate that their office issued, to end it."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.queries import desk_of
from tongban.certificates.models import Certificate
from tongban.certificates.operations.issuing import whom_to_tell
from tongban.certificates.queries.wallet import issued_at
from tongban.core.refusal import Refusal
from tongban.identity.operations import limits
from tongban.identity.queries import organisation_with, person_with_number
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown

PURPOSE: Final = "record"


class NothingFound(Refusal):
    code = "no_such_certificate"
    message = _("Your office issued no certificate like that. Check the number and the kind.")


def open_certificate(*, number: str, kind: str, reason: str, by: Post, at: datetime) -> Certificate:
    """One certificate of the official's own office; its holder reads who opened it and why.

    By its identifier, or by the number of its holder and its kind. Whatever does not fit, the
    answer is the same. Not atomic as a whole: a try that is refused stays counted.
    Refuses with TooOften or NothingFound.
    """
    limits.spend([("certificate.found", by.person.ref)], at=at)
    found = _found(number.strip().upper(), kind, by)
    if found is None:
        raise NothingFound
    return _opened(found, reason, by, at=at)


@transaction.atomic
def _opened(found: Certificate, reason: str, by: Post, *, at: datetime) -> Certificate:
    privacy.record_access(
        person=whom_to_tell(found),
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=found.ref,
        fields=sorted(found.fields),
        reason=reason,
        at=at,
        shown=Shown(
            **desk_of(by),
            matter=found.type.names,
            labels=found.type.labels,
            purpose=PURPOSE,
        ),
    )
    audit.record("certificates.opened", subject=found, by=by.person, under=by.ref, at=at)
    return found


def _found(number: str, kind: str, by: Post) -> Certificate | None:
    own = issued_at(by)
    known = own.filter(identifier=number).first()
    if known or not kind:
        return known
    held = own.filter(type__code=kind)
    person, firm = person_with_number(number), organisation_with(number)
    if person:
        return held.filter(person=person).first()
    return held.filter(organisation=firm).first() if firm else None
