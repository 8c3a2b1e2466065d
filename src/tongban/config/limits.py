"""How often one address or person may ask. Each web process counts for itself, in a microsecond."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.config import trouble
from tongban.core.middleware import SAFE_METHODS
from tongban.identity.rules.buckets import Buckets

LARGEST = 64 * 1024 * 1024  # bytes of one request; files have limits of their own, far below


class RequestsAreLimited:
    """No single address, and nobody from many of them, can keep the others from being served.

    These are far above what people do; guessing and sending texts have budgets of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        reads = float(settings.TONGBAN_READS_PER_SECOND)
        writes = float(settings.TONGBAN_WRITES_PER_SECOND)
        self.reads = Buckets(rate=reads, burst=2 * reads)
        self.writes = Buckets(rate=writes, burst=4 * writes)
        self.writers = Buckets(rate=writes / 5, burst=2 * writes)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if size_of(request) > LARGEST:
            return trouble.too_large(request)
        wait = self._wait(request)
        if wait:
            return trouble.too_many(request, seconds=max(1, round(wait)))
        return self.get_response(request)

    def _wait(self, request: HttpRequest) -> float:
        address = address_of(request)
        if request.method in SAFE_METHODS:
            return self.reads.take(address)
        writer = writer_of(request)
        return self.writes.take(address) or (self.writers.take(writer) if writer else 0.0)


def size_of(request: HttpRequest) -> int:
    """How long the request says its body is; more than that is not read."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said[:20]) if said.isascii() and said.isdigit() else 0


def writer_of(request: HttpRequest) -> str:
    """Who writes, without asking the database: the token or the session, as they were sent."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return request.headers.get("Authorization", "") or session


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind proxies of ours, what the first of them saw; never what a visitor claims."""
    proxies = settings.TONGBAN_PROXIES
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(seen) >= proxies and seen[-proxies].strip():
        return seen[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
