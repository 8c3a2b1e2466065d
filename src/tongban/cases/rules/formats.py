"""Formats of Chinese numbers: each says what is wrong with a value, and what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum.cn import ric, uscc

MOBILE, ID_NUMBER, USCC = 11, 18, 18


def mobile_fault(value: str) -> str:
    if not value.isascii() or not value.isdigit():
        return _("Use digits only, without spaces or signs. A mobile number has 11 digits.")
    if len(value) != MOBILE:
        return _length_fault(len(value), MOBILE, _("A mobile number has 11 digits."))
    if not re.fullmatch(r"1[3-9]\d{9}", value):
        return _("A mobile number starts with 13 to 19. Check the first two digits.")
    return ""


def id_number_fault(value: str) -> str:
    if len(value) != ID_NUMBER:
        return _length_fault(len(value), ID_NUMBER, _("An ID number has 18 characters."))
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", value):
        return _("An ID number has 17 digits and then a digit or X. Check each character.")
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return _("Digits 7 to 14 are a birth date, and this date does not exist. Check them.")
    if born.year < 1880:
        return _("Digits 7 to 14 are a birth date, and this one is too long ago. Check them.")
    if ric.calc_check_digit(value[:-1]) != value[-1].upper():
        return _("The last character does not match the rest. Check the number digit by digit.")
    return ""


def uscc_fault(value: str) -> str:
    if len(value) != USCC:
        return _length_fault(len(value), USCC, _("A unified social credit code has 18 characters."))
    if not uscc.is_valid(value):
        return _("This code does not add up. Copy it again from the business licence.")
    return ""


def region_fault(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{5}(\d{6})?", value):
        return _("Choose a province, a city and a district from the list.")
    return ""


def _length_fault(length: int, wanted: int, rule: str) -> str:
    if length < wanted:
        n = wanted - length
        words = ngettext("%(n)d character is missing.", "%(n)d characters are missing.", n)
    else:
        n = length - wanted
        words = ngettext("There is %(n)d character too many.", "There are %(n)d too many.", n)
    return _("%(wrong)s %(rule)s") % {"wrong": words % {"n": n}, "rule": rule}


FORMATS: Mapping[str, Callable[[str], str]] = {
    "cn-mobile": mobile_fault,
    "cn-id-number": id_number_fault,
    "cn-uscc": uscc_fault,
    "cn-region": region_fault,
}
