"""How often one address may ask. Kept by each web process for itself, so it costs a microsecond."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.config import trouble

REMEMBERED = 20_000


@dataclass
class Buckets:
    """A bucket of permissions for each address, refilled `rate` times a second up to `burst`."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, address: str) -> float:
        """Take one permission; returns 0, or the seconds until there is one again."""
        now = self.clock()
        with self._lock:
            left, then = self._left.get(address, (self.burst, now))
            left = min(self.burst, left + (now - then) * self.rate)
            if left < 1:
                return (1 - left) / self.rate
            if address not in self._left and len(self._left) >= REMEMBERED:
                self._forget_the_quiet(now)
            self._left[address] = (left - 1, now)
            return 0.0

    def _forget_the_quiet(self, now: float) -> None:
        """Whoever would have a full bucket by now need not be remembered; else forget all."""
        full = self.burst / self.rate
        kept = {who: was for who, was in self._left.items() if now - was[1] < full}
        self._left = kept if len(kept) < REMEMBERED else {}


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
