"""How often one address may ask, so that none keeps the others from reading."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.config import trouble
from tongban.core.buckets import Buckets


class ReadsAreLimited:
    """No single address can keep the others from reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        rate = float(settings.TONGBAN_READS_PER_SECOND)
        self.buckets = Buckets(rate=rate, burst=2 * rate)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            wait = self.buckets.take(address_of(request))
            if wait:
                return trouble.too_many(request, seconds=max(1, round(wait)))
        return self.get_response(request)


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind proxies of ours, what the first of them saw; never what a visitor claims."""
    proxies = settings.TONGBAN_PROXIES
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(seen) >= proxies and seen[-proxies].strip():
        return seen[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
