"""Filling in a form with its applicant, who stands at the counter."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import WITH_APPLICANT
from tongban.cases.rules.presenting import WhyUploaded
from tongban.catalog.queries import naming
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.questions import QuestionsForm, UploadForm
from tongban.workbench.http import OfficialRequest, at_a_post


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The whole form on one page; POST keeps what was typed."""
    at, case = now(), opened(request, public_id)
    if request.method != "POST":
        return shown(request, case)
    typed = _filled(request, case, request.POST)
    revision = request.POST.get("revision", "")
    try:
        case = operations.save_at_counter(
            case=case,
            answers=typed.cleaned_data if typed.is_valid() else {},
            by=request.post,
            at=at,
            revision=int(revision) if revision.isascii() and revision.isdigit() else None,
        )
    except operations.ChangedElsewhere as refusal:
        typed.compare(refusal.saved, queries.said(queries.package_of(case), refusal.saved))
        return shown(request, opened(request, public_id), refusal=refusal, typed=typed)
    except Refusal as refusal:
        return shown(request, case, refusal=refusal)
    return shown(request, case, saved=True)


@at_a_post
@require_POST
def hand_in(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    case = opened(request, public_id)
    confirmed = request.POST.get("confirmed") == "yes"
    try:
        case = operations.submit_at_counter(
            case=case, confirmed=confirmed, by=request.post, at=now()
        )
    except Refusal as refusal:
        return shown(request, opened(request, public_id), refusal=refusal)
    return page(request, "workbench/counter/handed_in.html", {"case": case})


def opened(request: OfficialRequest, public_id: UUID) -> Case:
    """A draft that its applicant opened to this official; anything else is not there."""
    case = queries.case_at_counter(public_id, request.post, at=now())
    if case is None or case.status not in WITH_APPLICANT:
        raise Http404
    return case


def shown(
    request: OfficialRequest,
    case: Case,
    *,
    refusal: Refusal | None = None,
    saved: bool = False,
    typed: QuestionsForm | None = None,
) -> HttpResponse:
    """The form, its papers, and whose it is, beside the others that are open at this counter."""
    at, filled, faults = now(), typed or _filled(request, case), queries.faults(case, at=now())
    if typed is None and (saved or refusal):
        filled.blame(faults)
    others = [each for each in queries.cases_at_counter(request.post, at=at) if each != case]
    context: dict[str, Any] = {
        "case": case,
        "form": filled,
        "pages": _by_page(case, filled),
        "papers": [
            (entry, UploadForm(reasons=WhyUploaded.choices if entry.certificate else ()))
            for entry in queries.materials(case, at=at)
        ],
        "others": [each for each in others if each.status in WITH_APPLICANT],
        "faults": len(faults),
        "refusal": refusal,
        "saved": saved,
    }
    return page(request, "workbench/counter/form.html", context)


def _by_page(case: Case, filled: QuestionsForm) -> list[tuple[dict[str, str], list[Any]]]:
    """The fields under the headings that the applicant reads on the phone."""
    pages = queries.package_of(case).pages
    return [(each["title"], [filled[key] for key in each["fields"]]) for each in pages]


def _filled(request: OfficialRequest, case: Case, data: QueryDict | None = None) -> QuestionsForm:
    package = queries.package_of(case)
    actor = operations.applicant_at(case, request.post, at=now())
    known = queries.prefill(case, actor, at=now())
    questions = queries.questions(
        package,
        [key for each in package.pages for key in each["fields"]],
        answers={key: fact.value for key, fact in known.items()} | case.answers,
        known=known,
        settled={},
        problems=queries.asked_of(queries.open_correction(case)),
    )
    return QuestionsForm(data, questions=questions, places=naming)
