"""The wallet, for other programs on behalf of its holder."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from tongban.api.auth import ApiRequest
from tongban.certificates import queries
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Status

router = Router(tags=["certificates"])


class CertificateOut(Schema):
    id: UUID
    identifier: str
    type: str
    names: dict[str, str]
    status: Status
    valid_from: date
    valid_until: date | None
    synthetic: bool

    @classmethod
    def of(cls, certificate: Certificate) -> "CertificateOut":
        return cls(
            id=certificate.public_id,
            identifier=certificate.identifier,
            type=certificate.type.code,
            names=certificate.type.names,
            status=Status(certificate.status),
            valid_from=certificate.valid_from,
            valid_until=certificate.valid_until,
            synthetic=certificate.synthetic,
        )


class CertificateWithFields(CertificateOut):
    fields: dict[str, Any]


class Certificates(Schema):
    items: list[CertificateOut]
    total: int


@router.get("", response=Certificates)
def mine(request: ApiRequest) -> Certificates:
    """My own certificates, or those of the firm I act for."""
    items = [CertificateOut.of(c) for c in queries.certificates_of(request.auth)[:200]]
    return Certificates(items=items, total=len(items))


@router.get("/{certificate_id}", response=CertificateWithFields)
def one(request: ApiRequest, certificate_id: UUID) -> CertificateWithFields:
    """One certificate with what it says."""
    found = get_object_or_404(queries.certificates_of(request.auth), public_id=certificate_id)
    return CertificateWithFields(**CertificateOut.of(found).dict(), fields=found.fields)
