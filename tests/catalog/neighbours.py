"""Other platforms, as this one knows them: their rows, and what they offer."""

from typing import Any

import pytest
from django.test import override_settings

from tests.builders import MONDAY, a_package, a_service
from tongban.catalog.models import Offer, Service
from tongban.catalog.packages.reading import digest
from tongban.config.platform import Platform
from tongban.federation.models import Peer

HUB = {"zh": "国家平台", "en": "The nation's platform"}
PLACES = {"coast": "310000", "delta": "440000", "plain": "410000"}


def being(name: str, *, role: str = "node", regions: tuple[str, ...] = (), **more: Any) -> Any:
    """A context in which this installation is that platform."""
    names = {"zh": name, "en": name.title()}
    return override_settings(
        PLATFORM=Platform(id=name, role=role, names=names, regions=regions),
        TONGBAN_NODE=name,
        TONGBAN_ROLE=role,
        TONGBAN_REGIONS=regions,
        **more,
    )


@pytest.fixture
def at_hub():
    with being("hub", role="hub"):
        yield


def a_peer(name: str, *, role: str = "node", **facts: Any) -> Peer:
    region = PLACES.get(name)
    known = {
        "names": {"zh": name, "en": name.title()},
        "address": f"http://{name}.test",
        "regions": [region] if region and role == "node" else [],
    }
    return Peer.objects.create(name=name, role=role, **{**known, **facts})


def an_offer(service: Service, node: str, **changes: Any) -> Offer:
    """What a node published; with `changes` to the package it is one of its own."""
    package = service.version.package if service.version else a_package()
    own = {**package, **changes} if changes else None
    return Offer.objects.create(
        service=service,
        node=node,
        code=service.code,
        digest=digest(own) if own else service.version.digest if service.version else "0" * 64,
        package=own,
        published_at=MONDAY,
    )


def promising(days: int) -> dict[str, Any]:
    """Limits of a package with another promise."""
    limits = a_package()["limits"]
    return {"limits": {**limits, "promised": {"days": days, "unit": "working"}}}


def a_lost_card() -> Service:
    service = a_service("id-reissue", package=a_package())
    service.names, service.aliases = a_package()["names"], a_package()["aliases"]
    service.save()
    return service
