"""Before everything else, Django too: whoever asks too often is turned away for next to nothing."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from tongban.exchange import budgets, problems
from tongban.identity.rules.devices import source_of

KEYID: Final = re.compile(r';\s*keyid="([A-Za-z0-9_-]{1,64})"')
DRAINED: Final = 64 * 1024
GUARDED: Final = {
    "/federation/v1/inbox": budgets.EVENTS,
    "/federation/v1/ask": budgets.QUESTIONS,
}


def gated(application: WSGIApplication) -> WSGIApplication:
    """Nothing is read, looked up or checked for an address and key that go on asking."""

    def gate(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind = GUARDED.get(environ["PATH_INFO"])
        if kind and (wait := budgets.claims(kind).take(payer_of(environ, claimed_key(environ)))):
            environ["wsgi.input"].read(DRAINED)  # what is left unread would break the line
            answer = problems.later("over_budget", seconds=wait)
            start_response("429 Too Many Requests", list(answer.items()))
            return [answer.content]
        return application(environ, start_response)

    return gate


def claimed_key(meta: Mapping[str, Any]) -> str:
    """Whose signature a request says it carries; nobody checked that yet."""
    claimed = KEYID.search(meta.get("HTTP_SIGNATURE_INPUT", ""))
    return claimed[1] if claimed else ""


def payer_of(meta: Mapping[str, Any], claim: str) -> str:
    """Whom to charge for what nobody signed."""
    return f"{source_of(meta, proxies=settings.TONGBAN_PROXIES)}|{claim}"
