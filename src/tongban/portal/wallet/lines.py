"""What a certificate says, line by line, hidden as its kind says until it is opened."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tongban.cases.queries import parsed_day
from tongban.catalog.models import in_language
from tongban.catalog.queries import region_with_code
from tongban.certificates.models import Certificate
from tongban.certificates.rules.masking import masked
from tongban.design.templatetags.design import day

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


def _region(code: str) -> str:
    """What a place is called, if it is known here."""
    found = region_with_code(code)
    return str(found) if found else code


def _meaning(value: str, meanings: Mapping[str, Any]) -> str:
    """What the codes in a value stand for, each once."""
    codes = dict.fromkeys(code for code in SEVERAL.split(value) if code in meanings)
    return "; ".join(in_language(meanings[code]) for code in codes)
