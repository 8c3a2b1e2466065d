"""A new mobile number of one's own, and taking it back from the old one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation import queries as federation
from tongban.identity.operations import phones
from tongban.identity.queries.phones import change_called, change_of, level_for_phone
from tongban.identity.rules import CODE_LIVES
from tongban.messages import operations as messages
from tongban.portal.http import CitizenRequest, ask_for_level, finish, signed_in
from tongban.portal.identity.forms import CodeForm, PhoneForm
from tongban.portal.identity.signing_in import phones_asked, remember_asked

CHALLENGE = "portal.new_phone"


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CitizenRequest) -> HttpResponse:
    """Which number it shall be; a code goes there."""
    person = request.user
    led = ask_for_level(request, level_for_phone(person))
    if led:
        return led
    form, refusal = PhoneForm(request.POST or None), None
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            challenge = phones.ask_for_new_phone(
                person=person, phone=phone, source=request.source, tell=messages.text, at=now()
            )
        except Refusal as refused:
            refusal = refused
        else:
            request.session[CHALLENGE] = str(challenge.public_id)
            remember_asked(request, person.phone)
            remember_asked(request, phone)
            return redirect("phone_change_code")
    context = {
        "form": form,
        "refusal": refusal,
        "person": person,
        "change": change_of(person, at=now()),
        "hub": federation.hub(),
    }
    return page(request, "portal/identity/new_phone.html", context, status=409 if refusal else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: CitizenRequest) -> HttpResponse:
    """The code that arrived at the new number; then it holds."""
    challenge, asked = request.session.get(CHALLENGE), phones_asked(request)
    if not challenge or not asked or request.sign_in is None:
        return redirect("phone_change")
    form, refusal = CodeForm(request.POST or None), None
    if form.is_valid():
        try:
            phones.change_phone(
                sign_in=request.sign_in,
                challenge=UUID(challenge),
                code=form.cleaned_data["code"],
                source=request.source,
                told=how_told(request),
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            del request.session[CHALLENGE]
            return redirect("phone_change")
    context = {
        "form": form,
        "refusal": refusal,
        "phone": asked[0],
        "minutes": int(CODE_LIVES.total_seconds() // 60),
    }
    return page(request, "portal/identity/new_phone_code.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, name: str) -> HttpResponse:
    """By the link that went to the old number: it was not me."""
    change, refusal = change_called(name, at=now()), None
    if change is None:
        raise Http404
    if request.method == "POST":
        try:
            phones.take_phone_back(name=name, told=how_told(request), at=now())
        except Refusal as refused:
            refusal = refused
        else:
            finish(request)
            return page(request, "portal/identity/phone_is_back.html")
    context = {"change": change, "refusal": refusal}
    return page(request, "portal/identity/take_back.html", context, status=409 if refusal else 200)


def how_told(request: HttpRequest) -> phones.Told:
    """By text, with an address of this platform."""
    return phones.Told(
        messages.text,
        lambda name: request.build_absolute_uri(reverse("phone_take_back", args=[name])),
    )
