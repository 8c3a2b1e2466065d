"""Checking somebody else's code: on this page offline, or through the server."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.certificates import operations, queries
from tongban.certificates.models import Verifier
from tongban.certificates.operations import Checked
from tongban.certificates.rules.codes import MOST
from tongban.certificates.rules.scenes import FIELDS
from tongban.certificates.rules.verdicts import ACCEPTED, AMBER, REFUSED, SENTENCES, Verdict
from tongban.core.refusal import Refusal
from tongban.design.cameras import reader
from tongban.design.pages import page

SIGNED_IN: Final = "verifier"


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The page that checks. A POST checks one code here at the server."""
    verifier = _verifier(request)
    context: dict[str, Any] = {"verifier": verifier, "scenes": queries.scenes(), "told": None}
    if verifier:
        context["fields"] = [FIELDS[field] for field in verifier.fields]
    context |= {"texts": _texts(), "camera_script": reader()}
    if request.method != "POST":
        return page(request, "portal/codes/verify.html", context)
    try:
        told = _told(_checked(request, verifier))
    except Refusal as refusal:  # the verifier is over, or there are no keys yet
        if _wants_json(request):
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=403)
        return page(request, "portal/codes/verify.html", {**context, "refusal": refusal})
    if _wants_json(request):
        return JsonResponse(told)
    return page(request, "portal/codes/verify.html", {**context, "told": told})


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A registered verifier shows its key, once for this browser."""
    if request.method != "POST":
        return page(request, "portal/codes/sign_in.html")
    key = request.POST.get("key", "").strip()
    found = queries.verifier_with_key(key, at=now())
    if found is None:
        context = {"refusal": operations.VerifierOver()}
        return page(request, "portal/codes/sign_in.html", context, status=422)
    request.session.cycle_key()
    request.session[SIGNED_IN] = str(found.public_id)
    return redirect("verify")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.pop(SIGNED_IN, None)
    return redirect("verify")


def _verifier(request: HttpRequest) -> Verifier | None:
    name = request.session.get(SIGNED_IN)
    return queries.verifier_named(UUID(name), at=now()) if name else None


def _checked(request: HttpRequest, verifier: Verifier | None) -> Checked:
    """By a registered verifier with its fields; by anybody else, only whether it is genuine."""
    text, at = request.POST.get("code", "").strip()[: MOST + 1], now()
    if verifier:
        return operations.check_code(text=text, by=verifier, at=at)
    scene = queries.scene_called(request.POST.get("scene", ""))
    believing = queries.verifier(at=at)
    return Checked(believing.check(text, at=at, scene=scene.rule if scene else None), {})


def _told(checked: Checked) -> dict[str, Any]:
    verdict = checked.verdict
    return {
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "sentence": _(verdict.sentence),
        "fields": [
            {"label": _(FIELDS[field]), "value": _shown(value)}
            for field, value in checked.fields.items()
        ],
        "issuer": verdict.issuer,
        "holder": verdict.credential.holder if verdict.credential else "",
    }


def _shown(value: object) -> str:
    words = {True: _("Yes"), False: _("No"), None: _("Not known"), "person": _("Person")}
    words["firm"] = _("Firm")
    return words.get(value, str(value)) if isinstance(value, str | bool | None) else str(value)


def _texts() -> dict[str, Any]:
    """What the page says when it checks by itself."""
    return {
        "outcomes": {
            ACCEPTED: _("Code accepted"),
            AMBER: _("Code accepted, with care"),
            REFUSED: _("Code refused"),
        },
        "sentences": {
            **{reason: _(Verdict(REFUSED, reason).sentence) for reason in SENTENCES},
            "not_in_this_browser": _("This browser cannot check this code without a network."),
        },
    }


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
