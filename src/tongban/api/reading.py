"""Reading what programs send: strict JSON, and text that every database can hold."""

import json
import math
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser

Json = dict[str, Any]
ODD = re.compile(r"\\u(0000|[dD][89a-fA-F])")  # NUL, or one half of a character


class StrictParser(Parser):
    """UTF-8 JSON without NaN, infinity, half characters or NUL."""

    def parse_body(self, request: HttpRequest) -> Json:
        text = request.body.decode()
        said: Json = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if ODD.search(text):
            _check(said)
        return said

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> Json:
        texts = (each for _name, values in data.lists() for each in values if isinstance(each, str))
        if not all(map(is_storable, texts)):
            raise HttpError(400, "unreadable query")
        return super().parse_querydict(data, list_fields, request)


def is_storable(text: str) -> bool:
    """Whether it can be written as UTF-8 and kept by PostgreSQL."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _check(said: object) -> None:
    waiting = [said]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and not is_storable(each):
            raise ValueError("half a character, or NUL")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse(text)
    return number


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")
