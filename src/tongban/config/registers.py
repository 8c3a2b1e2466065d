"""Which registers of a pack this installation keeps, and who may ask them from the first day."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tongban.catalog import queries as catalog
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import table
from tongban.config.platform import Platform, known, platform
from tongban.federation.queries import HERE
from tongban.identity.models import Person
from tongban.sharing import operations

Row = Mapping[str, Any]


def load(pack: Pack, ours: Platform, *, at: datetime) -> int:
    """The registers that this platform keeps; all of them where it stands alone."""
    kept = [row for row in pack.registers.values() if ours.id in {"", row["node"]}]
    for row in kept:
        rows = table(pack.folder / "registers" / f"{row['id']}.csv", ("id_number", "name")).rows
        operations.load_register(row["id"], [_without_source(each) for each in rows])
    return operations.load_resources(rows=kept, at=at)


def approve(pack: Pack, ours: Platform, *, by: Person, at: datetime) -> int:
    """What a demonstration says was approved, as far as this platform asks or is asked."""
    return operations.load_approvals(rows=list(_approvals(pack, ours)), by=by, at=at)


def _approvals(pack: Pack, ours: Platform) -> Iterator[Row]:
    paper = pack.resources.data if pack.resources is not None else {}
    names = {each.data["id"]: each.data["names"] for each in pack.services}
    for row in paper.get("approvals", []):
        keeper = pack.registers[row["resource"]]["node"]
        for asker in [each for each in row["askers"] if each in known()]:
            if ours.id and ours.id not in {keeper, asker}:
                continue
            office = catalog.office_with_code(platform(asker).offices[0])
            yield {
                **{key: row[key] for key in ("resource", "service", "purpose", "basis")},
                **{key: row[key] for key in ("fields", "a_day")},
                "key": f"{row['resource']}/{asker}/{row['service']}",
                "node": HERE if ours.id in {"", keeper} else keeper,
                "asker": HERE if ours.id in {"", asker} else asker,
                "office": office.code,
                "office_names": office.names,
                "service_names": names[row["service"]],
            }


def _without_source(row: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in row.items() if key not in {"source", "confidence"}}
