"""From one's own phone: signing in to a machine that shows a code (RFC 8628).

Machines of others ask at the hub, where the provider is; kiosks are everywhere."""

from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.models import DeviceAsk
from tongban.identity.operations import openid as operations
from tongban.identity.queries import openid
from tongban.identity.rules import Scope
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.openid.forms import UserCodeForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def device(request: CitizenRequest) -> HttpResponse:
    """Type the code; then see which machine it is before anything happens.

    A code in the address, as a machine's QR code has it, is only filled in: whoever sends such a
    link to somebody else still has to have them look at it and press.
    """
    form = UserCodeForm(request.POST or None, initial={"code": request.GET.get("user_code", "")})
    refusal = None
    if form.is_valid() and request.sign_in:
        try:
            found = operations.find_device(
                user_code=form.cleaned_data["code"], sign_in=request.sign_in, at=now()
            )
            return _asked_page(request, found, form.cleaned_data["code"])
        except Refusal as refused:
            refusal = refused
    return page(request, "portal/openid/device.html", {"form": form, "refusal": refusal})


@require_POST
@never_cache
@signed_in
def answer(request: CitizenRequest) -> HttpResponse:
    """Sign in there, or say that this is not one's machine."""
    form = UserCodeForm(request.POST)
    allowed = "allow" in request.POST
    refusal: Refusal = operations.DeviceGone()
    if form.is_valid() and request.sign_in:
        try:
            ask = operations.find_device(
                user_code=form.cleaned_data["code"], sign_in=request.sign_in, at=now()
            )
            operations.answer_device(ask=ask, allowed=allowed, sign_in=request.sign_in, at=now())
        except Refusal as refused:
            refusal = refused
        else:
            return page(request, "portal/openid/device_done.html", {"allowed": allowed})
    return page(request, "portal/openid/device.html", {"form": form, "refusal": refusal})


def _asked_page(request: CitizenRequest, ask: DeviceAsk, code: str) -> HttpResponse:
    wanted = [Scope(each) for each in ask.scope.split()]
    context = {
        "code": code,
        "names": ask.names or openid.name_of_party(ask.client_id),
        "wanted": [scope for scope in wanted if scope != Scope.OPENID],
        "person": request.user,
    }
    return page(request, "portal/openid/device_ask.html", context)
