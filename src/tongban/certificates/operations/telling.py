"""Telling other nodes what we issued, so that it lies in the same person's wallet there."""

from datetime import datetime

from tongban.certificates.models import Certificate
from tongban.certificates.queries import told
from tongban.federation import operations as federation
from tongban.federation.queries import HERE, here, hub
from tongban.identity.queries import subject_for


def tell_others(certificate: Certificate, topic: str, *, at: datetime) -> None:
    """Promise the news to the hub and to those who were told of it first. Alone, tells nobody."""
    if not here() or certificate.node != HERE:
        return
    person, firm = certificate.person, certificate.organisation
    for name in sorted({*certificate.copied_to, hub()} - {"", here()}):
        data = {
            "certificate": told(certificate),
            "subject": subject_for(person, to=name) if person else None,
            "organisation": firm.uscc if firm else "",
        }
        federation.send(topic, to=[name], about=certificate.ref, data=data, at=at)
