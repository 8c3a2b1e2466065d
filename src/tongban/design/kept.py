"""Handing a stored file to a browser so that it can do no harm."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})  # made anew when stored


def kept_file(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Pictures are shown in place, everything else is saved; nothing runs, nothing is cached."""
    response = HttpResponse(content, content_type=kind)
    disposition = content_disposition_header(kind not in SHOWN, name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
