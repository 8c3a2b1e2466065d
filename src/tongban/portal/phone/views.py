"""The on-screen phone of a demonstration: what a pretend carrier delivered to it."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from tongban.design.pages import page
from tongban.hotline.operations import take_text
from tongban.identity import queries
from tongban.messages.queries import texts_on_phones
from tongban.portal.identity.signing_in import phones_asked


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """The texts on one phone: an invented person's, or a number asked for in this browser.

    What is answered goes the way of a carrier's answers.
    """
    if not settings.TONGBAN_DEMO:
        raise Http404
    people = list(queries.invented_people())
    asked = phones_asked(request)
    known = {person.phone: person for person in people if person.phone}
    shown = request.GET.get("number", "")
    if shown not in known and shown not in asked:
        shown = next(iter([*asked, *known]), "")
    if request.method == "POST" and shown:
        take_text(phone=shown, text=request.POST.get("text", "")[:500], at=now())
        return redirect(f"{reverse('phone')}?{urlencode({'number': shown})}")
    context = {
        "shown": shown,
        "owner": known.get(shown),
        "people": people,
        "asked": [number for number in asked if number not in known],
        "texts": texts_on_phones([shown], at=now())[:10] if shown else [],
    }
    return page(request, "portal/phone/phone.html", context, live="texts")
