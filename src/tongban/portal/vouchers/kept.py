"""What was typed into a form before its writer was signed out."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from tongban.cases import queries
from tongban.catalog.models import Service
from tongban.catalog.queries import published_service
from tongban.portal.http import held

OWN: Final = frozenset({"csrfmiddlewaretoken", "dead_end", "service", "next", "revision"})


def kept_form(request: HttpRequest) -> tuple[Mapping[str, str], Service | None]:
    """What was typed before one was signed out, and for which service, if this browser knows."""
    kept = held(request)
    if kept is None:
        return {}, None
    typed = {name: str(text) for name, text in kept["fields"] if name not in OWN}
    try:
        way = resolve(str(kept["path"]).partition("?")[0])
    except Resolver404:
        return typed, None
    was = request.session.get("was", "")
    if way.url_name == "case_form" and was:
        return typed, queries.service_begun_by(UUID(was), way.kwargs["public_id"])
    return typed, published_service(str(way.kwargs.get("code", "")))
