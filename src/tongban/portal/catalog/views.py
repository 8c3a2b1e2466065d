from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tongban.catalog import queries
from tongban.catalog.operations import misses
from tongban.catalog.queries import Found
from tongban.design.pages import page
from tongban.portal.catalog import showing
from tongban.portal.catalog.choosing import results
from tongban.portal.catalog.forms import LETTERS, ChoiceForm, SearchForm
from tongban.portal.preferences.surroundings import reader_of

PAGE = 20
# What people call the senior mode; looking for it offers the switch.
SENIOR_WORDS = {"长辈版", "亲情版", "关爱版", "关怀版", "老年版", "大字版", "senior", "어르신"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    if reader.elder:
        return page(request, "portal/catalog/home_elder.html", showing.elder_home(reader))
    return page(request, "portal/catalog/home.html", showing.home(reader))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    chosen = form.chosen
    query = chosen.get("q", "")
    region = reader_of(request).region_code
    number = _page_number(request)
    found = queries.find(
        query,
        region=region,
        audience=chosen.get("audience", ""),
        online_only=bool(chosen.get("doable")),
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    if query and not found.total and not found.plain:
        misses.note(query, region=region, language=get_language() or "")
    context = {
        "query": query,
        "found": found,
        "results": results(found.services, region=region),
        "chosen": chosen,
        "pages": _pages(found, number),
        "wants_senior": query.lower().removesuffix(" mode") in SENIOR_WORDS,
    }
    return page(request, "portal/catalog/search.html", context, live="results")


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that what was typed may become."""
    query = SearchForm(request.GET).chosen.get("q", "")
    context = {"query": query, "suggestions": queries.suggest(query)}
    return page(request, "portal/catalog/suggest.html", context, live="suggestions")


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Everything there is, by life event, authority, letter and audience."""
    reader = reader_of(request)
    chosen = ChoiceForm(request.GET).chosen
    audience = chosen.get("audience") or ("organisation" if reader.organisation else "person")
    if not {"theme", "authority", "letter", "doable"} & chosen.keys():
        context = {
            "query": "",
            "audience": audience,
            "themes": queries.themes(audience),
            "authorities": queries.authorities(region=reader.region_code),
            "letters": LETTERS,
        }
        return page(request, "portal/catalog/services.html", context)
    listed = queries.browse(
        region=reader.region_code,
        audience=chosen.get("audience", ""),
        theme=chosen.get("theme", ""),
        authority=chosen.get("authority", ""),
        letter=chosen.get("letter", ""),
        online_only=bool(chosen.get("doable")),
    )
    pages = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "pages": pages,
        "results": results(pages, region=reader.region_code),
        "chosen": chosen,
        "heading": showing.heading(chosen),
    }
    return page(request, "portal/catalog/listed.html", context, live="results")


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    published = queries.published_services().select_related("version")
    found = get_object_or_404(published, code=code)
    chosen = request.GET.get("at", "")
    context = showing.service(found, reader_of(request), chosen=chosen, at=now())
    return page(request, "portal/catalog/service.html", context)


@require_safe
def frequent(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The national list of services that everybody uses, as it is now or as it was."""
    found = queries.frequent_list(number)
    if found is None:
        raise Http404
    return page(request, "portal/catalog/frequent.html", {"found": found})


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text[:4]), 1), 50) if text.isascii() and text.isdigit() else 1


def _pages(found: Found, number: int) -> object:
    return Paginator(range(found.total), PAGE).get_page(number)
