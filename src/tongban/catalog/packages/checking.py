"""Whether a pack may be loaded."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.forms import form_faults
from tongban.catalog.packages.frequent import frequent_faults
from tongban.catalog.packages.guides import guide_faults
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.papers import paper_faults
from tongban.catalog.packages.quality import quality_faults
from tongban.catalog.packages.reading import Document
from tongban.catalog.packages.references import reference_faults
from tongban.catalog.packages.registers import resource_faults
from tongban.catalog.packages.shape import shape_faults
from tongban.catalog.packages.tables import table_faults


def check(folder: Path, *, on: date) -> list[Fault]:
    """Every fault of a pack, in the order of its files. None means it may be loaded."""
    return pack_faults(packs.read(folder), on=on)


def pack_faults(pack: Pack, *, on: date) -> list[Fault]:
    """Every fault there is; where tables or papers cannot be read, the rest waits for them."""
    frame = [*pack.unreadable(), *_misshapen(pack)]
    found = set(frame)
    for service in pack.services:
        found.update(service.faults or shape_faults(service, "service"))
    if not frame:
        found.update(table_faults(pack))
        found.update(paper_faults(pack, on=on))
        found.update(resource_faults(pack, on=on))
        found.update(guide_faults(pack))
        found.update(frequent_faults(pack))
        for service in pack.services:
            if not any(fault.file == service.file for fault in found):
                found.update(service_faults(service, pack))
    found.update(_doubled_services(pack))
    return sorted(found)


def _misshapen(pack: Pack) -> Iterator[Fault]:
    papers = {
        "pack": pack.manifest,
        "themes": pack.themes,
        "elsewhere": pack.places,
        "people": pack.people,
        "scenes": pack.scenes,
        "purposes": pack.purposes,
        "guides": pack.guides,
    }
    if pack.resources is not None:
        papers["resources"] = pack.resources
    if pack.frequent is not None:
        papers["frequent"] = pack.frequent
    for schema, document in papers.items():
        if not document.faults:
            yield from shape_faults(document, schema)


def service_faults(service: Document, pack: Pack) -> Iterator[Fault]:
    """What does not fit in a service whose shape is right."""
    if service.data["id"] != service.file.stem:
        what = f"the id {service.data['id']} is not the name of the file"
        yield service.fault(("id",), what, f"rename the file to {service.data['id']}.yaml")
    yield from form_faults(service)
    yield from reference_faults(service, pack)
    yield from quality_faults(service)


def _doubled_services(pack: Pack) -> Iterator[Fault]:
    first: dict[str, Document] = {}
    for service in pack.services:
        name = service.data.get("id") if isinstance(service.data, dict) else None
        if not isinstance(name, str):
            continue
        if name in first:
            other = first[name]
            what = f"the id {name} is already used in {other.file}:{other.line('id')}"
            yield service.fault(("id",), what, "give one of them another id")
        first.setdefault(name, service)
