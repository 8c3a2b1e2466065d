"""Saying no to another node, the way RFC 9457 does (application/problem+json)."""

import json
import math
import random
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse

from tongban.core.refusal import Refusal

MEDIA_TYPE: Final = "application/problem+json"
SENTENCES: Final[Mapping[str, str]] = {
    "too_large": "A request has at most 4 MB.",
    "bad_length": "The length of a request is a number of bytes.",
    "wrong_type": "This address takes another content type.",
    "over_budget": "You ask more often than you may. Come back later.",
    "too_many_at_once": "You ask too much at once. Come back later.",
    "signature_missing": "Sign the request as RFC 9421 says, with the tag tongban-federation.",
    "unknown_node": "The registry lists no platform with this key.",
    "key_not_valid_now": "This key is not valid yet, or no longer.",
    "revoked": "This platform was excluded from the federation.",
    "signature_incomplete": "The signature leaves out something that must be signed.",
    "signature_wrong": "The signature does not fit the request.",
    "content_digest_wrong": "The content is not what was signed.",
    "clock_skew": "Your clock and ours differ by more than two minutes. Ours is in this answer.",
}
REFUSED_WITH: Final[Mapping[str, int]] = {
    "bad_length": 400,
    "revoked": 403,
    "too_large": 413,
    "wrong_type": 415,
}
# A refusal conflicts with how things are (409) unless it is about the request or about us.
STATUS: Final[Mapping[str, int]] = {
    "bad_batch": 400,
    "bad_nonce": 400,
    "bad_question": 400,
    "bad_application": 400,
    "not_its_own": 403,
    "unknown_question": 404,
    "no_hub": 404,
    "no_such_node": 404,
    "not_in_federation": 503,
    "our_registry_expired": 503,
}


def problem(code: str, title: str, status: int, **more: Any) -> HttpResponse:
    body = {"type": f"/problems/{code}", "code": code, "title": title, "status": status, **more}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )


def untrusted(code: str, **more: Any) -> HttpResponse:
    """A request that nobody in the federation stands for, or one that is too much."""
    status = REFUSED_WITH.get(code, 401)
    return problem(code, SENTENCES[code], status, **more)


def later(code: str, *, seconds: float) -> HttpResponse:
    """Too often, or too much. The time to wait is spread, so that not all come back at once."""
    answer = problem(code, SENTENCES[code], 429)
    answer["Retry-After"] = str(math.ceil(seconds + random.random()))  # noqa: S311  no secret
    return answer


def refused(refusal: Refusal) -> HttpResponse:
    says = getattr(refusal, "says", "")
    more = {"detail": says} if says else {}
    return problem(refusal.code, str(refusal), STATUS.get(refusal.code, 409), **more)
