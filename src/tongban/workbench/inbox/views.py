from collections.abc import Mapping
from typing import Final, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from tongban.cases.queries import Box
from tongban.design.pages import page
from tongban.workbench.http import POST, OfficialRequest, at_a_post, at_any_post
from tongban.workbench.inbox.boxes import MOST, Wanted, boxes, counts, page_of
from tongban.workbench.inbox.forms import box_form
from tongban.workbench.inbox.rows import rows_of
from tongban.workbench.telling import said, told

LABELS: Final[Mapping[str, StrOrPromise]] = {
    Box.MINE: gettext_lazy("Mine"),
    Box.OFFICE: gettext_lazy("My office's"),
    Box.DUE: gettext_lazy("Due soonest"),
    Box.DONE: gettext_lazy("Done"),
    Box.ELSEWHERE: gettext_lazy("Sent elsewhere"),
}


class Tab(NamedTuple):
    """A box as one can choose it."""

    label: StrOrPromise
    number: str
    query: str
    shown: bool


@at_a_post
@require_safe
def inbox(request: OfficialRequest) -> HttpResponse:
    """What lies on the official's desk, most urgent first."""
    at, filters = now(), box_form(request)
    wanted = filters.wanted()
    cases, more = page_of(request.post, wanted, at=at)
    first = (wanted.page - 1) * wanted.size + 1
    context = {
        "filters": filters,
        "wanted": wanted,
        "boxes": _tabs(wanted, counts(request.post, at=at)),
        "rows": rows_of(cases, at=at),
        "first": first,
        "last": first + len(cases) - 1,
        "before": wanted.on_page(wanted.page - 1) if wanted.page > 1 else "",
        "after": wanted.on_page(wanted.page + 1) if more else "",
        "caption": _caption(wanted),
        "nothing": _nothing(wanted),
        "told": told(request),
    }
    return said(request, page(request, "workbench/inbox/inbox.html", context, live="rows"))


@at_any_post
@require_POST
def choose_post(request: OfficialRequest) -> HttpResponse:
    """Work at another of one's own posts, until signing out."""
    wanted = request.POST.get("post", "")
    if wanted not in {str(post.public_id) for post in request.posts}:
        raise Http404
    request.session[POST] = wanted
    return redirect("work")


@at_any_post
@require_safe
def keys(request: OfficialRequest) -> HttpResponse:
    """The keys, for those whose browser does not show them in place."""
    return page(request, "workbench/inbox/keys.html")


def _tabs(wanted: Wanted, numbers: Mapping[str, int]) -> list[Tab]:
    return [
        Tab(
            label=LABELS[box],
            number=str(numbers[box]) if numbers[box] < MOST else f"{MOST - 1}+",
            query=wanted.in_box(box),
            shown=wanted.box == box and not wanted.reference,
        )
        for box in boxes()
    ]


def _caption(wanted: Wanted) -> str:
    """What the table holds and how it is ordered, for those who cannot see it."""
    if wanted.reference:
        return _("Cases with a number like %(number)s") % {"number": wanted.reference}
    if wanted.box == Box.DONE:
        return _("Finished cases, latest first")
    if wanted.box == Box.ELSEWHERE:
        return _("Cases that other platforms have, latest first")
    return _("Cases by due day, most urgent first")


def _nothing(wanted: Wanted) -> tuple[str, str]:
    """A headline and a sentence for an empty box."""
    if wanted.reference:
        return _("No case with this number"), _("At your office there is none. Check the number.")
    if wanted.is_narrowed:
        return _("Nothing fits these filters"), _("Change the filters, or show all.")
    if wanted.box == Box.MINE:
        return _("Nothing waits for you"), _("Open the office's box and take a case.")
    return _("Nothing here"), _("New cases appear by themselves.")
