"""One answer, in JSON or XML, and errors in both."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Final
from xml.etree import ElementTree as ET

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tongban.core.refusal import Refusal

FORMATS: Final = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSIDE: Final = {"attributes": "attribute", "values": "value", "endpoints": "endpoint"}

View = Callable[..., HttpResponse]


class Fault(Exception):
    """What a client got wrong, as the standard wants it said."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


def answering(*methods: str) -> Callable[[View], View]:
    """A view whose faults are answered in the format that was asked for. No cookies, no forgery."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, suffix: str, **more: Any) -> HttpResponse:
            if request.method not in {*methods, "HEAD"}:
                return faulty(suffix, 405, "This address does not do that.")
            try:
                return view(request, *args, suffix=suffix, **more)
            except Fault as fault:
                return faulty(suffix, fault.code, fault.description)
            except Refusal as refusal:
                return faulty(suffix, 400, str(refusal))

        return guarded

    return wrap


def faulty(suffix: str, code: int, description: str) -> HttpResponse:
    said = [{"code": code, "description": description}]
    return listed(said, suffix, "errors", "error", status=code)


def listed(
    rows: Sequence[Mapping[str, Any]], suffix: str, many: str, one: str, *, status: int = 200
) -> HttpResponse:
    """A list, as the standard nests it."""
    if suffix == "json":
        return _sent(json.dumps(list(rows), ensure_ascii=False), suffix, status)
    root = ET.Element(many)
    for row in rows:
        _fill(ET.SubElement(root, one), row)
    return _sent(ET.tostring(root, encoding="unicode", xml_declaration=False), suffix, status)


def single(row: Mapping[str, Any], suffix: str, name: str) -> HttpResponse:
    """One thing that is not in a list."""
    if suffix == "json":
        return _sent(json.dumps(row, ensure_ascii=False), suffix, 200)
    root = ET.Element(name)
    _fill(root, row)
    return _sent(ET.tostring(root, encoding="unicode"), suffix, 200)


def _fill(element: ET.Element, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        child = ET.SubElement(element, name)
        if isinstance(value, list):
            for each in value:
                _fill(ET.SubElement(child, INSIDE[name]), each)
        elif value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            child.text = NOT_IN_XML.sub("", text)


def _sent(text: str, suffix: str, status: int) -> HttpResponse:
    if suffix == "xml":
        text = f'<?xml version="1.0" encoding="utf-8"?>\n{text}'
    answer = HttpResponse(text, content_type=FORMATS[suffix], status=status)
    answer["Access-Control-Allow-Origin"] = "*"  # the standard is read by pages of anybody
    return answer
