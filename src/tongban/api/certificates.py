"""The wallet, for other programs on behalf of its holder."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel

from tongban.api.auth import ApiRequest
from tongban.api.parameters import Limit, Offset
from tongban.catalog.models import in_language
from tongban.certificates import queries
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Status

router = Router(tags=["certificates"])


class CertificateOut(BaseModel):
    """A certificate in short. `synthetic`: it belongs to a demonstration and proves nothing."""

    id: UUID
    identifier: str
    type: str
    name: str
    names: dict[str, str]
    status: Status
    valid_from: date
    valid_until: date | None
    synthetic: bool

    @classmethod
    def facts(cls, certificate: Certificate) -> dict[str, Any]:
        return {
            "id": certificate.public_id,
            "identifier": certificate.identifier,
            "type": certificate.type.code,
            "name": in_language(certificate.type.names),
            "names": certificate.type.names,
            "status": Status(certificate.status),
            "valid_from": certificate.valid_from,
            "valid_until": certificate.valid_until,
            "synthetic": certificate.synthetic,
        }


class CertificateWithFields(CertificateOut):
    """A certificate with what it says, and about which case it was issued.

    `platform` is the one that issued it; empty when it is this one.
    """

    fields: dict[str, Any]
    issuer: dict[str, Any]
    about: str
    platform: str


class Certificates(BaseModel):
    """One page of certificates."""

    items: list[CertificateOut]
    total: int


@router.get("", response=Certificates, operation_id="my_certificates")
def mine(
    request: ApiRequest,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Certificates:
    """My own certificates, or those of the firm I act for."""
    found = queries.certificates_of(request.auth)
    items = [CertificateOut(**CertificateOut.facts(c)) for c in found[offset : offset + limit]]
    return Certificates(items=items, total=found.count())


@router.get("/{certificate}", response=CertificateWithFields, operation_id="my_certificate")
def one(request: ApiRequest, certificate: UUID) -> CertificateWithFields:
    """One certificate with what it says."""
    found = get_object_or_404(queries.certificates_of(request.auth), public_id=certificate)
    return CertificateWithFields(
        **CertificateOut.facts(found),
        fields=found.fields,
        issuer=found.issuer,
        about=found.about,
        platform=found.node,
    )
