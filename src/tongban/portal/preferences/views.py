from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tongban.portal.preferences.forms import PreferencesForm
from tongban.portal.preferences.surroundings import ELDER, REGION

YEAR = 365 * 86400


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep one choice in a cookie, and go back to where it was made."""
    form = PreferencesForm(request.POST)
    response = HttpResponseRedirect(_back(request))
    if not form.is_valid():
        return response
    chosen = form.cleaned_data
    if chosen["language"]:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen["language"])
    if chosen["elder"]:
        _keep(response, ELDER, chosen["elder"])
    if chosen["region"]:
        _keep(response, REGION, chosen["region"].code)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SECURE)


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else "/"
