"""Which office decides a case."""

import time

from django.conf import settings

from tongban.cases.queries.party import Party
from tongban.cases.rules.package import Package
from tongban.catalog.models import Office, Service
from tongban.catalog.queries import upwards

FRESH_FOR = 60.0  # seconds; offices change when a pack is loaded, by another process

ANYWHERE = ""
Offices = dict[str, list[Office]]  # by the code of their region

_known: dict[str, tuple[float, Offices]] = {}


def office_for(service: Service, package: Package, party: Party) -> Office | None:
    """The nearest office of the deciding region where somebody works on cases.

    At the same distance the service's own authority comes first.
    """
    codes, offices = upwards(_region(service, package, party)), _offices()

    def rank(office: Office) -> tuple[bool, int, bool]:
        code = office.region.code
        place = codes.index(code) if code in codes else len(codes)
        unstaffed = not office.staffed  # type: ignore[attr-defined]
        return unstaffed, place, office.authority_id != service.authority_id

    near = [office for code in codes for office in offices.get(code, [])]
    return min(near or offices.get(ANYWHERE, []), key=rank, default=None)


def forget_offices() -> None:
    """Read the offices again at the next question, after they were changed here."""
    _known.clear()


def _region(service: Service, package: Package, party: Party) -> str:
    if package.decides == "applicant_home" and party.home:
        return party.home
    if service.region:
        return service.region.code
    return party.lives_in or str(settings.TONGBAN_REGION)


def _offices() -> Offices:
    read_at, offices = _known.get("all", (0.0, {}))
    if not offices or time.monotonic() - read_at > FRESH_FOR:
        every = list(Office.directory())
        offices = {ANYWHERE: every}
        for office in every:
            offices.setdefault(office.region.code, []).append(office)
        _known["all"] = (time.monotonic(), offices)
    return offices
