"""From one platform to another, without signing in again and in the same words (无感漫游)."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.federation import queries as federation
from tongban.identity.providers import hub as hubs
from tongban.portal.http import safe_next
from tongban.portal.openid.entering import begin_at_hub
from tongban.portal.preferences.keeping import keep_choices
from tongban.portal.preferences.surroundings import reader_of


@require_safe
@never_cache
def go(request: HttpRequest, node: str) -> HttpResponse:
    """To a page of another platform, which the registry knows by its name; or of our own."""
    if node == federation.here():
        return redirect(safe_next(request))
    peer = federation.peer_named(node)
    if peer is None:
        raise Http404
    reader = reader_of(request)
    carried = {
        "next": _path(request.GET.get("next", "")),
        "lang": get_language() or "",
        "elder": "1" if reader.elder else "0",
        "region": reader.chosen_region,
    }
    if reader.person:
        carried["known"] = "1"
    return redirect(f"{peer.address}/arrive/?{urlencode(carried)}")


@require_safe
@never_cache
def arrive(request: HttpRequest) -> HttpResponse:
    """From another platform: keep what they chose there, sign in silently, show the page."""
    then, hub = safe_next(request), hubs.hub()
    if "known" in request.GET and hub and getattr(request, "sign_in", None) is None:
        response = begin_at_hub(request, hub, then=then, silent=True)
    else:
        response = redirect(then)
    keep_choices(response, request.GET)
    return response


def _path(wanted: str) -> str:
    """A path, whatever the platform; nothing that could be read as another host."""
    plain = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if plain else "/"
