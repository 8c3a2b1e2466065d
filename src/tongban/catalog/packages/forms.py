"""Whether the form of a service package can be filled in."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.reading import Document, Steps

FIELDS: Steps = ("form", "schema", "properties")


def form_faults(service: Document) -> Iterator[Fault]:
    """Fields nobody is asked for, questions asked twice, conditions that can never hold."""
    schema = service.data["form"]["schema"]
    yield from _page_faults(service, schema["properties"])
    for name in schema["required"]:
        if name not in schema["properties"]:
            what = f"`{name}` is required but not a field"
            yield service.fault(
                ("form", "schema", "required"), what, "add the field or remove the name"
            )
    for name, field in schema["properties"].items():
        yield from _choice_faults(service, name, field)
        yield from _when_faults(service, name, field, schema["properties"])
        yield from _day_faults(service, name, field)
    try:
        jsonschema_rs.Draft202012Validator(schema)
    except jsonschema_rs.ValidationError as error:
        what = f"not a valid JSON Schema: {error.message}"
        yield service.fault(("form", "schema", *error.instance_path), what, "mend the schema")


def _page_faults(service: Document, fields: dict[str, Any]) -> Iterator[Fault]:
    asked: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for place, page in enumerate(service.data["form"]["pages"]):
        pages[page["id"]] += 1
        if pages[page["id"]] == 2:
            what = f"two pages are called {page['id']}"
            yield service.fault(("form", "pages", place, "id"), what, "rename one of them")
        for number, name in enumerate(page["fields"]):
            steps = ("form", "pages", place, "fields", number)
            asked[name] += 1
            if name not in fields:
                yield service.fault(
                    steps, f"the page asks for `{name}`, which is not a field", "add the field"
                )
            elif asked[name] == 2:
                yield service.fault(steps, f"`{name}` is asked for twice", "keep it on one page")
    for name in fields:
        if not asked[name]:
            yield service.fault(
                (*FIELDS, name), f"no page asks for `{name}`", "put it on a page or remove it"
            )


def _choice_faults(service: Document, name: str, field: dict[str, Any]) -> Iterator[Fault]:
    values, labels = set(field.get("enum", [])), set(field.get("x-choices", {}))
    steps = (*FIELDS, name)
    for value in sorted(values - labels):
        yield service.fault(
            (*steps, "enum"), f"the choice `{value}` has no words", "add it to x-choices"
        )
    for value in sorted(labels - values):
        what = f"x-choices names `{value}`, which is not a choice"
        yield service.fault((*steps, "x-choices", value), what, "add it to enum or remove it")
    if "format" in field and field["type"] != "string":
        yield service.fault((*steps, "format"), "a format needs type: string", "change the type")
    if "enum" in field and field["type"] != "string":
        yield service.fault((*steps, "enum"), "choices need type: string", "change the type")


def _when_faults(
    service: Document, name: str, field: dict[str, Any], fields: dict[str, Any]
) -> Iterator[Fault]:
    for other, wanted in field.get("x-when", {}).items():
        steps = (*FIELDS, name, "x-when", other)
        if other == name:
            yield service.fault(steps, f"`{name}` waits for itself", "name another field")
        elif other not in fields:
            yield service.fault(
                steps, f"`{name}` waits for `{other}`, which is not a field", "name a field"
            )
        else:
            for value in wanted if isinstance(wanted, list) else [wanted]:
                if not _may_be(fields[other], value):
                    what = f"`{other}` can never be {value!r}"
                    yield service.fault(steps, what, "use one of its values")


def _may_be(field: dict[str, Any], value: object) -> bool:
    plain = {key: part for key, part in field.items() if not key.startswith("x-")}
    return jsonschema_rs.Draft202012Validator(plain).is_valid(value)


def _day_faults(service: Document, name: str, field: dict[str, Any]) -> Iterator[Fault]:
    steps = (*FIELDS, name)
    if (field.get("x-past") or field.get("x-future")) and field.get("format") != "date":
        yield service.fault(steps, f"`{name}` is past or future but not a date", "add format: date")
    if field.get("x-past") and field.get("x-future"):
        yield service.fault(steps, f"`{name}` must be past and future at once", "keep one of them")
    if field.get("x-locked") and "x-prefill" not in field:
        yield service.fault(steps, f"`{name}` is locked and nothing fills it in", "add x-prefill")
