"""What is kept of me: to see, to take along, to have put right."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_stubs_ext import StrOrPromise

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation import queries as federation
from tongban.hotline import operations as hotline
from tongban.hotline.rules import Kind
from tongban.identity.models import Person
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.me.forms import WrongForm
from tongban.privacy import queries

# By app, in words: a kind of thing, its picture, and the page where it is shown.
GROUPS: Final[Mapping[str, tuple[StrOrPromise, str, str]]] = {
    "identity": (_("Your account, sign-ins and keys"), "key-round", "sign_ins"),
    "cases": (_("What you applied for, with answers and papers"), "folder-open", "cases"),
    "certificates": (_("Certificates and codes"), "wallet-cards", "wallet"),
    "messages": (_("Messages"), "bell", "messages"),
    "privacy": (_("Who looked at my data"), "eye", "access"),
    "hotline": (_("What you asked and reported"), "message-square-text", "requests"),
    "ratings": (_("How you rated services"), "star", ""),
}
OTHER: Final = (_("Other things"), "folder-open", "")


@signed_in
@never_cache
@require_safe
def data(request: CitizenRequest) -> HttpResponse:
    """What is known of me, and everything I can do about it."""
    person = request.actor.person
    context = {
        "person": person,
        "closing": queries.closing_of(person),
        "hub": federation.hub(),
    }
    return page(request, "portal/me/data.html", context)


@signed_in
@never_cache
@require_safe
def copy(request: CitizenRequest) -> HttpResponse:
    """How much there is of each kind, and the way to take all of it along."""
    return page(request, "portal/me/copy.html", {"groups": _groups(request.actor.person)})


@signed_in
@never_cache
@require_safe
def download(request: CitizenRequest) -> HttpResponse:
    """All of it as one file that machines read."""
    at = now()
    told = queries.copy_of(request.actor.person, at=at)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="my-data-{localdate(at)}.json"'
    return answer


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: CitizenRequest) -> HttpResponse:
    """Have something put right that I cannot change myself."""
    form, refusal = WrongForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        person, said = request.actor.person, form.cleaned_data
        what = dict(form.fields["what"].choices)[said["what"]]  # type: ignore[attr-defined]
        try:
            asked = hotline.open_request(
                by=person,
                kind=Kind.CORRECTION,
                text=f"{what}: {said['words']}",
                authority="",
                about=person.ref,
                at=now(),
            )
            return redirect("request", asked.public_id)
        except Refusal as error:
            refusal = error
    context = {"form": form, "refusal": refusal}
    return page(request, "portal/me/wrong.html", context, status=409 if refusal else 200)


def _groups(person: Person) -> list[tuple[StrOrPromise, str, str, int]]:
    found: dict[str, int] = {}
    for model, count in queries.counts_of(person):
        app = model._meta.app_label
        known = app if app in GROUPS else ""
        found[known] = found.get(known, 0) + count
    return [(*GROUPS.get(app, OTHER), count) for app, count in found.items()]
