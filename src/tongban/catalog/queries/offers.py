"""Who does a service, and how: the platforms to choose from. Anyone may ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from tongban.catalog.models import Offer, Service, ServiceVersion, in_language
from tongban.federation.models import Peer
from tongban.federation.queries import HERE, here, is_hub, peers

Package = Mapping[str, Any]
NATIONWIDE = 1  # how near a department's platform is to everybody; a province is at least 2


@dataclass(frozen=True)
class Choice:
    """One platform that does a service. `node` is empty for this one; `near` is 0 elsewhere."""

    node: str
    names: Mapping[str, str]
    regions: Sequence[str]
    code: str
    near: int
    package: Package | None = None

    def __str__(self) -> str:
        return in_language(dict(self.names))


def choices(services: Iterable[Service], *, region: str) -> dict[int, list[Choice]]:
    """For each service the platforms that do it, the reader's own first. Two statements.

    What is done here comes first at a node. The hub itself stands back where a platform answers
    for the reader's region. Nothing where nobody else is: then there is no choice.
    """
    services = list(services)
    if not here() or not services:
        return {}
    known = {peer.name: peer for peer in peers()}
    offers = _live(services).defer("package", "document")
    return _sorted(services, offers, known, region)


def choices_with_packages(service: Service, *, region: str) -> list[Choice]:
    """The same for one service, each with what it asks and promises; fetch it with its version."""
    if not here():
        return []
    known = {peer.name: peer for peer in peers()}
    offers = list(_live([service]).defer("document"))
    packages = _packages([service], offers)
    return _sorted([service], offers, known, region, packages).get(service.pk, [])


def offers_by_service() -> dict[Service, list[tuple[str, Package]]]:
    """Every service that several do, with the package of each platform, ours under its name."""
    offers = list(
        offered().select_related("service__version", "service__authority").order_by("node", "pk")
    )
    packages = _packages({offer.service for offer in offers}, offers)
    found: dict[Service, list[tuple[str, Package]]] = {}
    for offer in offers:
        package = packages.get(offer.digest)
        if package is not None:
            found.setdefault(offer.service, []).append((offer.node, package))
    for service, ways in found.items():
        if service.online and service.version:
            ways.insert(0, (HERE, service.version.package))
    return {service: ways for service, ways in found.items() if len(ways) > 1}


def offered() -> QuerySet[Offer]:
    """What other nodes do now, as far as they still belong to us."""
    return Offer.objects.filter(withdrawn_at=None, node__in=peers().values("name"))


def _live(services: Sequence[Service]) -> QuerySet[Offer]:
    return offered().filter(service__in=[service.pk for service in services])


def _packages(services: Iterable[Service], offers: Iterable[Offer]) -> dict[str, Package]:
    """The packages of these offers by digest; those that we do not have are left out."""
    found: dict[str, Package] = {
        service.version.digest: service.version.package for service in services if service.version
    }
    found |= {offer.digest: offer.package for offer in offers if offer.package is not None}
    missing = {offer.digest for offer in offers} - found.keys()
    if missing:
        older = ServiceVersion.objects.filter(digest__in=missing)
        found |= dict(older.values_list("digest", "package"))
    return found


def _sorted(
    services: Sequence[Service],
    offers: Iterable[Offer],
    known: Mapping[str, Peer],
    region: str,
    packages: Mapping[str, Package] | None = None,
) -> dict[int, list[Choice]]:
    found: dict[int, list[Choice]] = {service.pk: [] for service in services}
    for offer in offers:
        if offer.node in known:
            package = (packages or {}).get(offer.digest)
            found[offer.service_id].append(_choice(offer, known[offer.node], region, package))
    for service in services:
        ways = found[service.pk]
        ways.sort(key=lambda each: (-each.near, each.node))
        if service.online and not (is_hub() and ways and ways[0].near):
            ways.insert(0, _ours(service, packages))
    return found


def _choice(offer: Offer, peer: Peer, region: str, package: Package | None) -> Choice:
    near = peer.nearness(region) if peer.regions else NATIONWIDE
    return Choice(peer.name, peer.names, peer.regions, offer.code, near, package)


def _ours(service: Service, packages: Mapping[str, Package] | None) -> Choice:
    package = packages.get(service.version.digest) if packages and service.version else None
    names, regions = settings.PLATFORM.names, settings.TONGBAN_REGIONS
    return Choice(HERE, names, regions, service.code, 0, package)
