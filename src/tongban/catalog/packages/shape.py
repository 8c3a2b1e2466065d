"""Whether a file has the shape its schema asks for, in sentences a person can act on."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema_rs import ValidationErrorKind as Kind

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.reading import Document, Steps

FOLDER = Path(__file__).parent
LANGUAGES = {"zh": "Chinese", "en": "English", "ko": "Korean"}
TYPE_WORDS = {
    "object": "a group of named values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_read(schema), validate_formats=True)


def _read(schema: str) -> dict[str, Any]:
    """A schema of this folder, with the definitions of the one whose words it uses."""
    text = (FOLDER / f"{schema}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    lender = found.pop("x-words-of", None)
    if lender:
        found["$defs"] = {**_read(lender)["$defs"], **found.get("$defs", {})}
    return found


def shape_faults(document: Document, schema: str) -> Iterator[Fault]:
    """Everything in which a document departs from a schema of this folder."""
    for error in _validator(schema).iter_errors(document.data):
        yield from _told(document, error)


def _told(document: Document, error: jsonschema_rs.ValidationError) -> Iterator[Fault]:
    kind, steps = error.kind, tuple(error.instance_path)
    name = _path(steps)
    if isinstance(kind, Kind.AdditionalProperties):
        for key in kind.unexpected:
            where = (*steps, key)
            yield document.fault(
                where, f"{name} has no `{key}`", "correct the name or remove the line"
            )
    elif isinstance(kind, Kind.Required):
        yield document.fault(steps, *_missing(name, str(kind.property)))
    elif isinstance(kind, Kind.AnyOf):
        yield document.fault(
            steps, f"{name} says neither `days` nor `immediate`", "give one of them"
        )
    else:
        yield document.fault(steps, *_sentence(kind, name, error))


def _missing(name: str, key: str) -> tuple[str, str]:
    if key in LANGUAGES:
        return f"{name} has no {LANGUAGES[key]} (`{key}`)", "add the translation"
    return f"{name} lacks `{key}`", f"add `{key}`"


def _sentence(kind: Any, name: str, error: jsonschema_rs.ValidationError) -> tuple[str, str]:
    shown = json.dumps(error.instance, ensure_ascii=False)[:60]
    if isinstance(kind, Kind.UniqueItems):
        return f"{name} names something twice", "keep one of them"
    if isinstance(kind, Kind.PropertyNames):
        return f"a name in {name} is not allowed", "use small letters, digits and _"
    if isinstance(kind, Kind.MinLength | Kind.MinItems | Kind.MinProperties):
        return f"{name} is empty or too short", "fill it in"
    return f"{name} is {shown}", _wanted(kind, error)


def _wanted(kind: Any, error: jsonschema_rs.ValidationError) -> str:
    match kind:
        case Kind.Enum():
            return (
                f"use one of: {', '.join('nothing' if o is None else str(o) for o in kind.options)}"
            )
        case Kind.Constant():
            return f"it can only be {json.dumps(kind.expected_value)}"
        case Kind.Type():
            return f"it must be {' or '.join(TYPE_WORDS.get(each, each) for each in kind.types)}"
        case Kind.Pattern():
            return f"it must look like {kind.pattern}"
        case _:
            return f"the schema says: {error.message}"


def _path(steps: Steps) -> str:
    """`materials[2].names`, as a reader would write it."""
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return f"`{text}`" if text else "the file"
