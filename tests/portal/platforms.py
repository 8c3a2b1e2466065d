"""Being a platform inside a test, with others around it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from tongban.config.naming import name_from
from tongban.config.platform import brands, platform
from tongban.federation.models import Peer


@contextmanager
def as_platform(name: str) -> Iterator[None]:
    """This installation is that platform, as its profile says."""
    chosen = platform(name)
    with override_settings(
        PLATFORM=chosen,
        PLATFORM_NAME=name_from(chosen.names),
        BRANDS=brands(),
        TONGBAN_NODE=chosen.id,
        TONGBAN_ROLE=chosen.role,
        TONGBAN_REGIONS=chosen.regions,
        TONGBAN_REGION=chosen.region,
    ):
        yield


def a_peer(name: str) -> Peer:
    """Another platform, as the registry would describe it."""
    chosen = platform(name)
    return Peer.objects.create(
        name=name,
        names=chosen.names,
        role=chosen.role,
        address=f"https://{name}.example",
        regions=list(chosen.regions),
        authorities=list(chosen.authorities),
    )
