"""How to sign in as the people of a demonstration; made for each home, readable by its owner."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import struct
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "people.json"
STEP = 30


@dataclass(frozen=True)
class Access:
    """One person of the demonstration, and what signing in as them takes."""

    id: str
    name: str
    about: str
    phone: str
    password: str = ""
    secret: str = ""

    @property
    def is_official(self) -> bool:
        return bool(self.secret)


def known(home: Path) -> dict[str, Access]:
    try:
        rows = json.loads((home / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {row["id"]: Access(**row) for row in rows}


def keep(home: Path, people: Iterable[Access]) -> None:
    text = json.dumps([asdict(person) for person in people], ensure_ascii=False, indent=2)
    descriptor = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def new_password() -> str:
    return secrets.token_urlsafe(9)


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_now(secret: str) -> str:
    """What an authenticator app shows at this moment (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // STEP)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
