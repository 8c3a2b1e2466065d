"""The list of services that everybody uses (高频政务服务事项清单), version by version."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, Steps
from tongban.catalog.rules import Area

ALWAYS: Final = (Area.EDUCATION, Area.SOCIAL_SECURITY, Area.HEALTH, Area.TAX)
Content = dict[str, Any]


def frequent_lists(pack: Pack) -> list[Content]:
    """Each version with all that is on it. Only for a pack without faults."""
    found: list[Content] = []
    entries: list[Content] = []
    for version in _versions(pack.frequent):
        kept = [each for each in entries if each["service"] not in version["removed"]]
        entries = [*kept, *version["added"]]
        facts = ("number", "published_on", "note", "source", "confidence")
        found.append({**{fact: version[fact] for fact in facts}, "entries": entries})
    return found


def frequent_faults(pack: Pack) -> Iterator[Fault]:
    """What does not fit in a list whose shape is right."""
    if pack.frequent is None:
        return
    versions = _versions(pack.frequent)
    yield from _order_faults(pack.frequent, versions)
    known = pack.service_lines.keys() | {row["id"] for row in pack.rows("listings")}
    listed: dict[str, str] = {}
    for place, version in enumerate(versions):
        yield from _version_faults(pack.frequent, place, version, listed, known)
        yield from _source_fault(pack, pack.frequent, ("versions", place), version)
        for number, each in enumerate(version["added"]):
            yield from _source_fault(
                pack, pack.frequent, ("versions", place, "added", number), each
            )
    for area in ALWAYS:
        if area not in listed.values():
            what = f"the newest version has nothing of the area {area.value}"
            yield pack.frequent.fault(("versions",), what, "add a service of it")


def _versions(document: Document | None) -> list[Content]:
    return list(document.data["versions"]) if document is not None else []


def _order_faults(document: Document, versions: list[Content]) -> Iterator[Fault]:
    numbers = [version["number"] for version in versions]
    days = [version["published_on"] for version in versions]
    if numbers != list(range(1, len(numbers) + 1)):
        yield document.fault(("versions",), "the versions are not numbered 1, 2, 3 …", "renumber")
    if any(later <= earlier for earlier, later in pairwise(days)):
        yield document.fault(("versions",), "a version is not later than the one before", "re-date")


def _version_faults(
    document: Document, place: int, version: Content, listed: dict[str, str], known: set[str]
) -> Iterator[Fault]:
    """Takes the version's changes into `listed`, and says what is wrong with them."""
    steps: Steps = ("versions", place)
    for name in version["removed"]:
        if listed.pop(name, None) is None:
            yield document.fault((*steps, "removed"), f"{name} was not on the list", "leave it out")
    for number, each in enumerate(version["added"]):
        name = each["service"]
        if name in listed:
            yield document.fault(
                (*steps, "added", number), f"{name} is on the list already", "leave it out"
            )
        if name not in known:
            yield document.fault(
                (*steps, "added", number), f"there is no service {name}", "correct the id"
            )
        listed[name] = each["area"]


def _source_fault(pack: Pack, document: Document, steps: Steps, said: Content) -> Iterator[Fault]:
    if said["source"] not in pack.source_keys:
        what = f"the source {said['source']} is not in pack.yaml"
        yield document.fault((*steps, "source"), what, "name one of its sources, or add it there")
