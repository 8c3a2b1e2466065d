"""A drawing of a district without anybody's map: seats of government on a grid of degrees.

It is no street map and does not pretend to be one. A finger on it, or numbers, give the place;
words beside it say the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tongban.catalog.models import Region
from tongban.catalog.queries import region_with_code, regions_in

WIDE, HIGH = 640, 420
MARGIN: Final = 0.12  # of the drawing, around the seats
LEAST: Final = 0.12  # degrees: how near one can look
COUNTY: Final = 0.36  # degrees that a county and what lies around it take
APART: Final = 40.0  # of the drawing, between two names
MOST: Final = 24  # seats with a name on them


@dataclass(frozen=True)
class Dot:
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """What the page draws. `west` and the others are the edges in degrees."""

    west: float
    south: float
    east: float
    north: float
    dots: list[Dot]
    lines: list[tuple[float, float, float, float]]
    pin: tuple[float, float] | None = None
    wide: int = WIDE
    high: int = HIGH


def map_of(code: str, lon: Any = None, lat: Any = None) -> Drawing | None:
    """The drawing of a region and what lies in it; None where no seat is known."""
    region = region_with_code(code)
    if region is None:
        return None
    inside = region.children.exists()
    within = region if inside else region.parent or region
    seats = [r for r in [region, *regions_in(within)] if r.lon is not None and r.lat is not None]
    if not seats or (not inside and seats[0] != region):
        return None
    west, south, east, north = _edges(seats) if inside else _around(region)

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            round((x - west) / (east - west) * WIDE, 1),
            round((north - y) / (north - south) * HIGH, 1),
        )

    dots = {seat.code: Dot(str(seat), *place(seat.lon or 0.0, seat.lat or 0.0)) for seat in seats}
    shown = _apart(dot for dot in dots.values() if 0 < dot.x < WIDE and 0 < dot.y < HIGH)
    pin = _number(lon), _number(lat)
    marked = place(pin[0], pin[1]) if pin[0] is not None and pin[1] is not None else None
    lines = list(_grid(west, south, east, north, place))
    return Drawing(west, south, east, north, shown, lines, marked)


def _apart(dots: Iterable[Dot]) -> list[Dot]:
    """As many as can be read; the first of two that are too near stays."""
    shown: list[Dot] = []
    for dot in dots:
        if len(shown) < MOST and all(
            abs(dot.y - other.y) > APART / 2 or abs(dot.x - other.x) > 3 * APART for other in shown
        ):
            shown.append(dot)
    return shown


def _around(region: Region) -> tuple[float, float, float, float]:
    x, y = region.lon or 0.0, region.lat or 0.0
    wide, high = COUNTY / 2, COUNTY / 2 * HIGH / WIDE
    return x - wide, y - high, x + wide, y + high


def _edges(seats: list[Region]) -> tuple[float, float, float, float]:
    lons = [seat.lon or 0.0 for seat in seats]
    lats = [seat.lat or 0.0 for seat in seats]
    wide = max(max(lons) - min(lons), LEAST) * (1 + 2 * MARGIN)
    high = max(max(lats) - min(lats), LEAST) * (1 + 2 * MARGIN)
    wide, high = max(wide, high * WIDE / HIGH), max(high, wide * HIGH / WIDE)
    x, y = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _grid(
    west: float, south: float, east: float, north: float, place: Any
) -> Iterator[tuple[float, float, float, float]]:
    step = next(s for s in (0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10) if (east - west) / s <= 9)
    x = (west // step + 1) * step
    while x < east:
        yield (*place(x, south), *place(x, north))
        x += step
    y = (south // step + 1) * step
    while y < north:
        yield (*place(west, y), *place(east, y))
        y += step


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
