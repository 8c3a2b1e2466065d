"""The screens in a hall: who is called where, and signing in at the door. Numbers, no names."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.appointments import operations, queries
from tongban.appointments.models import Visit
from tongban.catalog.models import Office
from tongban.catalog.queries import office_with_id
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.identity.rules.buckets import Buckets
from tongban.portal.hall.forms import ArriveForm
from tongban.ratings.queries import word_for

TRIES = Buckets(rate=0.5, burst=30)  # at one door; nobody finds out by trying who comes today


@never_cache
@require_safe
def display(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The board in the hall, new every few seconds."""
    office, at = _office(public_id), now()
    context = {
        "office": office,
        "called": queries.called_now(office, at=at),
        "lines": queries.lines(office, at=at),
        "coming": queries.next_ones(office, at=at)[:8],
        "at": at,
    }
    return page(request, "portal/hall/display.html", context, live="board")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The door: with the code of the appointment, or simply the phone number."""
    office, at = _office(public_id), now()
    form = ArriveForm(request.POST or None)
    context: dict[str, object] = {"office": office, "form": form}
    if request.method == "POST" and form.is_valid():
        if TRIES.take(str(office.public_id)):
            form.add_error("said", form.TOO_OFTEN)
            return page(request, "portal/hall/arrive.html", context)
        try:
            visit = operations.arrive(office=office, said=form.cleaned_data["said"], at=at)
        except Refusal as refusal:
            form.add_error("said", str(refusal))
        else:
            return page(request, "portal/hall/arrived.html", context | _place(request, visit))
    return page(request, "portal/hall/arrive.html", context)


def _place(request: HttpRequest, visit: Visit) -> dict[str, object]:
    at = now()
    rate = request.build_absolute_uri(reverse("rating_code", args=[word_for(visit.ref)]))
    ahead = queries.ahead_of(visit, at=at)
    estimate = queries.estimate(visit.schedule, ahead, at=at) if ahead is not None else None
    return {"visit": visit, "ahead": ahead, "estimate": estimate, "square": square(rate)}


def _office(public_id: UUID) -> Office:
    found = office_with_id(public_id)
    if found is None or not queries.lines_at(found).exists():
        raise Http404
    return found
