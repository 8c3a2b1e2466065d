"""Which office answers a request, and which desk of the hotline watches over it."""

from collections.abc import Callable

from django.conf import settings

from tongban.catalog.models import Authority, Office
from tongban.catalog.queries import (
    is_staffed,
    office_of_post,
    offices_along,
    our_offices,
    upwards,
)
from tongban.federation.queries import HERE, here, node_for
from tongban.hotline.models import Request
from tongban.privacy.queries import access_named

HOTLINE = "P-12345"


def office_of(authority: Authority | None, region: str) -> Office | None:
    """The desk that answers for an authority: its own or its family's, else the nearest hall."""
    family = {authority.pk, authority.parent_id} - {None} if authority else set()

    def kinship(office: Office) -> int:
        if authority and office.authority_id == authority.pk:
            return 0
        if office.authority and {office.authority_id, office.authority.parent_id} & family:
            return 1
        return 2 if office.authority_id is None else 3

    return _nearest(region, kinship)


def office_that_looked(about: str) -> Office | None:
    """The office behind a look that is asked about, if it happened here."""
    access = access_named(about)
    return office_of_post(access.under) if access and access.node == HERE else None


def is_about_a_look(about: str) -> bool:
    """Whether it is clear from the start who must answer."""
    return access_named(about) is not None


def node_of(request: Request) -> str:
    """Which node answers a request: the authority's own, or that of the region; HERE if we do."""
    if not here():
        return HERE
    look = access_named(request.about)
    if look:  # whoever looked must say why
        return look.node
    code = request.authority.code if request.authority else ""
    region = request.region or str(settings.TONGBAN_REGION)
    return node_for(region=region, authority=code)


def center_of(region: str) -> Office | None:
    """The desk of the hotline for a region: 12345 itself, else the nearest hall."""

    def kinship(office: Office) -> int:
        code = office.authority.code if office.authority else ""
        return 0 if code == HOTLINE else 1 if not code else 2

    return _nearest(region, kinship)


def _nearest(region: str, kinship: Callable[[Office], int]) -> Office | None:
    """Where people work, in the region or else its province, or else anywhere of ours."""
    codes = upwards(region or "")

    def rank(office: Office) -> tuple[bool, int, int, int]:
        code = office.region.code
        place = codes.index(code) if code in codes else len(codes)
        return not is_staffed(office), kinship(office), place, office.pk

    near = offices_along(codes)
    if not any(is_staffed(office) for office in near):
        everywhere = [office for found in our_offices().values() for office in found]
        near = [office for office in everywhere if is_staffed(office)] or near or everywhere
    return min(near, key=rank, default=None)
