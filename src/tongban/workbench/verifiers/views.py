"""Who may check codes for this office: registering and ending them."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.certificates import operations, queries
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.workbench.http import OfficialRequest, as_chief
from tongban.workbench.verifiers.forms import VerifierForm


@as_chief
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OfficialRequest) -> HttpResponse:
    """Every verifier of the office. A new one's key is shown this once."""
    form = VerifierForm(request.POST or None)
    context: dict[str, object] = {"form": form, "key": "", "refusal": None, "now": now()}
    if request.method == "POST" and form.is_valid():
        try:
            context["new"], context["key"] = _register(request, form)
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            context["form"] = VerifierForm()
    context["verifiers"] = queries.verifiers_of(request.post)
    return page(request, "workbench/verifiers/verifiers.html", context)


@as_chief
@require_POST
def end(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    verifier = get_object_or_404(queries.verifiers_of(request.post), public_id=public_id)
    with suppress(operations.VerifierOver):  # then it is as was asked for
        operations.end_verifier(verifier=verifier, by=request.post, at=now())
    return redirect("work_verifiers")


def _register(request: OfficialRequest, form: VerifierForm) -> tuple[object, str]:
    at, told = now(), form.cleaned_data
    days = told["days"]
    assert isinstance(days, int)  # noqa: S101  the form says so
    fields = told["fields_seen"]
    return operations.register_verifier(
        code=str(told["code"]),
        names={"zh": str(told["name"])},
        scene=str(told["scene"]),
        fields=list(fields) if isinstance(fields, list) else [],
        certificates=form.certificates(),
        program=form.program(),
        until=at + timedelta(days=days),
        by=request.post,
        at=at,
    )
