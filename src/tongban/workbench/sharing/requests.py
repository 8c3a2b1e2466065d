"""Requests to ask registers: what my office asked for, and what my office has to decide."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.queries import platform_name
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.privacy.queries import purpose_names
from tongban.sharing import operations, queries
from tongban.sharing.models import Resource, SharingRequest
from tongban.sharing.rules import State
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.sharing.around import around, keeps
from tongban.workbench.sharing.forms import DecisionForm, WhyForm, fields_of

MOST = 100
TONES = {State.APPROVED: "ok", State.REFUSED: "bad", State.REVOKED: "bad", State.ASKED: "warn"}
Line = tuple[SharingRequest, str, str, str]


@at_a_post
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    names = {each.code: str(each) for each in queries.resources()}
    context = around(request) | {
        "theirs": _lines(list(queries.requests_to(request.post)[:MOST]), names, at=now()),
        "ours": _lines(list(queries.requests_by(request.post)[:MOST]), names, at=now()),
    }
    return page(request, "workbench/sharing/requests.html", context)


@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """One request; its owner's officials decide it here, and take an approval back."""
    found, resource = _found(request, public_id)
    decides = keeps(request, resource) and found.node == ""
    posted = request.POST if request.method == "POST" else None
    deed = request.POST.get("deed", "") if decides else ""
    approving = DecisionForm(
        posted if deed == "approve" else None, request=found, resource=resource
    )
    saying = WhyForm(posted if deed in {"refuse", "revoke"} else None)
    refusal: Refusal | None = None
    if posted is not None and not decides:
        raise Http404
    if (approving if deed == "approve" else saying).is_valid():
        try:
            _do(deed, found, approving, saying, request, at=now())
        except Refusal as no:
            refusal = no
        else:
            return redirect("work_sharing_request", public_id)
    context = around(request) | {
        "asked": found,
        "resource": resource,
        "keeper": platform_name(found.node),
        "asker": platform_name(found.asker),
        "fields": [name for _key, name in fields_of(resource, found.fields)],
        "granted": [name for _key, name in fields_of(resource, found.granted)],
        "purpose": purpose_names().get(found.purpose, {}),
        "state": _state(found, at=now()),
        "may_decide": decides and found.state == State.ASKED,
        "may_revoke": decides and found.state == State.APPROVED,
        "approving": approving,
        "saying": saying,
        "refusal": refusal,
    }
    return page(request, "workbench/sharing/request.html", context)


def _do(
    deed: str,
    found: SharingRequest,
    approving: DecisionForm,
    saying: forms.Form,
    request: OfficialRequest,
    *,
    at: datetime,
) -> None:
    if deed == "approve":
        operations.approve_sharing(
            request=found,
            fields=approving.cleaned_data["fields_granted"],
            a_day=approving.cleaned_data["a_day"],
            until=approving.until(at=at),
            by=request.post,
            at=at,
        )
        return
    ending = operations.refuse_sharing if deed == "refuse" else operations.revoke_sharing
    ending(request=found, reason=saying.cleaned_data["reason"], by=request.post, at=at)


def _found(request: OfficialRequest, public_id: UUID) -> tuple[SharingRequest, Resource]:
    """What the official's office asked for or decides about; anything else is not there."""
    found = (
        queries.requests_to(request.post).filter(public_id=public_id).first()
        or queries.requests_by(request.post).filter(public_id=public_id).first()
    )
    resource = queries.resource_called(found.resource) if found else None
    if found is None or resource is None:
        raise Http404
    return found, resource


def _lines(rows: list[SharingRequest], names: dict[str, str], *, at: datetime) -> list[Line]:
    rows.sort(key=lambda row: row.state != State.ASKED)
    return [
        (
            row,
            names.get(row.resource, row.resource),
            platform_name(row.asker),
            _state(row, at=at)[1],
        )
        for row in rows
    ]


def _state(row: SharingRequest, *, at: datetime) -> tuple[str, str]:
    """How it stands, and its colour; an approval that ran out is none."""
    over = row.state == State.APPROVED and row.until is not None and row.until <= at
    return ("over", "plain") if over else (row.state, TONES[State(row.state)])
