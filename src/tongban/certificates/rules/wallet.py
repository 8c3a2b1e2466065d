"""What may happen to a certificate, and its serial number. Plain Python."""

import secrets
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.certificates.rules.identifiers import CERTIFICATE_ROOT

ALPHABET = string.digits + string.ascii_uppercase
SERIAL_TAIL = 12


class Status(TextChoices):
    VALID = "valid", _("Valid")
    CHANGED = "changed", _("Replaced by a newer version")
    CANCELLED = "cancelled", _("Cancelled")


@dataclass(frozen=True)
class Content:
    """What a certificate says, and from when until when it holds.

    One that was issued before we came has its `serial` already, and perhaps another `node` that
    issued it.
    """

    fields: Mapping[str, object]
    valid_from: date
    valid_until: date | None = None
    serial: str = ""
    node: str = ""


FROM = ("issue_date", "valid_from", "reg_date", "established")
UNTIL = ("valid_to", "endorse_to")


def completed(content: Content, known: Iterable[str], numbers: Mapping[str, str]) -> dict[str, Any]:
    """The fields with what is known only on issue: the dates, and the certificate's own numbers.

    `known` are the keys that this kind of certificate has. What was said already is left alone.
    """
    until = content.valid_until.isoformat() if content.valid_until else None
    start = content.valid_from.isoformat()
    own = {**dict.fromkeys(FROM, start), **dict.fromkeys(UNTIL, until), **numbers}
    said = dict(content.fields)
    return said | {key: own[key] for key in known if key not in said and own.get(key)}


def new_serial(*, at: datetime) -> str:
    """The day and twelve random characters: 60 bits nobody can guess or count."""
    return f"{localdate(at):%Y%m%d}" + "".join(secrets.choice(ALPHABET) for _ in range(SERIAL_TAIL))


def serial_of_old(seed: str, *, on: date) -> str:
    """The serial number of something that was issued before we came, the same wherever it is."""
    number, tail = int(sha256(seed.encode()).hexdigest(), 16), ""
    while len(tail) < SERIAL_TAIL:
        number, place = divmod(number, len(ALPHABET))
        tail += ALPHABET[place]
    return f"{on:%Y%m%d}{tail}"


def is_usable(status: str, valid_until: date | None, *, on: date) -> bool:
    """Whether a certificate still proves something on a day."""
    return status == Status.VALID and (valid_until is None or valid_until >= on)


def serial_of(identifier: str) -> str:
    return identifier.removeprefix(f"{CERTIFICATE_ROOT}.").split(".")[2]


def ends_on(start: date, valid: Mapping[str, int]) -> date | None:
    """The last day of `{years|months|days: n}` from `start`; None when it never ends."""
    if "days" in valid:
        return start + timedelta(days=valid["days"])
    months = valid.get("months", 0) + 12 * valid.get("years", 0)
    if not months:
        return None
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    return date(year, month, min(start.day, last.day))
