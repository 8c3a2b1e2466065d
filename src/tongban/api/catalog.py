"""Finding services. Open to everybody."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Self

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import BaseModel

from tongban.api.parameters import Limit, Offset, Region, Words
from tongban.api.reading import is_storable
from tongban.catalog import queries
from tongban.catalog.models import Service, in_language
from tongban.catalog.queries import Choice

FRESH = "public, max-age=60"

router = Router(tags=["services"], auth=None)


class PlatformOut(BaseModel):
    """A platform that does a service. `node` is empty for the one that answers here."""

    node: str
    name: str
    names: dict[str, str]
    regions: list[str]
    service: str

    @classmethod
    def facts(cls, choice: Choice) -> Self:
        return cls(
            node=choice.node,
            name=str(choice),
            names=dict(choice.names),
            regions=list(choice.regions),
            service=choice.code,
        )


class ServiceOut(BaseModel):
    """A service in a list. `name` is in the language of `Accept-Language`.

    `platforms` are those that do it, the one of the region that was asked for first.
    """

    id: str
    name: str
    names: dict[str, str]
    summary: str
    kind: str
    authority: str
    region: str | None
    online: bool
    source: dict[str, Any]
    platforms: list[PlatformOut]

    @classmethod
    def facts(cls, service: Service, choices: Iterable[Choice]) -> dict[str, Any]:
        return {
            "id": service.code,
            "name": in_language(service.names),
            "names": service.names,
            "summary": in_language(service.summary),
            "kind": service.kind,
            "authority": service.authority.code,
            "region": service.region.code if service.region else None,
            "online": service.online,
            "source": service.source,
            "platforms": [PlatformOut.facts(choice) for choice in choices],
        }


class Services(BaseModel):
    """One page of an answer. `suggestion` is what may have been meant."""

    items: list[ServiceOut]
    total: int
    suggestion: str


class Guide(ServiceOut):
    """Everything about one service; `elsewhere` says where to go when it is not online."""

    version: int | None
    package: dict[str, Any] | None
    elsewhere: dict[str, Any]


def kept_by_readers(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let browsers and proxies keep a good answer for a minute, and ask whether it changed."""

    @wraps(run)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = run(request, *args, **kwargs)
        if answer.status_code == 200:
            answer["Cache-Control"] = FRESH
        return answer

    return conditional_page(marked)


@router.get("", response=Services, operation_id="find_services")
@decorate_view(kept_by_readers)
def find(
    request: HttpRequest,
    q: Words = "",
    region: Region = "",
    limit: Limit = 20,
    offset: Offset = 0,
) -> Services:
    """The services that answer a question, best first; all of them when nothing is asked."""
    found = queries.find(q, region=region, limit=limit, offset=offset)
    choices = queries.choices(found.services, region=region)
    items = [
        ServiceOut(**ServiceOut.facts(each, choices.get(each.pk, ()))) for each in found.services
    ]
    return Services(items=items, total=found.total, suggestion=found.suggestion)


@router.get("/{service}", response=Guide, operation_id="service_guide")
@decorate_view(kept_by_readers)
def guide(request: HttpRequest, service: str, region: Region = "") -> Guide:
    """Everything about one service: conditions, materials, limits, fee, steps and form."""
    published = queries.published_services().select_related("authority", "region", "version")
    found = get_object_or_404(published, code=service if is_storable(service) else "")
    version = found.version
    choices = queries.choices([found], region=region).get(found.pk, ())
    return Guide(
        **ServiceOut.facts(found, choices),
        version=version.number if version else None,
        package=version.package if version else None,
        elsewhere=found.elsewhere,
    )
