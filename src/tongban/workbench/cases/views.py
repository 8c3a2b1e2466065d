from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.core.middleware import leaves_a_line
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.workbench.cases.doing import carry_out, form_for
from tongban.workbench.cases.forms import OpenForm
from tongban.workbench.cases.moves import MOVES, Move
from tongban.workbench.cases.opened import LOOKS, keep_open, may_see
from tongban.workbench.cases.screens import around, whole
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.inbox.boxes import Wanted, beside
from tongban.workbench.inbox.forms import box_form
from tongban.workbench.telling import said, tell, told


@leaves_a_line(*LOOKS)
@at_a_post
@require_safe
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The whole case for those who may see it now; the question why for the others."""
    case = _found(request, public_id)
    if not may_see(request, case, at=now()):
        return _gate(request, case, OpenForm())
    return said(request, _whole(request, case, told=told(request)))


@at_a_post
@require_POST
def open_it(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Write down why, which the applicant will see, and open the case for half an hour."""
    case, form, at = _found(request, public_id), OpenForm(request.POST), now()
    if not form.is_valid():
        return _gate(request, case, form)
    try:
        operations.open_case(case=case, by=request.post, reason=form.reason(), at=at)
    except Refusal as refusal:
        return _gate(request, case, form, refusal)
    keep_open(request, case, at=at)
    return _to(case, box_form(request).wanted())


@at_a_post
@require_POST
def ask_issuers(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Ask other platforms whether what they issued, and was presented here, still holds."""
    case, at = _found(request, public_id), now()
    if may_see(request, case, at=at):
        try:
            operations.ask_issuers(case=case, by=request.post, at=at)
        except Refusal as refusal:
            return _refused(request, public_id, refusal)
    return _to(case, box_form(request).wanted())


@at_a_post
@require_POST
def ask_register(request: OfficialRequest, public_id: UUID, key: str) -> HttpResponse:
    """Ask the register that answers for a material; what it says stands with the case then."""
    case, at = _found(request, public_id), now()
    if may_see(request, case, at=at):
        try:
            operations.consult(case=case, key=key, by=request.post, at=at)
        except Refusal as refusal:
            return _refused(request, public_id, refusal)
    return _to(case, box_form(request).wanted())


@leaves_a_line(*LOOKS)
@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: OfficialRequest, public_id: UUID, name: str) -> HttpResponse:
    """One thing to do with the case: GET opens its form on the screen, POST does it."""
    case, move, at = _found(request, public_id), _move(name), now()
    wanted = box_form(request).wanted()
    sees = may_see(request, case, at=at)
    if not (sees or name == "take") or (request.method != "POST" and not move.asks):
        return _to(case, wanted)
    form = form_for(move, case, request.post, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _whole(request, case, move=move, form=form) if sees else _to(case, wanted)
    _before, after = beside(case, request.post, wanted, at=at)
    try:
        carry_out(move, case, form, by=request.post, at=at)
    except Refusal as refusal:
        return _refused(request, public_id, refusal)
    if move.stays:
        return tell(_to(case, wanted), name, case)
    onward = _to(after, wanted) if after else redirect(f"{reverse('work')}?{wanted.query}")
    return tell(onward, name, case)


def _refused(request: OfficialRequest, public_id: UUID, refusal: Refusal) -> HttpResponse:
    """The case as it is now, which may be why it was refused."""
    case, at = _found(request, public_id), now()
    if not may_see(request, case, at=at):
        return _gate(request, case, OpenForm(), refusal)
    return _whole(request, case, refusal=refusal)


def _whole(
    request: OfficialRequest,
    case: Case,
    *,
    move: Move | None = None,
    form: Form | None = None,
    **more: object,
) -> HttpResponse:
    """The whole case. There is no other way to show it, and this one is written down."""
    at = now()
    operations.look(case=case, by=request.post, at=at)
    context = whole(request, case, at=at, move=move, form=form) | more
    return page(request, "workbench/cases/case.html", context)


def _gate(
    request: OfficialRequest, case: Case, form: OpenForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = around(request, case, at=now())
    context |= {"form": form, "refusal": refusal, "told": told(request)}
    return said(request, page(request, "workbench/cases/gate.html", context))


def _found(request: OfficialRequest, public_id: UUID) -> Case:
    return get_object_or_404(queries.cases_at(request.post), public_id=public_id)


def _move(name: str) -> Move:
    if name not in MOVES:
        raise Http404
    return MOVES[name]


def _to(case: Case, wanted: Wanted) -> HttpResponse:
    return redirect(f"{reverse('work_case', args=[case.public_id])}?{wanted.query}")
