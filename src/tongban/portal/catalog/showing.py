"""What the catalogue's screens show, gathered from several topics."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tongban.appointments.queries import takes_appointments
from tongban.cases.queries import cases_of, draft_of, with_last_days
from tongban.cases.rules import OPEN, Status
from tongban.catalog import queries
from tongban.catalog.models import Office, Region, Service, in_language
from tongban.catalog.queries import Guide
from tongban.certificates.queries import certificates_of, live_by_type
from tongban.portal.catalog.choosing import ways_of
from tongban.portal.catalog.features import features, first_services, in_order
from tongban.portal.preferences.surroundings import Reader
from tongban.ratings.queries import standing

TILES = 8
BUNDLES = 3
ELDER_THEME = "retirement"
ELDER_TILES = 6
NEAR = 3
UNDER_WAY = 3
SHOWN_FIRST = ("idcard", "bizlicense")


def home(reader: Reader) -> dict[str, object]:
    """What a person has under way first, then what people do most, then the wallet."""
    audience = "organisation" if reader.organisation else "person"
    return {
        "query": "",
        "themes": in_order(list(queries.themes(audience)))[:TILES],
        "first": first_services(),
        "features": features(reader),
        "bundles": queries.bundles(audience)[:BUNDLES],
        "zones": queries.zones(),
        **_under_way(reader),
        **_wallet(reader),
    }


def _under_way(reader: Reader) -> dict[str, object]:
    if reader.actor is None:
        return {}
    open_cases = list(with_last_days(cases_of(reader.actor).filter(status__in=OPEN)))
    open_cases.sort(key=lambda case: case.status != Status.CORRECTION)
    return {"under_way": open_cases[:UNDER_WAY], "under_way_count": len(open_cases)}


def _wallet(reader: Reader) -> dict[str, object]:
    if reader.actor is None:
        return {}
    live = list(certificates_of(reader.actor).live())
    live.sort(key=lambda each: each.type.code not in SHOWN_FIRST)
    return {"certificate": live[0] if live else None, "certificate_count": len(live)}


def elder_home(reader: Reader) -> dict[str, object]:
    chosen = queries.browse(theme=ELDER_THEME, audience="person", region=reader.region_code)
    return {
        "query": "",
        **_under_way(reader),
        "services": chosen[:ELDER_TILES],
        "offices": queries.offices_near(reader.region, most=2),
        "features": features(reader),
    }


def service(found: Service, reader: Reader, *, chosen: str, at: datetime) -> dict[str, object]:
    """The guide of a service, as the chosen platform does it, with what this reader has for it."""
    ways = ways_of(found, region=reader.region_code, at=chosen)
    guide = queries.guide(found, ways.choice)
    held = {}
    if reader.actor and any(need.certificate for need in guide.needs):
        held = live_by_type(reader.organisation or reader.actor.person, on=localdate(at))
    here = found.online and not ways.is_elsewhere
    return {
        "service": found,
        "guide": guide,
        "ways": ways,
        "here": here,
        "needs": [(need, held.get(need.certificate)) for need in guide.needs],
        "offices": _offices(found, guide, ways.region or reader.region),
        "members": queries.members_of(found) if found.bundle else [],
        "draft": draft_of(reader.actor, found) if reader.actor and here else None,
        "rating": standing(found.code),
        "bookable": takes_appointments(found.code),
    }


def _offices(found: Service, guide: Guide, region: Region | None) -> list[Office]:
    """Those that the platform names for this service, then the nearest ones."""
    named = queries.offices_with_codes(guide.offices) if guide.offices else []
    near = queries.offices_near(region, authority_id=found.authority_id, most=NEAR)
    return [*named, *(each for each in near if each not in named)][:NEAR]


def heading(chosen: dict[str, str]) -> str:
    """The title of a list that was narrowed down."""
    if theme := chosen.get("theme"):
        found = queries.themes().filter(code=theme).first()
        if found:
            return in_language(found.names)
    if authority := chosen.get("authority"):
        office = queries.authorities().filter(code=authority).first()
        if office:
            return in_language(office.names)
    if letter := chosen.get("letter"):
        return letter
    return _("Can be done here") if chosen.get("doable") else _("All services")
