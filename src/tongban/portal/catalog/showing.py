"""What the catalogue's screens show, gathered from several topics."""

from datetime import datetime

from django.utils.translation import gettext as _

from tongban.catalog import queries
from tongban.catalog.models import Service, in_language
from tongban.portal.preferences.surroundings import Reader

TILES = 8
BUNDLES = 3
ELDER_THEME = "retirement"
ELDER_TILES = 6
NEAR = 3


def home(reader: Reader, *, at: datetime) -> dict[str, object]:
    audience = "organisation" if reader.organisation else "person"
    return {
        "themes": queries.themes(audience)[:TILES],
        "bundles": queries.bundles()[:BUNDLES],
    }


def elder_home(reader: Reader) -> dict[str, object]:
    chosen = queries.browse(theme=ELDER_THEME, audience="person", region=reader.region_code)
    return {
        "services": chosen[:ELDER_TILES],
        "offices": queries.offices_near(reader.region, most=2),
    }


def service(found: Service, reader: Reader, *, at: datetime) -> dict[str, object]:
    """The guide of a service, with what this reader already has for it."""
    guide = queries.guide(found)
    return {
        "service": found,
        "guide": guide,
        "needs": [(need, None) for need in guide.needs],
        "offices": queries.offices_near(reader.region, authority_id=found.authority_id, most=NEAR),
        "members": queries.members_of(found) if found.bundle else [],
    }


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
    return _("Can be done here") if chosen.get("online") else _("All services")
