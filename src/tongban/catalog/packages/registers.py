"""Whether resources.yaml and the tables of pretend registers hold together."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, Row, Steps, table
from tongban.identity.rules import numbers

WHO = ("id_number", "name", "source", "confidence")
INVENTED = "synthetic"
YES_NO = {"true", "false", ""}


def resource_faults(pack: Pack, *, on: date) -> Iterator[Fault]:
    """What does not fit in resources.yaml, whose shape is right, and in its tables."""
    paper = pack.resources
    if paper is None:
        return
    if paper.data["confidence"] != INVENTED:
        what = "the registers of a pack are invented, and it does not say so"
        yield paper.fault(("confidence",), what, f"write confidence: {INVENTED}")
    seen: dict[str, int] = {}
    for place, resource in enumerate(paper.data["resources"]):
        steps: Steps = ("resources", place)
        if resource["id"] in seen:
            what = f"the id {resource['id']} is already on line {seen[resource['id']]}"
            yield paper.fault((*steps, "id"), what, "give one of them another id")
        seen.setdefault(resource["id"], paper.line(*steps, "id"))
        yield from _owner_faults(pack, paper, steps, resource)
        yield from _table_faults(pack, resource, on=on)
    for place, approval in enumerate(paper.data.get("approvals", [])):
        yield from _approval_faults(pack, paper, ("approvals", place), approval)


def asked_faults(
    service: Document, steps: Steps, material: Mapping[str, Any], pack: Pack
) -> Iterator[Fault]:
    """A material that a register answers for needs the register, its fields and its purpose."""
    source, asks = str(material["from"]), material.get("asks")
    if not source.startswith("resource:"):
        if asks or "purpose" in material:
            what = "only what comes from a register has `asks` and `purpose`"
            yield service.fault(steps, what, "remove them, or write from: resource:ID")
        return
    code = source.removeprefix("resource:")
    known = pack.registers.get(code)
    if known is None:
        what = f"there is no resource {code}"
        yield service.fault((*steps, "from"), what, "use an id from resources.yaml")
        return
    if not asks or "purpose" not in material:
        what = f"`{material['id']}` does not say what the register is asked, and what for"
        yield service.fault(steps, what, "add asks and purpose")
        return
    yield from _beyond(service, steps, "asks", known, asks, material["purpose"])


def _beyond(
    paper: Document, steps: Steps, key: str, known: Mapping[str, Any], asks: Any, purpose: str
) -> Iterator[Fault]:
    fields = [each["key"] for each in known["fields"]]
    for field in asks:
        if field not in fields:
            what = f"{known['id']} has no field {field}"
            yield paper.fault((*steps, key), what, f"it has {', '.join(fields)}")
    if purpose not in known["purposes"]:
        what = f"{known['id']} may not be asked to {purpose}"
        yield paper.fault((*steps, "purpose"), what, f"it allows {', '.join(known['purposes'])}")


def _owner_faults(
    pack: Pack, paper: Document, steps: Steps, resource: Mapping[str, Any]
) -> Iterator[Fault]:
    if resource["owner"] not in pack.authority_codes:
        what = f"the authority {resource['owner']} is not in authorities.csv"
        yield paper.fault((*steps, "owner"), what, "use a code from there")
    if resource["office"] not in pack.office_codes:
        what = f"the office {resource['office']} is not in offices.csv"
        yield paper.fault((*steps, "office"), what, "use an id from there")
    keys = [each["key"] for each in resource["fields"]]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield paper.fault((*steps, "fields"), f"the field {key} comes twice", "keep one of them")


def _approval_faults(
    pack: Pack, paper: Document, steps: Steps, approval: Mapping[str, Any]
) -> Iterator[Fault]:
    known = pack.registers.get(approval["resource"])
    if known is None:
        what = f"there is no resource {approval['resource']}"
        yield paper.fault((*steps, "resource"), what, "use the id of a resource")
        return
    if approval["service"] not in pack.service_lines:
        what = f"there is no service {approval['service']}"
        yield paper.fault((*steps, "service"), what, "use the id of a service")
    if approval["a_day"] > known["limits"]["a_day"]:
        what = f"{approval['a_day']} a day is more than {known['id']} allows"
        yield paper.fault((*steps, "a_day"), what, f"at most {known['limits']['a_day']}")
    yield from _beyond(paper, steps, "fields", known, approval["fields"], approval["purpose"])


def _table_faults(pack: Pack, resource: Mapping[str, Any], *, on: date) -> Iterator[Fault]:
    derived = {"matches"} if resource["answers"] == "match" else set()
    fields = [each for each in resource["fields"] if each["key"] not in derived]
    file = pack.folder / "registers" / f"{resource['id']}.csv"
    found = table(file, (*WHO, *(each["key"] for each in fields)))
    yield from found.faults
    seen: dict[str, int] = {}
    for row in found.rows:
        yield from _row_faults(row, fields, seen, on=on)


def _row_faults(
    row: Row, fields: list[Mapping[str, Any]], seen: dict[str, int], *, on: date
) -> Iterator[Fault]:
    number = row["id_number"]
    fault = numbers.id_number_fault(number, on=on)
    if fault:
        yield row.fault(str(fault), "correct the number")
    if number in seen:
        yield row.fault(f"{number} is already on line {seen[number]}", "keep one of them")
    seen.setdefault(number, row.line)
    if row["confidence"] != INVENTED:
        yield row.fault("this row does not say that it is invented", f"write {INVENTED}")
    for each in fields:
        value = row[each["key"]]
        if each["kind"] == "yes_no" and value not in YES_NO:
            yield row.fault(f"{each['key']} is {value}", "write true or false")
        elif each["kind"] == "date" and value and not _is_day(value):
            yield row.fault(f"{each['key']} is {value}", "write a day as 2026-03-02")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
