"""Programs that send messages for this office: their keys and their texts."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.messages import operations, queries
from tongban.messages.models import Sender
from tongban.messages.rules import Channel
from tongban.workbench.http import OfficialRequest, as_chief
from tongban.workbench.messages.forms import ProgramForm, TemplateForm


@as_chief
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OfficialRequest) -> HttpResponse:
    """Every program of the office. A new one's key is shown this once."""
    form = ProgramForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context["new"], context["key"] = operations.register_sender(
                **form.cleaned_data, by=request.post, at=now()
            )
            context["form"] = ProgramForm()
        except Refusal as refusal:
            context["refusal"] = refusal
    context["programs"] = queries.senders_of(request.post)
    return page(request, "workbench/messages/programs.html", context)


@as_chief
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The texts of one program, and what became of what it sent lately."""
    sender = _own(request, public_id)
    form = TemplateForm(request.POST or None)
    context: dict[str, object] = {"program": sender, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, sender, form)
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect("work_program", public_id)
    context["templates"] = queries.templates_of(sender)
    context["figures"] = queries.figures_of(sender)
    return page(request, "workbench/messages/program.html", context)


@as_chief
@require_POST
def end(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    sender = _own(request, public_id)
    with suppress(operations.SenderOver):  # then it is as was asked for
        operations.end_sender(sender=sender, by=request.post, at=now())
    return redirect("work_programs")


def _own(request: OfficialRequest, public_id: UUID) -> Sender:
    return get_object_or_404(queries.senders_of(request.post), public_id=public_id)


def _write(request: OfficialRequest, sender: Sender, form: TemplateForm) -> None:
    told = form.cleaned_data
    after = queries.template_of(sender, told["after"]) if told["after"] else None
    operations.write_template(
        sender=sender,
        name=told["name"],
        channel=Channel(told["channel"]),
        subjects=form.subjects(),
        bodies=form.bodies(),
        after=after,
        by=request.post,
        at=now(),
    )
