from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from tongban.catalog import queries
from tongban.design.pages import page
from tongban.identity.models import Person
from tongban.identity.operations import set_preferences
from tongban.portal.preferences.forms import PlaceForm, PreferencesForm
from tongban.portal.preferences.keeping import keep
from tongban.portal.preferences.surroundings import ELDER, REGION, reader_of


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep one choice in a cookie, and go back to where it was made."""
    form = PreferencesForm(request.POST)
    response = HttpResponseRedirect(_next(request, request.POST.get("next", "")))
    if not form.is_valid():
        return response
    chosen = form.cleaned_data
    reader = reader_of(request)
    _remember(None if reader.kiosk else reader.person, chosen)
    if chosen["language"]:
        keep(response, settings.LANGUAGE_COOKIE_NAME, chosen["language"])
    if chosen["elder"]:
        keep(response, ELDER, chosen["elder"])
    if chosen["region"]:
        keep(response, REGION, chosen["region"].code)
    return response


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Choose a region by name, or from the country down."""
    form = PlaceForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    inside, query = asked.get("in"), asked.get("q", "")
    context = {
        "query": query,
        "found": [(each, queries.lies_in(each)) for each in queries.regions_called(query)],
        "inside": inside,
        "way": queries.way_to(inside) if inside else [],
        "regions": queries.regions_in(inside),
        "next": _next(request, request.GET.get("next", "")),
    }
    return page(request, "portal/preferences/regions.html", context, live="places")


def _remember(person: Person | None, chosen: dict[str, Any]) -> None:
    """A choice of somebody who has signed in follows her to every device."""
    if person is None or not any(chosen.values()):
        return
    set_preferences(
        person=person,
        language=chosen["language"] or None,
        elder=chosen["elder"] == "1" if chosen["elder"] else None,
        region=chosen["region"].code if chosen["region"] else None,
        by=person,
        at=now(),
    )


def _next(request: HttpRequest, address: str) -> str:
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else "/"
