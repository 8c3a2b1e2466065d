"""What a certificate says, line by line, hidden as its kind says until it is opened."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tongban.catalog.models import in_language
from tongban.catalog.queries import region_with_code
from tongban.certificates.models import Certificate
from tongban.design.templatetags.design import day
from tongban.identity.rules import masked_name, masked_number
from tongban.portal.cases.summary import parsed_day

KEPT_ENDS: Final = re.compile(r"保留(?:前(?P<front>\d+))?后(?P<back>\d+)")
UP_TO_COUNTY: Final = re.compile(r".+?(?:区|县|旗)|.+?市")
SEVERAL: Final = re.compile(r"[,，;；、\s]+")  # between the classes of a driving licence


@dataclass(frozen=True)
class Line:
    """One field of a certificate as shown, with what its codes mean and a word about it."""

    label: str
    value: str
    meaning: str = ""
    hint: str = ""


def lines(certificate: Certificate, *, is_open: bool) -> Iterator[Line]:
    """The fields of a certificate in the order of its type, masked unless open."""
    guide = certificate.type.guide
    for field in certificate.type.fields:
        value = certificate.fields.get(field["key"])
        if value in (None, "", []) or field.get("type") == "image":
            continue
        text = str(value) if is_open else masked(str(value), field)
        if field.get("type") == "date" and parsed_day(text):
            text = day(text)
        if field.get("type") == "region6":
            text = _region(text)
        meanings = guide.get("values", {}).get(field["key"], {})
        hint = in_language(guide.get("hints", {}).get(field["key"], {}))
        yield Line(in_language(field["label"]), text, _meaning(str(value), meanings), hint)


def face(certificate: Certificate) -> list[Line]:
    """What the card itself shows of what it says, always masked."""
    keys = certificate.type.guide.get("face", [])
    known = {field["key"]: field for field in certificate.type.fields}
    found = [(known[key], certificate.fields.get(key)) for key in keys if key in known]
    return [
        Line(in_language(field["label"]), masked(str(value), field))
        for field, value in found
        if value
    ]


def masked(value: str, field: Mapping[str, object]) -> str:
    """Hidden as the kind of certificate says (its rules are the standard's, in Chinese)."""
    rule = str(field.get("mask") or "")
    ends = KEPT_ENDS.fullmatch(rule)
    if ends:
        return masked_number(value, front=int(ends["front"] or 0), back=int(ends["back"]))
    if rule.startswith("保留姓氏"):
        return masked_name(value)
    if rule.startswith("保留到区县"):
        known = UP_TO_COUNTY.match(value)
        return f"{known[0] if known else value[:2]}****"
    return masked_number(value) if rule or field.get("type") == "cn_rid18" else value


def _region(code: str) -> str:
    """What a place is called, if it is known here."""
    found = region_with_code(code)
    return str(found) if found else code


def _meaning(value: str, meanings: Mapping[str, Any]) -> str:
    """What the codes in a value stand for, each once."""
    codes = dict.fromkeys(code for code in SEVERAL.split(value) if code in meanings)
    return "; ".join(in_language(meanings[code]) for code in codes)
