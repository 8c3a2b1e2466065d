"""Sealed notes that somebody carries for us: what we said, unreadable, unchangeable, for a while."""

import binascii
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag

from tongban.crypto import vault


def ticket(content: Mapping[str, Any], *, place: str, lives: timedelta, at: datetime) -> str:
    """Seal `content` for one use of ours, until it is too old. Safe in an address."""
    until = int((at + lives).timestamp())
    return vault.seal(json.dumps([until, dict(content)]), place=place).rstrip("=")


def content_of(text: str, *, place: str, at: datetime) -> dict[str, Any] | None:
    """What `ticket` sealed for the same use; None if it is too old, or was never ours."""
    try:
        until, content = json.loads(vault.unseal(_padded(text), place=place))
    except (InvalidTag, KeyError, ValueError, binascii.Error):
        return None
    found: dict[str, Any] = content
    return found if at.timestamp() < until else None


def _padded(text: str) -> str:
    body = text.partition(".")[2]
    return text + "=" * (-len(body) % 4)
