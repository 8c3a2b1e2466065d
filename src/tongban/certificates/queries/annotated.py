"""Reading annotated copies."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from tongban.certificates.models import AnnotatedCopy, Certificate
from tongban.certificates.rules import Standing, Status
from tongban.identity.models import Actor

WHY = {Status.CANCELLED: Standing.CANCELLED, Status.CHANGED: Standing.CHANGED}


def copies_of(certificate: Certificate) -> QuerySet[AnnotatedCopy]:
    """The copies that were made of a certificate, newest first. Its holder may ask."""
    found = AnnotatedCopy.objects.filter(certificate=certificate)
    return found.select_related("certificate__type", "by", "grant").order_by("-made_at", "-pk")


def copy_of(actor: Actor, public_id: UUID) -> AnnotatedCopy | None:
    """One copy of a certificate of the actor's own wallet."""
    found = AnnotatedCopy.objects.filter(public_id=public_id)
    if actor.organisation:
        found = found.filter(certificate__organisation=actor.organisation)
    else:
        found = found.filter(certificate__person=actor.person)
    return found.select_related("certificate__type", "certificate__office", "grant").first()


def copy_standing(copy: AnnotatedCopy, *, at: datetime) -> Standing:
    """Whether a copy counts at a moment, and if not, why."""
    today, certificate = localdate(at), copy.certificate
    if copy.ended_at:
        return Standing.ENDED
    if certificate.status != Status.VALID:
        return WHY[Status(certificate.status)]
    if copy.until < today:
        return Standing.OVER
    if not certificate.is_usable(on=today):
        return Standing.EXPIRED
    if copy.grant and not copy.grant.is_live(at=at):
        return Standing.NO_POWER
    return Standing.GOOD
