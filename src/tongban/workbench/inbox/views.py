from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from tongban.cases.queries import Box
from tongban.design.pages import page
from tongban.workbench.http import POST, OfficialRequest, at_a_post
from tongban.workbench.inbox.boxes import MOST, counts, page_of
from tongban.workbench.inbox.forms import box_form
from tongban.workbench.inbox.rows import rows_of
from tongban.workbench.telling import said, told


@at_a_post
@require_safe
def inbox(request: OfficialRequest) -> HttpResponse:
    """What lies on the official's desk, most urgent first."""
    at, form = now(), box_form(request)
    wanted = form.wanted()
    cases, more = page_of(request.post, wanted, at=at)
    context = {
        "form": form,
        "wanted": wanted,
        "boxes": _boxes(counts(request.post, at=at)),
        "rows": rows_of(cases, at=at),
        "first": (wanted.page - 1) * wanted.size + 1,
        "before": wanted.on_page(wanted.page - 1) if wanted.page > 1 else "",
        "after": wanted.on_page(wanted.page + 1) if more else "",
        "told": told(request),
    }
    return said(request, page(request, "workbench/inbox/inbox.html", context, live="rows"))


@at_a_post
@require_POST
def choose_post(request: OfficialRequest) -> HttpResponse:
    """Work at another of one's own posts, until signing out."""
    wanted = request.POST.get("post", "")
    if wanted not in {str(post.public_id) for post in request.posts}:
        raise Http404
    request.session[POST] = str(UUID(wanted))
    return redirect("work")


@at_a_post
@require_safe
def keys(request: OfficialRequest) -> HttpResponse:
    """The keys, for those whose browser does not show them in place."""
    return page(request, "workbench/inbox/keys.html")


def _boxes(numbers: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (box.value, str(numbers[box]) if numbers[box] < MOST else f"{MOST - 1}+") for box in Box
    ]
