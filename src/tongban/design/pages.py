"""Rendering a page, or the part of it that htmx asks for."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    live: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page, or only its `live` partial when htmx asks for that."""
    if live and _wants_part(request):
        template = f"{template}#{live}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _wants_part(request: HttpRequest) -> bool:
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    return request.headers.get("HX-Request") == "true" and not restoring
