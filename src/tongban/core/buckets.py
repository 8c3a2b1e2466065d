"""How often somebody may ask. Kept by each web process for itself, so it costs a microsecond."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

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

    def wait_of(self, address: str) -> float:
        """The seconds until there is a permission, without taking one."""
        with self._lock:
            left, then = self._left.get(address, (self.burst, 0.0))
        missing = 1 - min(self.burst, left + (self.clock() - then) * self.rate)
        return max(0.0, missing / self.rate)

    def _forget_the_quiet(self, now: float) -> None:
        """Whoever would have a full bucket by now need not be remembered; else forget all."""
        full = self.burst / self.rate
        kept = {who: was for who, was in self._left.items() if now - was[1] < full}
        self._left = kept if len(kept) < REMEMBERED else {}
