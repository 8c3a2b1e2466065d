"""Finding services. Open to everybody."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from tongban.catalog import queries
from tongban.catalog.models import Service, in_language

router = Router(tags=["services"], auth=None)


class ServiceOut(Schema):
    id: str
    name: str
    names: dict[str, str]
    kind: str
    authority: str
    region: str
    online: bool
    source: dict[str, Any]

    @classmethod
    def of(cls, service: Service) -> "ServiceOut":
        return cls(
            id=service.code,
            name=in_language(service.names),
            names=service.names,
            kind=service.kind,
            authority=service.authority.code,
            region=service.region.code if service.region else "",
            online=service.online,
            source=service.source,
        )


class Services(Schema):
    items: list[ServiceOut]
    total: int


class Guide(ServiceOut):
    version: int | None
    package: dict[str, Any] | None
    elsewhere: dict[str, str]


@router.get("", response=Services)
def find(
    request: HttpRequest,
    q: str = Query("", max_length=200),
    region: str = Query("", max_length=12),
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0, le=10_000),
) -> Services:
    """The services that answer a question, best first; all of them when nothing is asked."""
    found = queries.find(q, region=region, limit=limit, offset=offset)
    return Services(items=[ServiceOut.of(service) for service in found.services], total=found.total)


@router.get("/{code}", response=Guide)
def guide(request: HttpRequest, code: str) -> Guide:
    """Everything about one service: conditions, materials, limits, fee, steps and form."""
    service = get_object_or_404(queries.published_services().select_related("version"), code=code)
    version = service.version
    return Guide(
        **ServiceOut.of(service).dict(),
        version=version.number if version else None,
        package=version.package if version else None,
        elsewhere=service.elsewhere,
    )
