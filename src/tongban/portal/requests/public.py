"""Answered requests that anybody may read, without anything that points to anybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.design.pages import page
from tongban.hotline import queries

PAGE = 20


@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "")[:100]
    found = Paginator(queries.published(words), PAGE).get_page(request.GET.get("page"))
    context = {"found": found, "words": words}
    return page(request, "portal/requests/public.html", context, live="found")
