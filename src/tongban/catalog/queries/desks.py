"""The offices that are ours, and where somebody works: for deciding where something goes."""

import time
from collections.abc import Iterable

from django.conf import settings

from tongban.catalog.models import Office
from tongban.federation.queries import here, is_hub
from tongban.federation.rules import prefix_of

FRESH_FOR = 60.0  # seconds; offices change when a pack is loaded, by another process

Offices = dict[str, list[Office]]  # by the code of their region, and by that of its province

_known: dict[str, tuple[float, Offices]] = {}


def our_offices() -> Offices:
    """Our offices. In a federation those of other regions belong to other nodes."""
    key = here()
    read_at, offices = _known.get(key, (0.0, {}))
    if not offices or time.monotonic() - read_at > FRESH_FOR:
        offices = {}
        for office in Office.directory():
            code = office.region.code
            if _is_ours(code):
                offices.setdefault(code, []).append(office)
                offices.setdefault(code[:2], []).append(office)
        _known[key] = (time.monotonic(), offices)
    return offices


def offices_along(codes: Iterable[str]) -> list[Office]:
    """Our offices in these regions; if there are none, those of the province, the last of them."""
    codes, offices = list(codes), our_offices()
    near = [office for code in codes for office in offices.get(code, [])]
    return near or offices.get(codes[-1][:2], [])


def is_staffed(office: Office) -> bool:
    return bool(office.staffed)  # type: ignore[attr-defined]


def forget_offices() -> None:
    """Read the offices again at the next question, after they were changed here."""
    _known.clear()


def _is_ours(code: str) -> bool:
    if not here() or is_hub():
        return True
    return any(code.startswith(prefix_of(region)) for region in settings.TONGBAN_REGIONS)
