"""Whether what a certificate says is written as its kind demands. Plain Python."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from tongban.catalog.rules.codes import region_fault
from tongban.identity.rules.numbers import id_number_fault, is_digits, uscc_fault

NO_DATE = _("This is not a day of the calendar.")
NO_NUMBER = _("This is not a whole number.")


def field_faults(
    fields: Mapping[str, object], known: Iterable[Mapping[str, Any]], *, on: date
) -> dict[str, "str | StrPromise"]:
    """What is wrong with the values, by key. Empty ones are not looked at."""
    faults = {}
    for field in known:
        value = fields.get(field["key"])
        fault = _fault(str(field.get("type", "")), str(value), on) if value else None
        if fault:
            faults[str(field["key"])] = fault
    return faults


def _fault(kind: str, value: str, on: date) -> "str | StrPromise | None":
    if kind == "cn_rid18":
        found = id_number_fault(value, on=on)
    elif kind == "uscc18":
        found = uscc_fault(value)
    elif kind == "region6":
        found = region_fault(value)
    else:
        return _plain_fault(kind, value)
    return found.message if found else None


def _plain_fault(kind: str, value: str) -> "StrPromise | None":
    try:
        if kind == "date":
            date.fromisoformat(value)
        elif kind == "datetime":
            datetime.fromisoformat(value)
    except ValueError:
        return NO_DATE
    return NO_NUMBER if kind == "int" and not is_digits(value) else None
