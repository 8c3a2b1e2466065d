"""Asking whoever stands at the counter for a certificate, and reading what their wallet shows."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.queries import platform_name
from tongban.catalog.models import in_language
from tongban.certificates import operations, queries
from tongban.certificates.models import Presentation
from tongban.certificates.rules.presentations import SENTENCES
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.workbench.http import OfficialRequest, at_a_post


@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OfficialRequest) -> HttpResponse:
    """What this office may ask for. A POST asks."""
    context: dict[str, Any] = {"choices": _choices(request), "refusal": None}
    if request.method == "POST":
        try:
            asked = _asked(request)
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect("work_presentation", public_id=asked.public_id)
    context["lately"] = [_row(each) for each in queries.presentations_of(request.post)]
    return page(request, "workbench/presentations/index.html", context)


@at_a_post
@require_safe
@never_cache
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The square, until it is answered; then what was shown."""
    found = queries.presentation_of(request.post, public_id)
    if found is None:
        raise Http404
    context = _row(found) | {"is_over": found.expires_at <= now()}
    if not found.answered_at:
        context |= _links(found)
    return page(request, "workbench/presentations/show.html", context)


def _choices(request: OfficialRequest) -> list[dict[str, Any]]:
    return [
        {
            "verifier": verifier,
            "kind": queries.type_called(kind),
            "labels": _labels(kind, fields),
            "value": f"{verifier.public_id} {kind}",
        }
        for verifier in queries.asking_verifiers(request.post, at=now())
        for kind, fields in sorted(verifier.certificates.items())
    ]


def _labels(kind: str, fields: list[str]) -> list[str]:
    known = {each["key"]: in_language(each["label"]) for each in queries.type_called(kind).fields}
    return [known.get(field, field) for field in fields]


def _asked(request: OfficialRequest) -> Presentation:
    name, _sep, kind = request.POST.get("what", "").partition(" ")
    known = queries.asking_verifiers(request.post, at=now())
    verifier = next((each for each in known if str(each.public_id) == name), None)
    if verifier is None:
        raise Http404
    return operations.ask_for_certificate(verifier=verifier, kind=kind, by=request.post, at=now())


def _row(found: Presentation) -> dict[str, Any]:
    lines = zip(_labels(found.kind, found.fields), found.fields, strict=True)
    return {
        "asked": found,
        "kind": queries.type_called(found.kind),
        "labels": _labels(found.kind, found.fields),
        "lines": [(label, found.shown.get(field)) for label, field in lines],
        "says": _(SENTENCES[found.outcome]) if found.outcome else "",
        "issuer": platform_name(found.issuer),
    }


def _links(found: Presentation) -> dict[str, str]:
    root = queries.own_address()
    uri = f"{root}/vc/requests/{found.public_id}/"
    query = urlencode({"client_id": found.client_id, "request_uri": uri})
    ours, others = f"{root}/wallet/present/?{query}", f"openid4vp://?{query}"
    return {
        "ours": ours,
        "ours_square": square(ours),
        "others": others,
        "others_square": square(others),
        "back": reverse("work_presentation", args=[found.public_id]),
    }
