from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.cases.queries import cases_of
from tongban.catalog.queries import region_with_code
from tongban.certificates.queries import certificates_of
from tongban.design.pages import page
from tongban.federation import queries as federation
from tongban.identity.queries import live_grants_of
from tongban.identity.rules import Method
from tongban.portal.preferences.surroundings import reader_of
from tongban.privacy.queries import closing_of
from tongban.ratings import queries as ratings


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The way to everything of one's own; for strangers, the way in and the preferences."""
    reader = reader_of(request)
    if reader.actor is None:
        return page(request, "portal/me/stranger.html")
    context = {
        "person": reader.actor.person,
        "cases": cases_of(reader.actor).count(),
        "certificates": certificates_of(reader.actor).live().count(),
        "acts_for_firms": live_grants_of(reader.actor.person, at=now()).exists(),
        "to_rate": ratings.to_rate(reader.actor.person, at=now()).count(),
        "closing": closing_of(reader.actor.person),
        "may_confirm": _signed_in_only_here(request),
    }
    return page(request, "portal/me/me.html", context)


def _signed_in_only_here(request: HttpRequest) -> bool:
    """At a node, without the hub: because it was away, or by choice."""
    sign_in = getattr(request, "sign_in", None)
    return bool(sign_in and sign_in.method != Method.HUB and federation.hub())


@require_safe
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, text size and region on one page."""
    home = region_with_code(reader_of(request).region_code)
    return page(request, "portal/me/preferences.html", {"home": home})
