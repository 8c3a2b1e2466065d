"""What people should know about a kind of certificate, and whether it fits the pack."""

from collections.abc import Iterator
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack


def guides(pack: Pack) -> dict[str, dict[str, Any]]:
    """The guides of guides.yaml by certificate type, without the type."""
    return {
        each["type"]: {key: value for key, value in each.items() if key != "type"}
        for each in pack.guides.data["guides"]
    }


def guide_faults(pack: Pack) -> Iterator[Fault]:
    """Guides of unknown types, about unknown fields, or leading to unknown services."""
    seen: set[str] = set()
    services = {*pack.service_lines, *(row["id"] for row in pack.rows("listings"))}
    for place, each in enumerate(pack.guides.data["guides"]):
        kind, steps = each["type"], ("guides", place)
        known = pack.certificate_fields.get(kind)
        if known is None:
            what = f"there is no certificate type {kind}"
            yield pack.guides.fault((*steps, "type"), what, "use an id of certificate_types.csv")
            continue
        if kind in seen:
            what = f"{kind} has two guides"
            yield pack.guides.fault((*steps, "type"), what, "keep one of them")
        seen.add(kind)
        named = {*each["face"], *each.get("hints", {}), *each.get("values", {})}
        for key in sorted(named - known):
            yield pack.guides.fault(steps, f"{kind} has no field {key}", "remove it")
        for door in ("renew", "replace"):
            if door in each and each[door] not in services:
                what = f"there is no service {each[door]}"
                yield pack.guides.fault((*steps, door), what, "use the id of a service")
