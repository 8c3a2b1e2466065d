"""Whether what a service package points to exists."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import zen

from tongban.catalog.packages.bundling import bundle_faults
from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, Steps
from tongban.catalog.packages.registers import asked_faults


def reference_faults(service: Document, pack: Pack) -> Iterator[Fault]:
    """Everything a service names that the pack does not have."""
    data = service.data
    yield from _named(service, pack)
    yield from _region_faults(service)
    yield from bundle_faults(service, pack)
    for place, material in enumerate(data["materials"]):
        yield from material_faults(service, ("materials", place), material, pack)
    for name, field in data["form"]["schema"]["properties"].items():
        if "x-prefill" in field:
            steps = ("form", "schema", "properties", name, "x-prefill")
            yield from _source_faults(service, steps, field["x-prefill"], pack)
    yield from _result_faults(service, pack)
    yield from _table_faults(service, pack)


def material_faults(
    service: Document, steps: Steps, material: dict[str, Any], pack: Pack
) -> Iterator[Fault]:
    """What comes from a certificate or a register needs one that exists, and fields that it has."""
    source = material["from"]
    yield from _source_faults(service, (*steps, "from"), source, pack)
    yield from asked_faults(service, steps, material, pack)
    if "fields" in material and not source.startswith("certificate:"):
        yield service.fault((*steps, "fields"), "only certificates have fields", "leave them out")
        return
    for place, field in enumerate(material.get("fields", [])):
        if source.removeprefix("certificate:") in pack.certificate_fields:
            yield from _source_faults(service, (*steps, "fields", place), f"{source}.{field}", pack)


def _named(service: Document, pack: Pack) -> Iterator[Fault]:
    data = service.data
    if data["authority"] not in pack.authority_codes:
        what = f"the authority {data['authority']} is not in authorities.csv"
        yield service.fault(("authority",), what, "use a code from there, or add the authority")
    for place, theme in enumerate(data["themes"]):
        if theme not in pack.theme_codes:
            what = f"the theme {theme} is not in themes.yaml"
            yield service.fault(("themes", place), what, "use a theme from there, or add it")


def _region_faults(service: Document) -> Iterator[Fault]:
    """Who decides, or has a stage, may be said by an answer; then the form asks for it."""
    regions, answers = service.data["regions"], service.data["form"]["schema"]["properties"]
    sources: dict[Steps, str] = {("regions", "decides"): regions["decides"]}
    for place, stage in enumerate(regions.get("stages", [])):
        sources["regions", "stages", place, "at"] = stage["at"]
    for steps, source in sources.items():
        field = answers.get(source.removeprefix("answers."), {})
        if source.startswith("answers.") and field.get("format") != "cn-region":
            yield service.fault(
                steps, f"the form does not ask for the region {source[8:]}", "name such a field"
            )


def _source_faults(service: Document, steps: Steps, source: str, pack: Pack) -> Iterator[Fault]:
    """`certificate:idcard.name` needs a type idcard with a field name."""
    if not source.startswith("certificate:"):
        return
    kind, _, field = source.removeprefix("certificate:").partition(".")
    types = pack.certificate_fields
    if kind not in types:
        yield service.fault(
            steps, f"there is no certificate type {kind}", "use an id from certificate_types.csv"
        )
    elif field and field not in types[kind]:
        yield service.fault(
            steps, f"{kind} has no field {field}", f"it has {', '.join(sorted(types[kind]))}"
        )


def _result_faults(service: Document, pack: Pack) -> Iterator[Fault]:
    result: dict[str, Any] = service.data["result"]
    answers = service.data["form"]["schema"]["properties"]
    sources = {("result", "fields", key): source for key, source in result["fields"].items()}
    until = (result.get("valid") or {}).get("until")
    if until:
        sources["result", "valid", "until"] = until
    for steps, source in sources.items():
        yield from _source_faults(service, steps, source, pack)
        if source.startswith("answers.") and source.removeprefix("answers.") not in answers:
            yield service.fault(
                steps, f"the form has no field {source[8:]}", "name a field of the form"
            )
    if result["kind"] == "certificate":
        yield from _certificate_faults(service, result, pack)


def _certificate_faults(service: Document, result: dict[str, Any], pack: Pack) -> Iterator[Fault]:
    fields = pack.certificate_fields.get(result["certificate"])
    if fields is None:
        what = f"there is no certificate type {result['certificate']}"
        yield service.fault(("result", "certificate"), what, "use an id from certificate_types.csv")
        return
    for key in result["fields"]:
        if key not in fields:
            what = f"{result['certificate']} has no field {key}"
            yield service.fault(
                ("result", "fields", key), what, f"it has {', '.join(sorted(fields))}"
            )


def _table_faults(service: Document, pack: Pack) -> Iterator[Fault]:
    if service.data["decide"]["by"] != "table":
        return
    name = service.data["decide"]["table"]
    file = pack.folder / PurePosixPath(name)
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        zen.ZenEngine().create_decision(json.dumps(content)).validate()
    except FileNotFoundError:
        yield service.fault(("decide", "table"), f"{name} does not exist", "add the decision table")
    except json.JSONDecodeError as error:
        yield Fault(file, error.lineno, f"not valid JSON: {error.msg}", "mend the file")
    except (RuntimeError, ValueError) as error:
        yield Fault(
            file,
            1,
            f"the rule engine cannot read it: {_first_part(error)}",
            "mend the decision table",
        )


def _first_part(error: Exception) -> str:
    """What the engine says, without the stack it adds."""
    return " ".join(str(error).partition("Stack backtrace")[0].split())
