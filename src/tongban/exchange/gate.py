"""Before everything else: whoever asks too often is turned away for a tenth of a millisecond."""

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.exchange import budgets, problems
from tongban.identity.rules.devices import source_of

KEYID: Final = re.compile(r';\s*keyid="([A-Za-z0-9_-]{1,64})"')
DRAINED: Final = 64 * 1024
GUARDED: Final = {
    "/federation/v1/inbox": budgets.EVENTS,
    "/federation/v1/ask": budgets.QUESTIONS,
}


class PeersAreLimited:
    """Nothing is read, looked up or checked for an address and key that go on asking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind = GUARDED.get(request.path_info)
        if kind and (wait := budgets.claims(kind).take(payer_of(request, claimed_key(request)))):
            request.read(DRAINED)  # what is left unread would break the line with the answer on it
            return problems.later("over_budget", seconds=wait)
        return self.get_response(request)


def claimed_key(request: HttpRequest) -> str:
    """Whose signature it says it carries; nobody checked that yet."""
    claimed = KEYID.search(request.headers.get("Signature-Input", ""))
    return claimed[1] if claimed else ""


def payer_of(request: HttpRequest, claim: str) -> str:
    """Whom to charge for what nobody signed."""
    return f"{source_of(request.META, proxies=settings.TONGBAN_PROXIES)}|{claim}"
