"""Formats of Chinese numbers: what is wrong with a value, and what to do about it."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.catalog.rules import codes
from tongban.identity.rules import numbers

Check = Callable[[str, date], str]


def mobile_fault(value: str, _today: date) -> str:
    if not value.isascii() or not value.isdigit():
        return _("Use digits only, without spaces or signs. A mobile number has 11 digits.")
    return _counted(value, 11, _("A mobile number has 11 digits.")) or _said(
        numbers.mobile_fault(value)
    )


def id_number_fault(value: str, today: date) -> str:
    if len(value) == 15 and value.isdigit():
        return _said(numbers.id_number_fault(value, on=today))
    return _counted(value, 18, _("An ID number has 18 characters.")) or _said(
        numbers.id_number_fault(value, on=today)
    )


def uscc_fault(value: str, _today: date) -> str:
    return _counted(value, 18, _("A credit code has 18 characters.")) or _said(
        numbers.uscc_fault(value)
    )


def region_fault(value: str, _today: date) -> str:
    if codes.region_fault(value):
        return _("Choose a province, a city and a district from the list.")
    return ""


def _said(fault: numbers.CodeFault | None) -> str:
    return str(fault) if fault else ""


def _counted(value: str, wanted: int, rule: str) -> str:
    """One digit missing is easier to mend when it is said."""
    n = abs(len(value) - wanted)
    if len(value) < wanted:
        words = ngettext("%(n)d character is missing.", "%(n)d characters are missing.", n)
    elif n:
        words = ngettext("There is %(n)d too many.", "There are %(n)d too many.", n)
    else:
        return ""
    return _("%(wrong)s %(rule)s") % {"wrong": words % {"n": n}, "rule": rule}


FORMATS: Mapping[str, Check] = {
    "cn-mobile": mobile_fault,
    "cn-id-number": id_number_fault,
    "cn-uscc": uscc_fault,
    "cn-region": region_fault,
}
