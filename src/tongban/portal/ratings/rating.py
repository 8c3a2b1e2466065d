"""Saying how it went: what can be rated, one of them, and the way in by the code at the counter."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.rules.buckets import Buckets
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.ratings.forms import RateForm
from tongban.ratings import operations, queries
from tongban.ratings.models import Norm, Occasion
from tongban.ratings.rules import How, Obtained

PAGE = 20
TRIES = Buckets(rate=1, burst=60)  # of one network address; a code cannot be found by trying
HAVE_PAGES = {"case": "case", "request": "request", "visit": "visit"}


@signed_in
@never_cache
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """What I can rate, and what I said; each once."""
    said = Paginator(queries.rated_by(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"open": queries.to_rate(request.user, at=now())[:PAGE], "said": said}
    return page(request, "portal/ratings/index.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """One thing of mine: rate it, read what I said and what came of it, and rate it again."""
    occasion = queries.occasion_of(request.user, public_id)
    if occasion is None:
        raise Http404
    given = queries.ratings_on(occasion)
    first, second = (*given, None, None)[:2]
    again = first is not None
    norms = _norms()
    form = RateForm(request.POST or None, norms=norms, call=not again)
    refusal = None
    if form.is_valid():
        try:
            if first:
                operations.rate_again(first=first, opinion=form.opinion, by=request.user, at=now())
            else:
                operations.rate(occasion=occasion, opinion=form.opinion, by=request.user, at=now())
        except Refusal as error:
            refusal = error
        else:
            return redirect("occasion", public_id)
    may = first is None or (first.mended is not None and second is None)
    context = {
        "occasion": occasion,
        "thing": _address_of(occasion),
        "first": first,
        "second": second,
        "form": form if may else None,
        "norms": norms,
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if form.errors else 200
    return page(request, "portal/ratings/one.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, word: str) -> HttpResponse:
    """Who has just been served rates with the code at the counter, without signing in.

    The page says which office and which service, and nothing about anybody.
    """
    if TRIES.take(request.META.get("REMOTE_ADDR", "")):
        return page(request, "portal/ratings/code.html", {"state": "later"}, status=429)
    about = queries.about_behind(word)
    if about is None:
        raise Http404
    occasion = queries.occasion_about(about)
    if occasion is None:
        return page(request, "portal/ratings/code.html", {"state": "early"})
    if queries.ratings_on(occasion):
        return page(request, "portal/ratings/code.html", {"state": "done"})
    norms = _norms()
    form = RateForm(request.POST or None, norms=norms, call=occasion.rater_id is not None)
    refusal = None
    if form.is_valid():
        how = How("counter", Obtained.QR)
        try:
            operations.rate(occasion=occasion, opinion=form.opinion, by=None, how=how, at=now())
        except Refusal as error:
            refusal = error
        else:
            return redirect("rating_code", word)
    context = {"state": "", "occasion": occasion, "form": form, "norms": norms, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    return page(request, "portal/ratings/code.html", context, status=status)


def _norms() -> list[Norm]:
    return [norm for level in range(5, 0, -1) for norm in queries.norms(level)]


def _address_of(occasion: Occasion) -> str:
    """The page of what was rated."""
    kind, _slash, rest = occasion.about.partition("/")
    return reverse(HAVE_PAGES[kind], args=[rest.partition("/")[0]])
