"""Materials in and out: uploads, certificates instead of papers, and printed pages."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.queries import MaterialView
from tongban.cases.rules.presenting import WhyUploaded
from tongban.core.middleware import leaves_a_line
from tongban.core.refusal import Refusal
from tongban.design import printing
from tongban.design.kept import kept_file
from tongban.design.pages import page
from tongban.design.questions import UploadForm
from tongban.files import store as files
from tongban.files.judging import LARGEST
from tongban.portal.cases.own import LOOKS, fillable, own
from tongban.portal.http import CitizenRequest, ask_for_level, may_help, signed_in


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: CitizenRequest, public_id: UUID, key: str) -> HttpResponse:
    """One material: hand in a file, or take it back. Certificates are presented on their sheet."""
    case = fillable(request, public_id)
    gate = ask_for_level(request, queries.package_of(case).assurance)
    if gate:
        return gate
    entry = _entry(case, key)
    reasons = WhyUploaded.choices if entry.certificate else ()
    form = UploadForm(request.POST or None, request.FILES or None, reasons=reasons)
    refusal = None
    if request.method == "POST":
        try:
            if _changed(request, case, entry, form):
                return redirect("case_materials", public_id)
        except Refusal as error:
            refusal = error
    context = {"case": case, "entry": entry, "form": form, "refusal": refusal}
    return page(request, "portal/cases/material.html", context, status=422 if refusal else 200)


def _entry(case: Case, key: str) -> MaterialView:
    for entry in queries.materials(case, at=now()):
        if entry.key == key:
            return entry
    raise Http404


def _changed(request: CitizenRequest, case: Case, entry: MaterialView, form: UploadForm) -> bool:
    key, actor, at = entry.key, request.actor, now()
    if "remove" in request.POST:
        operations.detach(case=case, key=key, by=actor, at=at)
    elif form.is_valid():
        file = form.cleaned_data["file"]
        operations.hand_in(
            case=case,
            key=key,
            name=file.name,
            data=file.read(LARGEST + 1),
            reason=form.cleaned_data.get("reason", ""),
            by=actor,
            at=at,
        )
    else:
        return False
    return True


@signed_in
@may_help
@never_cache
@require_safe
def upload(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """A file of one's own, as it was stored: re-encoded, and never run by the browser."""
    found = queries.upload_of(request.actor, public_id)
    if found is None:
        raise Http404
    return kept_file(files.read(found.stored_as), kind=found.kind, name=found.name)


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@never_cache
@require_safe
def printed(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """The filled form, the receipt and the decision on paper; `?as=pdf` as a PDF file."""
    case = own(request, public_id)
    hand = request.actor.hand.name if request.helps else ""
    context = queries.sheet(case, at=now(), acted_by=hand) | {
        "back": reverse("case", args=[public_id])
    }
    file = request.GET.get("as") == "pdf"
    return printing.answer(
        request, "design/application.html", context, name=case.reference, file=file
    )
