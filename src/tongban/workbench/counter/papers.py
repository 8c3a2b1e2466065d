"""Papers at the counter: those that people bring, and those that they take home."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.core.middleware import leaves_a_line
from tongban.core.refusal import Refusal
from tongban.design import printing
from tongban.files.judging import LARGEST
from tongban.workbench.cases.opened import LOOKS
from tongban.workbench.counter.filling import opened, shown
from tongban.workbench.counter.people import standing
from tongban.workbench.http import OfficialRequest, at_a_post


@at_a_post
@require_POST
def give(request: OfficialRequest, public_id: UUID, key: str) -> HttpResponse:
    """A paper that the applicant brought, scanned here; or giving it back."""
    case, at = opened(request, public_id), now()
    file = request.FILES.get("file")
    try:
        if "remove" in request.POST:
            operations.detach_at_counter(case=case, key=key, by=request.post, at=at)
        elif file is not None:
            operations.upload_at_counter(
                case=case,
                key=key,
                name=str(file.name),
                data=file.read(LARGEST + 1),
                reason=request.POST.get("reason", ""),
                by=request.post,
                at=at,
            )
    except Refusal as refusal:
        return shown(request, opened(request, public_id), refusal=refusal)
    return redirect(reverse("work_counter", args=[public_id]) + "#papers")


@at_a_post
@never_cache
@require_safe
def printed(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The form as it is filled in, to be read and signed; the receipt, once it is handed in."""
    case = queries.case_at_counter(public_id, request.post, at=now())
    if case is None:
        raise Http404
    back = "work_counter" if case.submitted_at is None else "work_counter_take"
    args = [public_id] if case.submitted_at is None else []
    return _sheet(request, case, back=reverse(back, args=args))


@leaves_a_line(*LOOKS)
@at_a_post
@never_cache
@require_safe
def receipt(request: OfficialRequest, public_id: UUID, case: UUID) -> HttpResponse:
    """The receipt or the decision of a case of whoever stands here, for them to take home."""
    met = standing(request, public_id)
    found = queries.cases_of(queries.attends(met)).filter(public_id=case)
    mine = found.exclude(submitted_at=None).first()
    if mine is None:
        raise Http404
    operations.look_at_counter(case=mine, by=request.post, at=now())
    return _sheet(request, mine, back=reverse("work_counter_person", args=[public_id]))


def _sheet(request: OfficialRequest, case: Case, *, back: str) -> HttpResponse:
    context = queries.sheet(case, at=now()) | {"back": back}
    file = request.GET.get("as") == "pdf"
    return printing.answer(
        request, "design/application.html", context, name=case.reference, file=file
    )
