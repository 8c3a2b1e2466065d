"""Whether the other YAML files of a pack hold together: itself, its themes, places and people."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, Steps
from tongban.identity.rules import numbers

NEVER_STORED = frozenset({"photo", "qr"})  # shown when the certificate is, not kept in a pack


def paper_faults(pack: Pack, *, on: date) -> Iterator[Fault]:
    """What does not fit in themes.yaml and people.yaml, whose shape is right."""
    yield from _theme_faults(pack)
    yield from _people_faults(pack, on)
    yield from _organisation_faults(pack)
    yield from _helper_faults(pack)


def _theme_faults(pack: Pack) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for place, theme in enumerate(pack.themes.data["themes"]):
        for word in {theme["id"], theme["names"]["zh"], *theme.get("also", [])}:
            if word in seen:
                what = f"{word} already belongs to the theme {seen[word]}"
                yield pack.themes.fault(("themes", place), what, "keep it in one theme")
            seen[word] = theme["id"]


def _people_faults(pack: Pack, on: date) -> Iterator[Fault]:
    data = pack.people.data
    everybody = [(("people", n), person) for n, person in enumerate(data["people"])]
    everybody += [(("register", n), each) for n, each in enumerate(data.get("register", []))]
    for key in ("id", "id_number", "phone"):
        yield from _shared(pack.people, everybody, key)
    for steps, person in everybody:
        yield from _number_faults(pack.people, steps, person, on)
        for key in ("region", "lives"):
            if person.get(key, person["region"]) not in pack.region_codes:
                what = f"the region {person[key]} is not in regions.csv"
                yield pack.people.fault((*steps, key), what, "use a code from there")
        for place, post in enumerate(person.get("posts", [])):
            yield from _office_faults(pack, (*steps, "posts", place), post["office"])
        yield from _held_faults(pack, steps, person)


def _shared(
    document: Document, everybody: list[tuple[tuple[str, int], dict[str, Any]]], key: str
) -> Iterator[Fault]:
    """What belongs to one person belongs to nobody else."""
    first: dict[str, int] = {}
    for steps, person in everybody:
        value = person.get(key)
        if value in first:
            what = f"the {key} {value} is already on line {first[value]}"
            yield document.fault((*steps, key), what, "give everybody their own")
        elif value is not None:
            first[value] = document.line(*steps, key)


def _number_faults(
    document: Document, steps: Steps, person: dict[str, Any], on: date
) -> Iterator[Fault]:
    number = person["id_number"]
    fault = numbers.id_number_fault(number, on=on)
    if fault:
        yield document.fault((*steps, "id_number"), str(fault), "correct the number")
    elif str(numbers.birth_date(number)) != person["birth_on"]:
        what = f"birth_on is {person['birth_on']}, the number says {numbers.birth_date(number)}"
        yield document.fault((*steps, "birth_on"), what, "correct one of them")
    fault = numbers.mobile_fault(person["phone"]) if "phone" in person else None
    if fault:
        yield document.fault((*steps, "phone"), str(fault), "correct the number")


def _office_faults(pack: Pack, steps: Steps, office: str) -> Iterator[Fault]:
    if office not in pack.office_codes:
        what = f"the office {office} is not in offices.csv"
        yield pack.people.fault((*steps, "office"), what, "use an id from there")


def _held_faults(pack: Pack, steps: Steps, holder: dict[str, Any]) -> Iterator[Fault]:
    """Certificates that demo people hold already have the fields of their type."""
    for place, held in enumerate(holder.get("certificates", [])):
        where = (*steps, "certificates", place)
        kind, fields = held["type"], held["fields"]
        yield from _office_faults(pack, where, held["office"])
        if kind not in pack.certificate_fields:
            what = f"there is no certificate type {kind}"
            yield pack.people.fault((*where, "type"), what, "use an id of certificate_types.csv")
            continue
        for key in sorted(fields.keys() - pack.certificate_fields[kind]):
            what = f"{kind} has no field {key}"
            yield pack.people.fault((*where, "fields", key), what, "remove it")
        for key in sorted(pack.needed_fields[kind] - fields.keys() - NEVER_STORED):
            yield pack.people.fault((*where, "fields"), f"{kind} needs {key}", "add it")


def _helper_faults(pack: Pack) -> Iterator[Fault]:
    people = {person["id"] for person in pack.people.data["people"]}
    offices = {row["id"] for row in pack.rows("offices")}
    for place, person in enumerate(pack.people.data["people"]):
        steps: Steps = ("people", place)
        if person.get("helps") and person["helps"]["office"] not in offices:
            what = f"the office {person['helps']['office']} is not in offices.csv"
            yield pack.people.fault((*steps, "helps"), what, "use the id of an office")
        for power in person.get("helped_by", []):
            if power["person"] not in people:
                what = f"{power['person']} is none of the people"
                yield pack.people.fault((*steps, "helped_by"), what, "use the id of a person")


def _organisation_faults(pack: Pack) -> Iterator[Fault]:
    people = {person["id"] for person in pack.people.data["people"]}
    for place, firm in enumerate(pack.people.data.get("organisations", [])):
        steps: Steps = ("organisations", place)
        fault = numbers.uscc_fault(firm["uscc"])
        if fault:
            yield pack.people.fault((*steps, "uscc"), str(fault), "correct the code")
        if firm["region"] not in pack.region_codes:
            what = f"the region {firm['region']} is not in regions.csv"
            yield pack.people.fault((*steps, "region"), what, "use a code from there")
        named = [firm["legal_representative"], *(a["person"] for a in firm.get("agents", []))]
        for name in named:
            if name not in people:
                what = f"{name} is none of the people"
                yield pack.people.fault(steps, what, "use the id of a person")
        yield from _held_faults(pack, steps, firm)
