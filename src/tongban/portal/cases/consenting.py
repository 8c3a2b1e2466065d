"""Saying whether one agrees to what somebody else applied for."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.cases import operations, queries
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, ask_for_level, signed_in


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """What is asked of the reader, who was named by ID number; POST answers it."""
    asked = get_object_or_404(queries.consents_for(request.user), public_id=public_id)
    gate = ask_for_level(request, Level.MATCHED)
    if gate:
        return gate
    refusal = None
    if request.method == "POST":
        answer = operations.agree if request.POST.get("answer") == "agree" else operations.decline
        try:
            answer(consent=asked, by=request.user, at=now())
        except Refusal as error:
            refusal = error
        else:
            return redirect("consent", public_id)
    roles = {each.pk: role for role, each in queries.consents_of(asked.case)}
    context = {
        "consent": asked,
        "role": roles[asked.pk],
        "parts": queries.parts_of(asked.case),
        "refusal": refusal,
    }
    return page(request, "portal/cases/consent.html", context, status=409 if refusal else 200)
