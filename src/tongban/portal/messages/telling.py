"""How messages reach me: by which ways, at which hours, at which address."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.rules.devices import kind_of_device
from tongban.messages import operations, queries
from tongban.messages.providers.webpush import public_key
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.messages.forms import DeviceForm, EmailForm, WishesForm

DONE = "done"


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: CitizenRequest) -> HttpResponse:
    person = request.actor.person
    form = WishesForm(request.POST or None, wishes=queries.wishes_of(person))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form=form)
    hours = form.cleaned_data["quiet_since"], form.cleaned_data["quiet_until"]
    try:
        operations.set_wishes(
            person=person, channels=form.channels(), quiet=hours, by=person, at=now()
        )
    except Refusal as refusal:
        return _page(request, form=form, refusal=refusal)
    return _back("wishes")


@signed_in
@require_POST
def email(request: CitizenRequest) -> HttpResponse:
    """Send a link to the address that was typed."""
    person, form = request.actor.person, EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, email_form=form)
    where = request.build_absolute_uri(reverse("telling"))
    try:
        operations.ask_email(
            person=person,
            email=form.cleaned_data["email"],
            address=f"{where}email/",
            by=person,
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, email_form=form, refusal=refusal)
    return _back("email")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: CitizenRequest, sealed: str) -> HttpResponse:
    """The link from the mailbox. Opening it changes nothing; the button does."""
    if request.method != "POST":
        return page(request, "portal/messages/confirm.html")
    person = request.actor.person
    try:
        operations.confirm_email(person=person, sealed=sealed, by=person, at=now())
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    return _back("confirmed")


@signed_in
@require_POST
def device(request: CitizenRequest) -> HttpResponse:
    """This browser may show notifications from now on."""
    person, form = request.actor.person, DeviceForm(request.POST)
    if not form.is_valid():
        return _page(request, refusal=operations.NoPushHere())
    try:
        operations.add_push_device(
            person=person,
            subscription=form.cleaned_data,
            name=kind_of_device(request.headers.get("User-Agent", "")),
            by=person,
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    return _back("device")


@signed_in
@require_POST
def end_device(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    person = request.actor.person
    found = get_object_or_404(queries.push_devices_of(person), public_id=public_id)
    operations.end_push_device(device=found, by=person, at=now())
    return _back("device_ended")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Shows what is pushed to this browser, and opens the centre when it is touched."""
    response = render(request, "portal/messages/worker.js", {}, "text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _page(
    request: CitizenRequest,
    *,
    form: WishesForm | None = None,
    email_form: EmailForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    person = request.actor.person
    wishes = queries.wishes_of(person)
    context = {
        "form": form or WishesForm(None, wishes=wishes),
        "email_form": email_form or EmailForm(),
        "wishes": wishes,
        "phone": person.masked_phone,
        "devices": queries.push_devices_of(person),
        "push_key": public_key() if settings.PUSH_SERVICES else "",
        "refusal": refusal,
        "done": request.GET.get(DONE, ""),
    }
    faulty = refusal or any(each and each.errors for each in (form, email_form))
    return page(request, "portal/messages/telling.html", context, status=422 if faulty else 200)


def _back(done: str) -> HttpResponse:
    return redirect(f"{reverse('telling')}?{DONE}={done}")
