"""Our own keys for the federation, in `keys.json`, which only its owner can read.

`federation` lists signing keys, newest first, each valid for a while; `federation_sealing` lists
what others seal with for us. The file is read again when it changes, so that a key that was added
by a command is used by processes that run.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.crypto import keys, sealing
from tongban.crypto.keys import PrivateKey
from tongban.crypto.sealing import SealingKey

Ring = dict[str, Any]
_read: dict[Path, tuple[tuple[int, int], Ring]] = {}


@dataclass(frozen=True)
class SigningKey:
    """A key of ours and when it counts."""

    key: PrivateKey
    not_before: datetime
    not_after: datetime | None = None

    def counts(self, *, at: datetime) -> bool:
        return self.not_before <= at and (self.not_after is None or at < self.not_after)

    def to_entry(self) -> dict[str, Any]:
        """As the registry lists it: the public half."""
        return {
            "jwk": self.key.public.to_jwk(),
            "not_before": self.not_before.isoformat(),
            "not_after": self.not_after.isoformat() if self.not_after else None,
        }


class NoKeys(RuntimeError):
    """This installation has no keys for a federation yet."""


def signing_keys() -> list[SigningKey]:
    """Newest first."""
    return [_from_row(row) for row in _ring().get("federation", [])]


def signing_key(*, at: datetime) -> PrivateKey:
    """The newest key that counts now."""
    for each in signing_keys():
        if each.counts(at=at):
            return each.key
    raise NoKeys("There are no signing keys; `./tongban federation join` makes them.")


def sealing_keys() -> list[SealingKey]:
    """What opens things that were sealed for us, newest first."""
    return [SealingKey.from_text(text) for text in _ring().get("federation_sealing", [])]


def ensure(*, at: datetime) -> None:
    """Make the first keys, unless there are some."""
    with _changing() as ring:
        if not ring.get("federation"):
            ring["federation"] = [_to_row(SigningKey(keys.generate(settings.TONGBAN_SUITE), at))]
        if not ring.get("federation_sealing"):
            ring["federation_sealing"] = [sealing.generate_sealing_key().to_text()]


def renew(*, at: datetime) -> None:
    """Keep no key that signs; what others sealed for us can still be opened."""
    with _changing() as ring:
        ring["federation"] = [_to_row(SigningKey(keys.generate(settings.TONGBAN_SUITE), at))]
        sealed = ring.get("federation_sealing", [])
        ring["federation_sealing"] = [sealing.generate_sealing_key().to_text(), *sealed]


def replace(signing: Sequence[SigningKey]) -> None:
    """Keep these signing keys and no others."""
    with _changing() as ring:
        ring["federation"] = [_to_row(each) for each in signing]


def _ring() -> Ring:
    path: Path = settings.TONGBAN_KEYS_FILE
    if not path.exists():  # tests
        ring: Ring = settings.TONGBAN_KEYS
        return ring
    facts = path.stat()
    stamp = (facts.st_mtime_ns, facts.st_ino)
    known = _read.get(path)
    if known is None or known[0] != stamp:
        known = stamp, json.loads(path.read_text())
        _read[path] = known
    return known[1]


@contextmanager
def _changing() -> Iterator[Ring]:
    """The ring to change; what came of it is written in one go if the block ends well."""
    path: Path = settings.TONGBAN_KEYS_FILE
    if not path.exists():
        yield settings.TONGBAN_KEYS
        return
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = path.read_text()
        ring: Ring = json.loads(before)
        yield ring
        if ring != json.loads(before):
            _write(path, ring)


def _write(path: Path, ring: Ring) -> None:
    fresh = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(ring, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@lru_cache(maxsize=64)
def _parsed(text: str) -> PrivateKey:
    return PrivateKey.from_text(text)


def _from_row(row: dict[str, Any]) -> SigningKey:
    return SigningKey(
        _parsed(row["key"]),
        datetime.fromisoformat(row["not_before"]),
        datetime.fromisoformat(row["not_after"]) if row.get("not_after") else None,
    )


def _to_row(each: SigningKey) -> dict[str, Any]:
    return {
        "key": each.key.to_text(),
        "not_before": each.not_before.isoformat(),
        "not_after": each.not_after.isoformat() if each.not_after else None,
    }
