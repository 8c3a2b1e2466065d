"""The official numbers of places, items and kinds of certificates: are they right?"""

import re
from functools import cache

from django.utils.translation import gettext_lazy as _
from stdnum import numdb

from tongban.identity.rules.numbers import CodeFault, is_digits, uscc_fault

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
_BASIC = re.compile(r"[0-9]{6}[0-9A-Z]{6}")
_TYPE = re.compile(r"[0-9A-Z]{3}")

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


def region_fault(code: str) -> CodeFault | None:
    """What is wrong with a region code: 6 digits of GB/T 2260, or 9 or 12 of the statistics.

    Statistics number development zones that GB/T 2260 lacks, so below the province any will do.
    """
    if len(code) not in {6, 9, 12} or not is_digits(code):
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
    return uscc_fault(code[:18]) or (None if _TYPE.fullmatch(code[18:]) else TYPE_FORM)


@cache
def _province(digits: str) -> bool:
    return any(facts for _part, facts in numdb.get("cn/loc").info(digits))
