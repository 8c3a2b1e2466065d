"""Asking whoever issued a certificate whether it still holds."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from tongban.audit import operations as audit
from tongban.certificates.models import Certificate
from tongban.certificates.operations.issuing import NoLongerValid, end
from tongban.certificates.rules import Status
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation
from tongban.federation.queries import HERE

STANDING: Final = "certificate.standing"


def confirm(*, certificates: Iterable[Certificate], at: datetime) -> list[Certificate]:
    """Ask the issuers of these whether they hold; returns those whose issuer did not answer.

    What is over is over here too. Never inside a transaction: an answer may take seconds. What
    nobody answers for stays as it was last known.
    """
    unsure = []
    for certificate in certificates:
        if certificate.node == HERE:
            continue
        data = {"identifier": certificate.identifier}
        try:
            told = federation.ask(STANDING, of=certificate.node, data=data, at=at)
        except Refusal:  # it is away, or we are no longer in a federation
            unsure.append(certificate)
            continue
        if not _noted(certificate, told, at=at):
            unsure.append(certificate)
    return unsure


@transaction.atomic
def _noted(certificate: Certificate, told: Mapping[str, Any], *, at: datetime) -> bool:
    status = told.get("status")
    if status not in Status.values:
        return False  # the issuer does not know it
    if status == Status.VALID:
        Certificate.objects.filter(pk=certificate.pk).update(confirmed_at=at)
        certificate.confirmed_at = at
        return True
    with suppress(NoLongerValid):  # the news was quicker
        end(certificate, Status(status), str(told.get("ended_reason") or ""), at)
        holder = certificate.person or certificate.organisation
        if holder:
            audit.record("certificates.copy_ended", subject=certificate, by=holder, at=at)
    return True
