"""People whom no message reached, though something is needed from them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.messages import operations, queries
from tongban.messages.models import Unreached
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.messages.forms import IN_VAIN, SettleForm


@at_a_post
@never_cache
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    """The list, with names covered: nobody's data is looked at here."""
    rows = queries.unreached_of(request.post)[:100]
    return page(request, "workbench/messages/unreached.html", {"rows": rows})


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """One of them. `show` looks up whom to call, and they will see that; the rest settles it."""
    found = get_object_or_404(queries.unreached_of(request.post), public_id=public_id)
    context: dict[str, object] = {"row": found, "title": queries.words(found.message).title}
    form = SettleForm(request.POST if "how" in request.POST else None)
    context["form"] = form
    try:
        if "show" in request.POST:
            person = operations.look_at_unreached(unreached=found, by=request.post, at=now())
            context["person"] = person
        elif form.is_valid():
            _settle(request, found, form)
            return redirect("work_unreached")
    except Refusal as refusal:
        context["refusal"] = refusal
    return page(request, "workbench/messages/unreached_one.html", context)


def _settle(request: OfficialRequest, row: Unreached, form: SettleForm) -> None:
    how, note = form.cleaned_data["how"], form.cleaned_data["note"]
    if how == IN_VAIN:
        operations.note_call(unreached=row, by=request.post, at=now())
        return
    operations.close_unreached(
        unreached=row, result=Unreached.Result(how), note=note, by=request.post, at=now()
    )
