"""The file store: sealed files with names that say nothing, on this machine's disk."""

import base64
import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from tongban.crypto import vault

PLACE = "cases.file"
PIECE = 256 * 1024  # bytes
FULL = {errno.ENOSPC, errno.EDQUOT}


class StoreFull(Exception):
    """The disk has no room; nothing was kept."""


def new_name() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def keep(name: str, content: bytes) -> None:
    """Store a file sealed, whole or not at all. Raises StoreFull."""
    path = _path(name)
    waiting = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with waiting.open("wb") as file:
            file.write(vault.seal_bytes(content, place=f"{PLACE}.{name}"))
            file.flush()
            os.fsync(file.fileno())
        waiting.rename(path)
    except OSError as error:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        if error.errno in FULL:
            raise StoreFull from error
        raise


def read(name: str) -> bytes:
    """The content of a stored file."""
    return vault.unseal_bytes(_path(name).read_bytes(), place=f"{PLACE}.{name}")


def piece(name: str, offset: int) -> str:
    """A part of a stored file from there on, in Base64: what fits into one answer to a peer."""
    return base64.b64encode(read(name)[offset : offset + PIECE]).decode()


def forget(name: str) -> None:
    """Remove a file; gone already is gone."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.TONGBAN_FILES) / name[:2] / name
