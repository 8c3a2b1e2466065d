"""Whether the other YAML files of a pack hold together: itself, its themes, places and people."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tongban.catalog.packages.contents import LANGUAGES
from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, Steps
from tongban.core import codes

ROLES = frozenset({"clerk", "officer", "chief"})
POWERS = frozenset({"agent", "manager", "legal_representative"})
NEVER_STORED = frozenset({"photo", "qr"})  # shown when the certificate is, not kept in a pack
PERSON = ("name", "id_number", "sex", "ethnicity", "birth_on", "address", "region")


def paper_faults(pack: Pack, *, on: date) -> Iterator[Fault]:
    """What is wrong in pack.yaml, themes.yaml, elsewhere.yaml and people.yaml."""
    for key in ("id", "version", "licence", "sources"):
        yield from _lacking(pack.manifest, (), pack.manifest.data, key)
    yield from _unworded(pack.manifest, ("names",), pack.manifest.data.get("names"))
    for document in (pack.themes, pack.places, pack.people):
        yield from _lacking(document, (), document.data, "source")
        yield from _lacking(document, (), document.data, "confidence")
    yield from _theme_faults(pack)
    for key, words in pack.elsewhere.items():
        yield from _unworded(pack.places, ("elsewhere", key), words)
    yield from _people_faults(pack, on)
    yield from _organisation_faults(pack)


def _lacking(document: Document, steps: Steps, data: Any, key: str) -> Iterator[Fault]:
    if not isinstance(data, dict) or not data.get(key):
        yield document.fault(steps, f"`{key}` is missing", f"add `{key}`")


def _unworded(document: Document, steps: Steps, words: Any) -> Iterator[Fault]:
    for language in LANGUAGES:
        if not isinstance(words, dict) or not words.get(language):
            what = f"`{steps[-1]}` has no words in `{language}`"
            yield document.fault(steps, what, "add the translation")


def _theme_faults(pack: Pack) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for place, theme in enumerate(pack.themes.data.get("themes") or []):
        steps: Steps = ("themes", place)
        for key in ("id", "icon", "audience"):
            yield from _lacking(pack.themes, steps, theme, key)
        yield from _unworded(pack.themes, (*steps, "names"), theme.get("names"))
        for word in {theme.get("id"), *theme.get("also", [])}:
            if word in seen:
                what = f"{word} already belongs to the theme {seen[word]}"
                yield pack.themes.fault(steps, what, "keep it in one theme")
            seen[word] = str(theme.get("id"))


def _people_faults(pack: Pack, on: date) -> Iterator[Fault]:
    numbers: dict[str, int] = {}
    for part in ("people", "register"):
        for place, person in enumerate(pack.people.data.get(part) or []):
            steps: Steps = (part, place)
            for key in PERSON:
                yield from _lacking(pack.people, steps, person, key)
            yield from _number_faults(pack.people, steps, person, on)
            number = str(person.get("id_number"))
            line = pack.people.line(*steps)
            if number in numbers:
                what = f"{number} is already on line {numbers[number]}"
                yield pack.people.fault((*steps, "id_number"), what, "give everybody their own")
            numbers.setdefault(number, line)
            if part == "people":
                yield from _post_faults(pack, steps, person)
                yield from _held_faults(pack, steps, person)


def _number_faults(
    document: Document, steps: Steps, person: dict[str, Any], on: date
) -> Iterator[Fault]:
    number = str(person.get("id_number", ""))
    fault = codes.id_number_fault(number, on=on)
    if fault:
        yield document.fault((*steps, "id_number"), str(fault), "correct the number")
    elif str(codes.birth_date(number)) != person.get("birth_on"):
        what = f"birth_on is {person.get('birth_on')}, the number says {codes.birth_date(number)}"
        yield document.fault((*steps, "birth_on"), what, "correct one of them")
    phone = person.get("phone")
    if phone and (fault := codes.mobile_fault(str(phone))):
        yield document.fault((*steps, "phone"), str(fault), "correct the number")


def _post_faults(pack: Pack, steps: Steps, person: dict[str, Any]) -> Iterator[Fault]:
    for key in ("region", "lives"):
        if person.get(key) and person[key] not in pack.region_codes:
            what = f"the region {person[key]} is not in regions.csv"
            yield pack.people.fault((*steps, key), what, "use a code from there")
    for place, post in enumerate(person.get("posts") or []):
        where = (*steps, "posts", place)
        if post.get("office") not in pack.office_codes:
            what = f"the office {post.get('office')} is not in offices.csv"
            yield pack.people.fault(where, what, "use an id from there")
        if post.get("role") not in ROLES:
            what = f"the role is {post.get('role')}"
            yield pack.people.fault(where, what, f"use one of: {', '.join(sorted(ROLES))}")


def _held_faults(pack: Pack, steps: Steps, holder: dict[str, Any]) -> Iterator[Fault]:
    """Certificates that demo people hold already have the fields of their type."""
    for place, held in enumerate(holder.get("certificates") or []):
        where = (*steps, "certificates", place)
        kind, fields = held.get("type"), held.get("fields") or {}
        if kind not in pack.certificate_fields:
            what = f"there is no certificate type {kind}"
            yield pack.people.fault(where, what, "use an id from certificate_types.csv")
            continue
        for key in sorted(set(fields) - pack.certificate_fields[kind]):
            what = f"{kind} has no field {key}"
            yield pack.people.fault((*where, "fields", key), what, "remove it")
        for key in sorted(pack.needed_fields[kind] - set(fields) - NEVER_STORED):
            yield pack.people.fault((*where, "fields"), f"{kind} needs {key}", "add it")
        if held.get("office") not in pack.office_codes:
            what = f"the office {held.get('office')} is not in offices.csv"
            yield pack.people.fault(where, what, "use an id from there")


def _organisation_faults(pack: Pack) -> Iterator[Fault]:
    people = {person.get("id") for person in pack.people.data.get("people") or []}
    for place, firm in enumerate(pack.people.data.get("organisations") or []):
        steps: Steps = ("organisations", place)
        for key in ("id", "name", "uscc", "legal_representative", "region"):
            yield from _lacking(pack.people, steps, firm, key)
        fault = codes.uscc_fault(str(firm.get("uscc", "")))
        if fault:
            yield pack.people.fault((*steps, "uscc"), str(fault), "correct the code")
        agents = firm.get("agents") or []
        for name in [firm.get("legal_representative"), *(a.get("person") for a in agents)]:
            if name not in people:
                what = f"{name} is none of the people"
                yield pack.people.fault(steps, what, "use the id of a person")
        for agent in agents:
            if agent.get("kind") not in POWERS:
                what = f"the power is {agent.get('kind')}"
                yield pack.people.fault(steps, what, f"use one of: {', '.join(sorted(POWERS))}")
        yield from _held_faults(pack, steps, firm)
