"""Telling holders that a certificate is near its end, once for each of the days its kind names."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.audit import operations as audit
from tongban.certificates.models import Certificate
from tongban.certificates.operations.issuing import NoLongerValid, whom_to_tell
from tongban.certificates.queries.families import parents_of
from tongban.certificates.rules import next_reminder
from tongban.messages import operations as messages


@transaction.atomic
def remind(*, certificate: Certificate, at: datetime) -> bool:
    """Tell its holder, unless another worker just did or it is over already; says whether.

    The next day is claimed in one statement, so that nobody hears of the same day twice. Days
    that went by while nobody worked count as one. Refuses with NoLongerValid.
    """
    today, until = localdate(at), certificate.valid_until
    if until is None or certificate.remind_on is None:
        raise NoLongerValid
    claimed = Certificate.objects.live().filter(pk=certificate.pk, remind_on=certificate.remind_on)
    if not claimed.update(remind_on=next_reminder(until, certificate.type.remind, after=today)):
        raise NoLongerValid
    if until < today:
        return False
    params: dict[str, object] = {"certificate": certificate.type.names}
    params |= {"until": until.isoformat(), "days": (until - today).days}
    holder = whom_to_tell(certificate)
    messages.queue("certificates/ending", to=holder, about=certificate.ref, at=at, params=params)
    for tie in parents_of(holder, at=at) if certificate.person else []:
        messages.queue("certificates/ending", to=tie.relative, about=tie.ref, at=at, params=params)
    detail: dict[str, object] = {"days": (until - today).days}
    audit.record("certificates.reminded", subject=certificate, by=holder, at=at, detail=detail)
    return True
