"""What may happen to a certificate, and how it is numbered. Plain Python."""

import secrets
import string
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

ROOT = "1.2.156.3005.2"  # 电子证照 of GB/T 36904
ALPHABET = string.digits + string.ascii_uppercase
SERIAL_TAIL = 12


class Status(TextChoices):
    VALID = "valid", _("Valid")
    CHANGED = "changed", _("Replaced by a newer version")
    CANCELLED = "cancelled", _("Cancelled")


def new_serial(*, at: datetime) -> str:
    """The day and twelve random characters: 60 bits nobody can guess or count."""
    return f"{localdate(at):%Y%m%d}" + "".join(secrets.choice(ALPHABET) for _ in range(SERIAL_TAIL))


def identifier(*, type_code: str, issuer: str, serial: str, number: int) -> str:
    """The full identifier (电子证照标识) with its check character."""
    version = f"{number:03d}"
    check = check_character(type_code + issuer + serial + version)
    return ".".join([ROOT, type_code, issuer, serial, version, check])


def check_character(text: str) -> str:
    """ISO/IEC 7064 MOD 37,36 over digits and capital letters."""
    p = 36
    for character in text:
        p = (p + ALPHABET.index(character)) % 36 or 36
        p = p * 2 % 37
    return ALPHABET[(37 - p) % 36]


def is_identifier(text: str) -> bool:
    """Whether the check character fits. The root is not part of the sum."""
    if not text.startswith(f"{ROOT}."):
        return False
    *parts, check = text.removeprefix(f"{ROOT}.").split(".")
    body = "".join(parts)
    return len(parts) == 4 and set(body) <= set(ALPHABET) and check_character(body) == check


def serial_of(identifier: str) -> str:
    return identifier.removeprefix(f"{ROOT}.").split(".")[2]


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
