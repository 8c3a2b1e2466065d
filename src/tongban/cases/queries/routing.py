"""Which node and which office decide a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from tongban.cases.models import Case
from tongban.cases.queries.party import Party
from tongban.cases.rules import Mode
from tongban.cases.rules.custody import HERE
from tongban.cases.rules.package import Package
from tongban.catalog.models import Office, Service
from tongban.catalog.queries import is_staffed, offices_along, our_offices, upwards
from tongban.federation.queries import here, is_hub, node_for


@dataclass(frozen=True)
class Place:
    """Where an application goes: to a node for a region, and here to an office, if to any."""

    node: str
    region: str
    office: Office | None


def place_for(
    service: Service, package: Package, party: Party, answers: Mapping[str, Any]
) -> Place:
    """Where an application is handed in. An installation that stands alone decides everything.

    What is collected for another node is handed in at the office where the applicant lives.
    """
    source = package.stages[0].at if package.stages else package.decides
    region = region_from(source, service, party, answers)
    node = _node(service, package, region) if here() else HERE
    if node == HERE:
        return Place(HERE, region, office_for(service, region))
    if package.mode == Mode.COLLECT_FOR:
        return Place(node, region, office_near(service, party))
    return Place(node, region, None)


def node_of(case: Case) -> str:
    """Which node decides a case that was handed in."""
    return node_for(region=case.region)


def _node(service: Service, package: Package, region: str) -> str:
    national = package.decides == "national"
    return node_for(region=region, authority=service.authority.code if national else "")


def office_near(service: Service, party: Party) -> Office | None:
    """The office of ours that takes something in for somebody: where they live, or anywhere."""
    near = office_for(service, party.lives_in) if party.lives_in else None
    return near or office_for(service, str(settings.TONGBAN_REGION))


def office_for(service: Service, region: str) -> Office | None:
    """The nearest office of a region, or else of its province, where somebody works on cases.

    At the same distance the service's own authority comes first. At the hub its own officials
    answer for what nobody else does.
    """
    codes = upwards(region)

    def rank(office: Office) -> tuple[bool, int, bool]:
        code = office.region.code
        place = codes.index(code) if code in codes else len(codes)
        return not is_staffed(office), place, office.authority_id != service.authority_id

    near = offices_along(codes)
    if is_hub():
        ours = [
            office for found in our_offices().values() for office in found if is_staffed(office)
        ]
        near = [office for office in near if is_staffed(office)] or ours
    return min(near, key=rank, default=None)


def region_from(source: str, service: Service, party: Party, answers: Mapping[str, Any]) -> str:
    """The region whose authorities decide or do a stage, as the package says: `applicant_home`."""
    if source.startswith("answers."):
        return str(answers.get(source.removeprefix("answers.")) or "") or party.lives_in
    if source == "applicant_home" and party.home:
        return party.home
    if service.region:
        return service.region.code
    return party.lives_in or str(settings.TONGBAN_REGION)
