"""The official numbers of people, firms, places, items and certificates: are they right?

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
from stdnum.iso7064 import mod_37_36

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST_BIRTH = date(1900, 1, 1)
CERTIFICATE_ROOT = "1.2.156.3005.2"
# Digits 3 and 4 of a basic code, from the national dictionary of item types.
KIND_OF_CODE = {
    "01": "行政许可",
    "02": "行政处罚",
    "03": "行政强制",
    "04": "行政征收",
    "05": "行政给付",
    "06": "行政检查",
    "07": "行政确认",
    "08": "行政奖励",
    "09": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_BASIC = re.compile(r"[0-9]{6}[0-9A-Z]{6}")
_SERIAL = re.compile(r"[0-9A-Z]{1,40}")


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
REGION_FORM = CodeFault("region_form", _("A region code has 6, 9 or 12 digits."))
REGION_UNKNOWN = CodeFault("region_unknown", _("There is no region with this code."))
BASIC_FORM = CodeFault(
    "basic_form", _("A basic code has 12 characters: 6 digits, then 6 digits or capitals.")
)
BASIC_REGION = CodeFault(
    "basic_region", _("The first two digits of the basic code are neither 00 nor a province.")
)
BASIC_KIND = CodeFault("basic_kind", _("Digits 3 and 4 of the basic code are no kind of item."))
ITEM_LENGTH = CodeFault("item_length", _("An item code has 31 characters."))
ITEM_LEVEL = CodeFault("item_level", _("Character 19 of an item code is a level from 1 to 6."))
TYPE_LENGTH = CodeFault("type_length", _("A certificate type code has 21 characters."))
TYPE_FORM = CodeFault("type_form", _("A certificate type code ends in three digits or capitals."))
CERTIFICATE_FORM = CodeFault(
    "certificate_form", _("This is not written like a certificate identifier.")
)
CERTIFICATE_CHECK = CodeFault(
    "certificate_check", _("The check character of the certificate identifier is wrong.")
)


def id_number_fault(number: str, *, on: date) -> CodeFault | None:
    """What is wrong with a citizen's ID number (GB 11643), on a given day."""
    number = number.upper()
    if len(number) != 18:
        return ID_OLD if len(number) == 15 and _digits(number) else ID_LENGTH
    if not _digits(number[:17]) or number[17] not in "0123456789X":
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
    right = len(number) == 11 and _digits(number) and number[0] == "1" and number[1] not in "012"
    return None if right else MOBILE_FORM


def region_fault(code: str) -> CodeFault | None:
    """What is wrong with a region code: 6 digits of GB/T 2260, or 9 or 12 of the statistics.

    Statistics number development zones that GB/T 2260 lacks, so below the province any will do.
    """
    if len(code) not in {6, 9, 12} or not _digits(code):
        return REGION_FORM
    return None if _province(code[:2]) else REGION_UNKNOWN


def basic_code_fault(code: str) -> CodeFault | None:
    """What is wrong with a basic code (基本编码): province, kind, department, item, sub-item.

    Provinces number kinds beyond the national dictionary (21 is seen in Guangdong).
    """
    if not _BASIC.fullmatch(code):
        return BASIC_FORM
    if code[:2] != "00" and not _province(code[:2]):
        return BASIC_REGION
    return BASIC_KIND if code[:2] == "00" and code[2:4] not in KIND_OF_CODE else None


def item_code_fault(code: str) -> CodeFault | None:
    """What is wrong with an item code (实施编码): credit code, level, basic code."""
    if len(code) != 31:
        return ITEM_LENGTH
    if code[18] not in "123456":
        return ITEM_LEVEL
    return uscc_fault(code[:18]) or basic_code_fault(code[19:])


def type_code_fault(code: str) -> CodeFault | None:
    """What is wrong with a certificate type code: credit code of who defines it, three more."""
    if len(code) != 21:
        return TYPE_LENGTH
    return uscc_fault(code[:18]) or (None if _SERIAL.fullmatch(code[18:]) else TYPE_FORM)


def certificate_identifier(*, type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    """The identifier of a certificate (GB/T 36904), with its check character."""
    parts = (type_code, issuer, serial, f"{version:03d}")
    check = mod_37_36.calc_check_digit("".join(parts))
    return ".".join((CERTIFICATE_ROOT, *parts, check))


def certificate_identifier_fault(identifier: str) -> CodeFault | None:
    """What is wrong with a certificate identifier. Old ones have a region code as issuer."""
    parts = identifier.removeprefix(CERTIFICATE_ROOT + ".").split(".")
    if not identifier.startswith(CERTIFICATE_ROOT + ".") or len(parts) != 5:
        return CERTIFICATE_FORM
    type_code, issuer, serial, version, check = parts
    if not (_SERIAL.fullmatch(serial) and len(version) == 3 and _digits(version)):
        return CERTIFICATE_FORM
    issuer_fault = region_fault(issuer) if len(issuer) == 6 else uscc_fault(issuer)
    if fault := type_code_fault(type_code) or issuer_fault:
        return fault
    right = mod_37_36.calc_check_digit("".join(parts[:4])) == check
    return None if right else CERTIFICATE_CHECK


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


@cache
def _was_a_region(code: str) -> bool:
    """Whether six digits ever named a place. People keep the number of a place that is gone."""
    return any("county" in facts for _part, facts in numdb.get("cn/loc").info(code))


@cache
def _province(digits: str) -> bool:
    return any(facts for _part, facts in numdb.get("cn/loc").info(digits))
