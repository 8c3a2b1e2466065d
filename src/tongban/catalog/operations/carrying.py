"""Keeping what a case brings from another node: the package it was begun with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongban.catalog.models import Authority, Service, ServiceVersion
from tongban.catalog.packages.reading import digest


def keep_version(
    *, service: Service, package: Mapping[str, Any], node: str, at: datetime
) -> ServiceVersion:
    """The version with exactly this content, ours or another node's; kept if we did not have it."""
    name = digest(dict(package))
    known = ServiceVersion.objects.filter(service=service, digest=name).first()
    if known:
        return known
    number = ServiceVersion.objects.filter(service=service, node=node).count() + 1
    return ServiceVersion.objects.create(
        service=service,
        node=node,
        number=number,
        digest=name,
        package=dict(package),
        published_at=at,
    )


def service_like(
    *, code: str, basic: str, names: Mapping[str, str], kind: str, at: datetime
) -> Service:
    """The service with this code, or with this basic code; else one that nobody can find here.

    A case names what it is about even where that is not offered.
    """
    found = Service.objects.select_related("version").filter(code=code).first()
    if found is None and basic:
        same = Service.objects.select_related("version").filter(basic_code=basic, online=True)
        found = same.order_by("code").first()
    if found is None:
        authority, _new = Authority.objects.get_or_create(code="elsewhere", defaults={"names": {}})
        found = Service.objects.create(
            code=code,
            basic_code=basic,
            names=dict(names),
            kind=kind,
            authority=authority,
            withdrawn_at=at,
        )
    return found
