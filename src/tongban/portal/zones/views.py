from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tongban.catalog import queries
from tongban.catalog.queries import Zone
from tongban.design.pages import page
from tongban.federation.queries import here
from tongban.portal.preferences.surroundings import reader_of
from tongban.portal.zones import counting, showing
from tongban.portal.zones.forms import FindForm


@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """The zones that this platform is in. One that stands alone has no such page."""
    if not here():
        raise Http404
    return page(request, "portal/zones/zones.html", {"zones": queries.zones()})


@require_safe
def zone(request: HttpRequest, name: str) -> HttpResponse:
    """What the members of a zone do for each other's people, and how it goes."""
    found = zone_or_404(name)
    words = FindForm(request.GET).words
    every = showing.lines(found)
    context = {
        "zone": found,
        "members": showing.members(found),
        "query": words,
        "lines": every,
        "groups": [] if words else showing.groups(every),
    }
    if words:
        region = reader_of(request).region_code
        context["found"] = showing.found(every, words, region=region)
    return page(request, "portal/zones/zone.html", context, live="list")


@require_safe
def figures(request: HttpRequest, name: str) -> HttpResponse:
    """How many cases went between the members of a zone, how long they took, how people found it.

    Open to everybody, with the number of cases behind each figure.
    """
    found = zone_or_404(name)
    lines = counting.lines(found, at=now())
    context = {
        "zone": found,
        "lines": lines,
        "all": counting.together(lines),
        "days": counting.WINDOW.days,
        "few": counting.FEW,
    }
    return page(request, "portal/zones/figures.html", context)


def zone_or_404(name: str) -> Zone:
    found = queries.zone_with_id(name)
    if found is None:
        raise Http404
    return found
