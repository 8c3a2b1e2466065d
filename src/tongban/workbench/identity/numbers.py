"""Somebody lost their phone and came with their ID card: the new number is proven at the counter."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusal import Refusal
from tongban.crypto import vault
from tongban.design.pages import page
from tongban.identity import queries
from tongban.identity.operations import phones
from tongban.messages import operations as messages
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.identity.forms import NewNumberForm, NumberCodeForm

KEPT = "work.new_phone"
BACK = "/number/"  # the page of the portal to which the old number is led


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: OfficialRequest) -> HttpResponse:
    """Whose number, as the ID card says, and which it shall be."""
    form, refusal = NewNumberForm(request.POST or None), None
    if form.is_valid():
        said = form.cleaned_data
        try:
            person, challenge = phones.ask_at_counter(
                name=said["name"],
                number=said["number"],
                phone=said["phone"],
                by=request.user,
                source=request.post.ref,
                tell=messages.text,
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            kept = [str(challenge.public_id), said["number"], said["phone"], person.masked_name]
            request.session[KEPT] = vault.seal(json.dumps(kept), place=KEPT)
            return redirect("work_numbers_code")
    context = {"form": form, "refusal": refusal, "done": request.GET.get("done")}
    return page(request, "workbench/identity/numbers.html", context, status=409 if refusal else 200)


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: OfficialRequest) -> HttpResponse:
    """The code that they read out from the new phone; then it holds."""
    sealed = request.session.get(KEPT, "")
    if not sealed:
        return redirect("work_numbers")
    challenge, number, phone, name = json.loads(vault.unseal(sealed, place=KEPT))
    form, refusal = NumberCodeForm(request.POST or None), None
    person = queries.person_with_number(number)
    if person and form.is_valid():
        try:
            phones.change_at_counter(
                person=person,
                challenge=UUID(challenge),
                code=form.cleaned_data["code"],
                by=request.user,
                under=request.post.ref,
                source=request.post.ref,
                told=_how_told(request),
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            del request.session[KEPT]
            return redirect(f"{reverse('work_numbers')}?done=yes")
    context = {"form": form, "refusal": refusal, "phone": phone, "name": name}
    return page(
        request, "workbench/identity/numbers_code.html", context, status=409 if refusal else 200
    )


def _how_told(request: HttpRequest) -> phones.Told:
    return phones.Told(messages.text, lambda name: request.build_absolute_uri(f"{BACK}{name}/"))
