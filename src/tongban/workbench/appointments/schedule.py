"""What the office offers: its lines and their rules, and the days that differ."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.appointments import operations, queries
from tongban.appointments.operations import Plan
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.workbench.appointments.forms import AnnounceForm, LineForm
from tongban.workbench.http import OfficialRequest, as_chief


@as_chief
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficialRequest) -> HttpResponse:
    """The lines of the office; POST opens another one."""
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data | {"services": form.cleaned_data["services"].split()}
        try:
            operations.open_line(plan=Plan(**told), by=request.post, at=now())
        except Refusal as refusal:
            return _schedule(request, line_form=form, refusal=refusal)
        return redirect("work_schedule")
    return _schedule(request, line_form=form)


@as_chief
@require_POST
def announce(request: OfficialRequest) -> HttpResponse:
    """Close a day, or open it at other hours; whoever booked is told at once."""
    form, away = AnnounceForm(request.POST), 0
    if not form.is_valid():
        return _schedule(request, announce_form=form)
    try:
        _closure, away = operations.announce(**form.cleaned_data, by=request.post, at=now())
    except Refusal as refusal:
        return _schedule(request, announce_form=form, refusal=refusal)
    return _schedule(request, sent_away=away)


@as_chief
@require_POST
def end(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    line = get_object_or_404(queries.lines_at(request.post.office), public_id=public_id)
    operations.end_line(schedule=line, by=request.post, at=now())
    return redirect("work_schedule")


def _schedule(
    request: OfficialRequest,
    *,
    line_form: LineForm | None = None,
    announce_form: AnnounceForm | None = None,
    refusal: Refusal | None = None,
    sent_away: int | None = None,
) -> HttpResponse:
    office = request.post.office
    context = {
        "lines": queries.lines_at(office),
        "announced": queries.announced(office, since=localdate(now())),
        "line_form": line_form or LineForm(),
        "announce_form": announce_form or AnnounceForm(),
        "refusal": refusal,
        "sent_away": sent_away,
    }
    return page(request, "workbench/appointments/schedule.html", context)
