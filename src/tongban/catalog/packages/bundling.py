"""Whether the parts of a bundle fit together: order, answers and materials (一件事)."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document


def bundle_faults(service: Document, pack: Pack) -> Iterator[Fault]:
    """Everything by which a part of a bundle would never begin, or begin with nothing in it."""
    bundle = service.data.get("bundle") or {}
    packages = {each.data["id"]: each.data for each in pack.services if "id" in each.data}
    before: set[str] = set()
    for place, part in enumerate(bundle.get("parts", [])):
        steps = ("bundle", "parts", place)
        package = packages.get(part["service"])
        if package is None:
            what = f"no package of this pack is called {part['service']}"
            yield service.fault((*steps, "service"), what, "name a service that is done here")
            continue
        for code in part.get("after", []):
            if code not in before:
                what = f"{part['service']} comes after {code}, which does not come before it"
                yield service.fault((*steps, "after"), what, "name a part further up")
        before.add(part["service"])
        for key in _unanswered(part, package):
            what = f"nothing answers `{key}` of {part['service']}"
            yield service.fault(steps, what, f"add answers.{key}")


def _unanswered(part: Mapping[str, Any], package: Mapping[str, Any]) -> Iterator[str]:
    """What a part must know and neither the bundle nor a register or certificate says."""
    schema = package["form"]["schema"]
    for key in schema["required"]:
        if key not in part.get("answers", {}) and "x-prefill" not in schema["properties"][key]:
            yield key
