"""Which region a point on the earth lies near."""

import math

from tongban.catalog.models import Region

EARTH = 6371.0  # kilometres


_known: dict[int, list[tuple[float, float, str]]] = {}


def _seats() -> list[tuple[float, float, str]]:
    """The seats of all regions; read again when there are more or fewer of them."""
    placed = Region.objects.exclude(lon=None).exclude(lat=None)
    count = placed.count()
    if count not in _known:
        _known.clear()
        rows = placed.order_by("code").values_list("lon", "lat", "code")
        _known[count] = [(lon or 0.0, lat or 0.0, code) for lon, lat, code in rows]
    return _known[count]


def nearest_region(lon: float, lat: float) -> tuple[str, float] | None:
    """The region whose seat is nearest, and how many kilometres away that is. Anyone may ask.

    A county comes before the city and the province that share its seat.
    """
    seats = _seats()
    if not seats:
        return None
    near = min(
        seats, key=lambda seat: (_apart(lon, lat, seat[0], seat[1]), -len(seat[2].rstrip("0")))
    )
    return near[2], _apart(lon, lat, near[0], near[1])


def _apart(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Kilometres along the surface."""
    one, two = math.radians(lat), math.radians(other_lat)
    half = math.sin((two - one) / 2) ** 2
    half += math.cos(one) * math.cos(two) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))
