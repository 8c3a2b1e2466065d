"""The official numbers of people and firms: are they right?

Each question answers with the fault that a number has, or None. A fault has a stable `code` and
a sentence that says what to do. The arithmetic is python-stdnum's.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from stdnum import numdb
from stdnum.cn import ric, uscc

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST_BIRTH = date(1900, 1, 1)
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


@dataclass(frozen=True)
class CodeFault:
    """What is wrong with a number. `code` never changes; `message` is for people and may."""

    code: str
    message: "StrOrPromise"

    def __str__(self) -> str:
        return str(self.message)


ID_LENGTH = CodeFault("id_length", _("An ID number has 18 characters. Please check it."))
ID_OLD = CodeFault("id_old", _("This is an old 15-digit ID number. Please use the 18-digit one."))
ID_FORM = CodeFault("id_form", _("An ID number has 17 digits, then a digit or X. Please check it."))
ID_REGION = CodeFault("id_region", _("The first six digits name no place. Please check them."))
ID_BIRTH = CodeFault("id_birth", _("Digits 7 to 14 are not a date of birth. Please check them."))
ID_FUTURE = CodeFault("id_future", _("The date of birth lies in the future. Please check it."))
ID_CHECK = CodeFault("id_check", _("One character of the ID number is wrong. Please check it."))
USCC_LENGTH = CodeFault("uscc_length", _("A credit code has 18 characters. Please check it."))
USCC_FORM = CodeFault(
    "uscc_form", _("A credit code has digits and capitals, never I, O, S, V or Z.")
)
USCC_CHECK = CodeFault(
    "uscc_check", _("One character of the credit code is wrong. Please check it.")
)
MOBILE_FORM = CodeFault("mobile_form", _("A mobile number has 11 digits and begins with 1."))


def id_number_fault(number: str, *, on: date) -> CodeFault | None:
    """What is wrong with a citizen's ID number (GB 11643), on a given day."""
    number = number.upper()
    if len(number) != 18:
        return ID_OLD if len(number) == 15 and is_digits(number) else ID_LENGTH
    if not is_digits(number[:17]) or number[17] not in "0123456789X":
        return ID_FORM
    if not _was_a_region(number[:6]):
        return ID_REGION
    born = birth_date(number)
    if born is None:
        return ID_BIRTH
    if born > on:
        return ID_FUTURE
    return None if ric.calc_check_digit(number) == number[17] else ID_CHECK


def birth_date(number: str) -> date | None:
    """The day of birth that an ID number tells, if it tells one."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born >= FIRST_BIRTH else None


def uscc_fault(code: str) -> CodeFault | None:
    """What is wrong with a unified social credit code (GB 32100)."""
    if len(code) != 18:
        return USCC_LENGTH
    if not _USCC.fullmatch(code):
        return USCC_FORM
    return None if uscc.calc_check_digit(code) == code[17] else USCC_CHECK


def mobile_fault(number: str) -> CodeFault | None:
    """What is wrong with a mobile number of mainland China."""
    right = len(number) == 11 and is_digits(number) and number[0] == "1" and number[1] not in "012"
    return None if right else MOBILE_FORM


def is_digits(text: str) -> bool:
    """Only the ten digits of ASCII, where Python takes many more."""
    return text.isascii() and text.isdigit()


@cache
def _was_a_region(code: str) -> bool:
    """Whether six digits ever named a place. People keep the number of a place that is gone."""
    return any("county" in facts for _part, facts in numdb.get("cn/loc").info(code))
