"""Whether what a platform does differently may be loaded on top of its country's pack."""

from collections.abc import Iterator
from typing import Any

from tongban.catalog.packages.checking import service_faults
from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.overlays import PARTS, Overlays, is_overlay, merged
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.quality import quality_faults
from tongban.catalog.packages.reading import Document
from tongban.catalog.packages.references import material_faults
from tongban.catalog.packages.shape import shape_faults


def overlay_faults(overlays: Overlays, pack: Pack) -> list[Fault]:
    """Every fault of a platform's services. The pack itself must have none."""
    found: set[Fault] = set()
    for service in overlays.documents:
        schema = "overlay" if is_overlay(service) else "service"
        broken = service.faults or list(shape_faults(service, schema))
        found.update(broken or _service_faults(service, overlays, pack))
    return sorted(found)


def _service_faults(service: Document, overlays: Overlays, pack: Pack) -> Iterator[Fault]:
    if is_overlay(service):
        yield from _overlay_faults(service, overlays, pack)
    else:
        yield from service_faults(service, overlays.pack_of(pack))
        yield from _name_faults(service, overlays, pack)


def _name_faults(service: Document, overlays: Overlays, pack: Pack) -> Iterator[Fault]:
    """A name that no other platform and no country can take."""
    name = service.data["id"]
    if not name.startswith(f"{overlays.platform}-"):
        what = f"{name} is only done by {overlays.platform}, but its id does not say so"
        yield service.fault(("id",), what, f"call it {overlays.platform}-{name}")
    if name in pack.service_lines or name in {row["id"] for row in pack.rows("listings")}:
        what = f"the id {name} is already used by the country's pack"
        yield service.fault(("id",), what, "give it another id, or write `implements`")


def _overlay_faults(overlay: Document, overlays: Overlays, pack: Pack) -> Iterator[Fault]:
    data, name = overlay.data, overlay.data["implements"]
    national = next((each.data for each in pack.services if each.data["id"] == name), None)
    if national is None:
        what = f"there is no service {name} that could be done differently"
        yield overlay.fault(("implements",), what, "name a package of the country's pack")
        return
    if name != overlay.file.stem:
        what = f"it implements {name}, but is called {overlay.file.name}"
        yield overlay.fault(("implements",), what, f"rename the file to {name}.yaml")
    yield from _source_faults(overlay, pack)
    yield from _aim_faults(overlay, national)
    for place, office in enumerate(data.get("offices", ())):
        if office not in pack.office_codes:
            what = f"the office {office} is not in offices.csv"
            yield overlay.fault(("offices", place), what, "use an id from there, or add it")
    for place, material in enumerate(data.get("materials", {}).get("with", ())):
        yield from material_faults(overlay, ("materials", "with", place), material, pack)
    whole = merged(national, data, platform=overlays.platform)
    if all(whole.get(part) == national.get(part) for part in PARTS):
        yield overlay.fault((), f"nothing differs from the national {name}", "remove the file")
    yield from quality_faults(Document(overlay.file, whole, overlay.lines))


def _source_faults(overlay: Document, pack: Pack) -> Iterator[Fault]:
    """Every difference says how sure it is, and what is made up says so."""
    source: dict[str, Any] = overlay.data["source"]
    if source["key"] not in pack.source_keys:
        what = f"the source {source['key']} is not in pack.yaml"
        yield overlay.fault(("source", "key"), what, "name one of its sources, or add it there")
    for part in PARTS:
        if part in overlay.data and part not in source:
            what = f"`{part}` differs, but nothing says how sure that is"
            yield overlay.fault((part,), what, f"add source.{part}, such as synthetic")
        if part in source and part not in overlay.data:
            what = f"`source.{part}` is about something that does not differ"
            yield overlay.fault(("source", part), what, "remove the line")
    made_up = [part for part in PARTS if source.get(part) == "synthetic"]
    if made_up and not source["synthetic"]:
        what = f"`{made_up[0]}` is made up, but the file does not say so"
        yield overlay.fault(("source", "synthetic"), what, "write synthetic: true")


def _aim_faults(overlay: Document, national: dict[str, Any]) -> Iterator[Fault]:
    """What is taken away must be there."""
    materials = {each["id"] for each in national["materials"]}
    conditions = {each["zh"] for each in national["conditions"]}
    for part, known in (("materials", materials), ("conditions", conditions)):
        for place, gone in enumerate(overlay.data.get(part, {}).get("without", ())):
            if gone not in known:
                what = f"{national['id']} has no {part[:-1]} {gone} to leave out"
                remedy = f"it has {'; '.join(sorted(known)) or 'none'}"
                yield overlay.fault((part, "without", place), what, remedy)
