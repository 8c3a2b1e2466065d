"""Which office decides a case."""

import time
from collections.abc import Sequence

from django.conf import settings

from tongban.cases.queries.party import Party
from tongban.cases.rules.package import Package
from tongban.catalog.models import Office, Service

FRESH_FOR = 60.0  # seconds; offices change when a pack is loaded, by another process

_known: dict[str, tuple[float, Sequence[Office]]] = {}


def office_for(service: Service, package: Package, party: Party) -> Office | None:
    """The nearest office of the deciding region where somebody works on cases.

    At the same distance the service's own authority comes first.
    """
    codes = _upwards(_region(service, package, party))
    far = len(codes)

    def rank(office: Office) -> tuple[bool, bool, int, bool]:
        place = codes.index(office.region.code) if office.region.code in codes else far
        unstaffed = not office.staffed  # type: ignore[attr-defined]
        return place == far, unstaffed, place, office.authority_id != service.authority_id

    return min(_offices(), key=rank, default=None)


def forget_offices() -> None:
    """Read the offices again at the next question, after they were changed here."""
    _known.clear()


def _region(service: Service, package: Package, party: Party) -> str:
    if package.decides == "applicant_home" and party.home:
        return party.home
    if service.region:
        return service.region.code
    return party.lives_in or str(settings.TONGBAN_REGION)


def _upwards(code: str) -> list[str]:
    """A county, its city, its province: GB/T 2260 says so in its digits."""
    code = f"{code:0<6}"[:6]
    return list(dict.fromkeys([code, code[:4] + "00", code[:2] + "0000"]))


def _offices() -> Sequence[Office]:
    read_at, offices = _known.get("all", (0.0, ()))
    if not offices or time.monotonic() - read_at > FRESH_FOR:
        offices = list(Office.directory())
        _known["all"] = (time.monotonic(), offices)
    return offices
