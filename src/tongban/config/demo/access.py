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


def listing(home: Path, address: str) -> str:
    """The people and how to sign in as each, for the console."""
    people = known(home).values()
    citizens = [person for person in people if not person.is_official]
    officials = [person for person in people if person.is_official]
    lines = ["", f"People: sign in at {address}/sign-in/ with the phone number;"]
    lines.append(f"the code comes to the on-screen phone at {address}/demo/phone/")
    lines += [f"  {who.id:<15} {who.phone}  {who.name}, {who.about}" for who in citizens]
    lines += ["", f"Officials: sign in at {address}/work/sign-in/ with name, password and code;"]
    lines.append("the code changes every 30 s, ./tongban token PERSON --code shows the present one")
    for who in officials:
        shown = f"{who.password}  {code_now(who.secret)}"
        lines.append(f"  {who.id:<15} {shown}  {who.name}, {who.about}")
    return "\n".join(lines)
