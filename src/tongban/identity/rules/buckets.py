"""How often somebody may ask. Kept by each web process for itself, so it costs a microsecond."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

REMEMBERED = 20_000


@dataclass
class Buckets:
    """A bucket of permissions for each address, refilled `rate` times a second up to `burst`.

    With `debt`, what is refused is charged as well, down to so much below nothing: whoever goes
    on asking without waiting gets nothing at all until they ask less than `rate`.
    """

    rate: float
    burst: float
    debt: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, address: str) -> float:
        """Take one permission; returns 0, or the seconds until there is one again."""
        now = self.clock()
        with self._alone():
            left = self._left_now(address, now)
            if left >= 1:
                self._keep(address, left - 1, now)
                return 0.0
            if self.debt:
                left = max(-self.debt, left - 1)
                self._keep(address, left, now)
            return (1 - left) / self.rate

    def wait_of(self, address: str) -> float:
        """The seconds until there is a permission, without taking one."""
        with self._alone():
            missing = 1 - self._left_now(address, self.clock())
        return max(0.0, missing / self.rate)

    def forget(self) -> None:
        """As if nobody had ever asked."""
        with self._alone():
            self._left.clear()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            yield

    def _left_now(self, address: str, now: float) -> float:
        left, then = self._recall(address) or (self.burst, now)
        return min(self.burst, left + (now - then) * self.rate)

    def _recall(self, address: str) -> tuple[float, float] | None:
        return self._left.get(address)

    def _keep(self, address: str, left: float, now: float) -> None:
        if address not in self._left and len(self._left) >= REMEMBERED:
            self._forget_the_quiet(now)
        self._left[address] = (left, now)

    def _forget_the_quiet(self, now: float) -> None:
        """Whoever would have a full bucket by now need not be remembered; else forget all."""
        full = (self.burst + self.debt) / self.rate
        kept = {who: was for who, was in self._left.items() if now - was[1] < full}
        self._left = kept if len(kept) < REMEMBERED else {}
