"""How often somebody may ask. It costs a microsecond, or a few when processes count together."""

import fcntl
import mmap
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

REMEMBERED = 20_000
SLOT: Final = struct.Struct("16sdd")  # whose, what is left, and since when
SLOTS: Final = 1024
LOOKED_AT: Final = 16  # slots from where a name belongs


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


class Shelf:
    """A little memory that a process shares with those that are forked from it."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115  as long as the process
        self.file.truncate(SLOT.size * SLOTS)
        self.memory = mmap.mmap(self.file.fileno(), SLOT.size * SLOTS)


@dataclass
class SharedBuckets(Buckets):
    """Buckets that all processes of a web server count in, for a few hundred addresses.

    A process that is killed keeps nothing locked. Where there are too many addresses, the one
    that was quiet the longest is forgotten.
    """

    shelf: Shelf = field(default_factory=Shelf)

    def forget(self) -> None:
        with self._alone():
            self.shelf.memory[:] = bytes(len(self.shelf.memory))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            fcntl.lockf(self.shelf.file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self.shelf.file, fcntl.LOCK_UN)

    def _recall(self, address: str) -> tuple[float, float] | None:
        name = _name(address)
        for _place, (whose, left, then) in self._slots(name):
            if whose == name:
                return left, then
        return None

    def _keep(self, address: str, left: float, now: float) -> None:
        name = _name(address)
        slots = list(self._slots(name))
        known = [place for place, (whose, _left, _then) in slots if whose == name]
        place = known[0] if known else min(slots, key=lambda slot: slot[1][2])[0]
        SLOT.pack_into(self.shelf.memory, place, name, left, now)

    def _slots(self, name: bytes) -> Iterator[tuple[int, tuple[bytes, float, float]]]:
        first = int.from_bytes(name[:4], "big")
        for number in range(first, first + LOOKED_AT):
            place = number % SLOTS * SLOT.size
            yield place, SLOT.unpack_from(self.shelf.memory, place)


def _name(address: str) -> bytes:
    return blake2b(address.encode(), digest_size=16).digest()
