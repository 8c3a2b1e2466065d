from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.cases.queries import cases_of
from tongban.design.pages import page
from tongban.messages import operations, queries
from tongban.messages.models import Message
from tongban.portal.http import CitizenRequest, signed_in

PAGE = 20
HAVE_PAGES = {
    *("case", "certificate", "consent", "request", "problem", "visit", "family", "occasion"),
    "mandate",
}


@signed_in
@never_cache
@require_safe
def messages(request: CitizenRequest) -> HttpResponse:
    own = queries.messages_of(request.actor.person)
    pages = Paginator(own, PAGE).get_page(request.GET.get("page"))
    shown = [(message, queries.words(message)) for message in pages]
    return page(request, "portal/messages/messages.html", {"pages": pages, "shown": shown})


@signed_in
@never_cache
@require_safe
def message(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """One message. Reading it marks nothing; the page posts that by itself or by a button."""
    found = _own(request, public_id)
    address = _address_of(found)
    context = {
        "message": found,
        "words": queries.words(found),
        "about": address,
        "deliveries": found.deliveries.order_by("pk"),
        "as_other": _in_another_name(request, found, address),
    }
    return page(request, "portal/messages/message.html", context)


@signed_in
@require_POST
def read(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    operations.mark_read(message=_own(request, public_id), by=request.actor.person, at=now())
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect("messages")


@signed_in
@require_POST
def read_all(request: CitizenRequest) -> HttpResponse:
    operations.mark_all_read(person=request.actor.person, by=request.actor.person, at=now())
    return redirect("messages")


def _own(request: CitizenRequest, public_id: UUID) -> Message:
    return get_object_or_404(queries.messages_of(request.actor.person), public_id=public_id)


def _address_of(message: Message) -> str:
    """The page of the thing that a message is about, if it has one."""
    kind, _slash, name = message.about.partition("/")
    return reverse(kind, args=[name]) if kind in HAVE_PAGES else ""


def _in_another_name(request: CitizenRequest, message: Message, address: str) -> str:
    """For a case that one sees only in another name than the present one: where to change it."""
    kind, _slash, name = message.about.partition("/")
    if kind != "case" or cases_of(request.actor).filter(public_id=name).exists():
        return ""
    return f"{reverse('acting')}?{urlencode({'next': address})}"
