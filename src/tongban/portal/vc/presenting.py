"""Our wallet is asked for a certificate: who asks, what for and for what, before anything is shown."""

from dataclasses import asdict
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.catalog.models import in_language
from tongban.certificates import operations, queries
from tongban.certificates.models import Certificate
from tongban.certificates.queries import Wanted
from tongban.certificates.queries.requests import Part
from tongban.certificates.rules.credentials import IDENTIFIER, OWN
from tongban.certificates.rules.presentations import LIVES, NotAsked
from tongban.core.refusal import Refusal
from tongban.crypto.tickets import content_of, ticket
from tongban.design.pages import page
from tongban.federation.queries import HERE, peer_named
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, signed_in

PLACE: Final = "vc.wanted"
TOLD: Final = frozenset(
    {
        "client_id",
        "request",
        "request_uri",
        "response_type",
        "response_mode",
        "response_uri",
        "nonce",
        "state",
        "dcql_query",
        "transaction_data",
        "client_metadata",
    }
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in(level=Level.PRESENT)
def present(request: CitizenRequest) -> HttpResponse:
    """A request by its link; a POST is the holder's answer."""
    if request.method == "POST":
        return _answered(request)
    parameters = _parameters(request)
    if not parameters:
        return page(request, "portal/vc/ask.html")
    try:
        wanted = queries.wanted_by(parameters, at=now())
    except NotAsked as error:
        return _cannot(request, error.code, str(error))
    except Refusal as refusal:
        return _cannot(request, refusal.code, str(refusal))
    return page(request, "portal/vc/present.html", _shown(request, wanted, parameters))


def _parameters(request: HttpRequest) -> dict[str, str]:
    """From the link, or from one that was pasted: `openid4vp://?…`."""
    link = request.GET.get("link", "").strip()[:4000]
    found = dict(parse_qsl(urlsplit(link).query)) if link else request.GET.dict()
    return {name: str(found[name]) for name in TOLD & found.keys()}


def _shown(request: CitizenRequest, wanted: Wanted, parameters: dict[str, str]) -> dict[str, Any]:
    held = list(queries.certificates_of(request.actor).live().not_over(on=localdate()))
    asked = [_asked(part, held, parameters) for part in wanted.parts]
    return {
        "wanted": wanted,
        "asked": asked,
        "complete": all(each["fitting"] for each in asked),
        "sealed": ticket(asdict(wanted), place=PLACE, lives=LIVES, at=now()),
    }


def _asked(part: Part, held: list[Certificate], parameters: dict[str, str]) -> dict[str, Any]:
    kind = queries.type_called(part.kind)
    labels = {field["key"]: in_language(field["label"]) for field in kind.fields}
    labels[IDENTIFIER] = in_language(OWN[IDENTIFIER])
    fitting = [each for each in held if each.type.code == part.kind]
    return {
        "kind": kind,
        "labels": [labels[field] for field in part.fields],
        "fitting": [each for each in fitting if each.node == HERE],
        "elsewhere": [_at_home(each, parameters) for each in fitting if each.node != HERE],
    }


def _at_home(certificate: Certificate, parameters: dict[str, str]) -> dict[str, str]:
    """The same page at the platform that issued it: only that one can show it."""
    peer = peer_named(certificate.node)
    root = peer.address.rstrip("/") if peer else ""
    return {
        "node": certificate.node,
        "address": f"{root}/wallet/present/?{urlencode(parameters)}" if root else "",
    }


def _answered(request: CitizenRequest) -> HttpResponse:
    content = content_of(request.POST.get("ask", ""), place=PLACE, at=now())
    if content is None:
        return _cannot(request, "too_late", "")
    wanted, agrees = Wanted.again(content), "agree" in request.POST
    try:
        onward = _given(request, wanted) if agrees else _declined(request, wanted)
    except Refusal as refusal:
        return _cannot(request, refusal.code, str(refusal))
    context = {"wanted": wanted, "agreed": agrees, "onward": onward}
    return page(request, "portal/vc/presented.html", context)


def _given(request: CitizenRequest, wanted: Wanted) -> str:
    held = {str(each.public_id): each for each in queries.certificates_of(request.actor)}
    names = [request.POST.get(f"certificate-{place}", "") for place, _ in enumerate(wanted.parts)]
    chosen = [held[name] for name in names if name in held]
    return operations.present_certificates(
        wanted=wanted, certificates=chosen, by=request.actor, at=now()
    )


def _declined(request: CitizenRequest, wanted: Wanted) -> str:
    return operations.decline_to_present(wanted=wanted, by=request.actor, at=now())


def _cannot(request: HttpRequest, error: str, description: str) -> HttpResponse:
    context = {"error": error, "description": description}
    return page(request, "portal/vc/not_presented.html", context, status=422)
