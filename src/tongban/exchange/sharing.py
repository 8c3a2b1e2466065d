"""Buckets in a little memory that the processes of a web server share; a few microseconds each."""

import fcntl
import mmap
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from tongban.identity.rules.buckets import Buckets

SLOT: Final = struct.Struct("16sdd")  # whose, what is left, and since when
SLOTS: Final = 1024
LOOKED_AT: Final = 16  # slots from where a name belongs


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
