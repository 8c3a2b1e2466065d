"""The machines of an office: setting them up, what they offer, and taking them down."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.certificates import operations, queries
from tongban.certificates.models import Kiosk
from tongban.certificates.operations.kiosks import KEEPERS
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.workbench.http import OfficialRequest, at_any_post
from tongban.workbench.kiosks.forms import NewKioskForm, ServicesForm


def as_keeper(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for the chief of an office and for operators."""

    @wraps(view)
    def guarded(request: OfficialRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.post.role not in KEEPERS:
            raise Http404
        return view(request, *args, **kwargs)

    return at_any_post(guarded)


@as_keeper
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OfficialRequest) -> HttpResponse:
    """Every machine of the office. A new one's secret is shown this once."""
    form, context = NewKioskForm(request.POST or None), dict[str, object]()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            context["new"], context["secret"] = operations.set_up_kiosk(
                code=told["code"],
                names={"zh": told["name"]},
                services=told["services"],
                until=now() + timedelta(days=told["days"]),
                by=request.post,
                at=now(),
            )
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            form = NewKioskForm()
    return _list(request, form, context)


@as_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """What one machine offers."""
    kiosk = _own(request, public_id)
    form = ServicesForm(request.POST or None, initial={"services": kiosk.services})
    context: dict[str, object] = {"kiosk": kiosk, "form": form}
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["services"]
        try:
            operations.choose_services(kiosk=kiosk, services=chosen, by=request.post, at=now())
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect("work_kiosks")
    return page(request, "workbench/kiosks/services.html", context)


@as_keeper
@require_POST
def end(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    try:
        operations.take_down_kiosk(kiosk=_own(request, public_id), by=request.post, at=now())
    except Refusal as refusal:
        return _list(request, NewKioskForm(), {"refusal": refusal})
    return redirect("work_kiosks")


def _own(request: OfficialRequest, public_id: UUID) -> Kiosk:
    return get_object_or_404(queries.kiosks_of(request.post), verifier__public_id=public_id)


def _list(request: HttpRequest, form: NewKioskForm, context: dict[str, object]) -> HttpResponse:
    context |= {
        "form": form,
        "kiosks": queries.kiosks_of(request.post),  # type: ignore[attr-defined]
        "address": request.build_absolute_uri(reverse("kiosk")),
        "now": now(),
    }
    return page(request, "workbench/kiosks/kiosks.html", context)
