"""A federation in one process: several nodes with real keys, of which the tables are one's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import override_settings

from tests.builders import MONDAY
from tongban.crypto import keys, sealing
from tongban.crypto.documents import sign_document
from tongban.crypto.keys import PrivateKey
from tongban.crypto.sealing import SealingKey
from tongban.federation import operations
from tongban.federation.models import Registry
from tongban.federation.rules.registry import REGISTRY, fingerprint_of
from tongban.federation.rules.timing import REGISTRY_LIVES

EARLIER = MONDAY - timedelta(days=1)


@dataclass
class Node:
    """A platform of the federation, with its own keys."""

    name: str
    role: str = "node"
    regions: tuple[str, ...] = ()
    suite: str = "intl"
    address: str = ""
    key: PrivateKey = field(init=False)
    sealing: SealingKey = field(init=False)
    rows: list[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.address = self.address or f"https://{self.name}.example"
        self.key, self.sealing = keys.generate(self.suite), sealing.generate_sealing_key()
        self.rows = [_row(self.key)]

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.key.public.to_jwk())

    def entry(self, **changes: Any) -> dict[str, Any]:
        """What the registry says about it."""
        key = {"jwk": self.key.public.to_jwk(), "not_before": EARLIER.isoformat()}
        return {
            "name": self.name,
            "names": {"zh": self.name},
            "role": self.role,
            "address": self.address,
            "regions": list(self.regions),
            "authorities": [],
            "keys": [key | {"not_after": None}],
            "sealing": self.sealing.public_jwk,
            "parent": "",
            "features": [],
            **changes,
        }


def _row(key: PrivateKey, *, since: datetime = EARLIER) -> dict[str, Any]:
    return {"key": key.to_text(), "not_before": since.isoformat(), "not_after": None}


@contextmanager
def being(node: Node, **more: Any) -> Iterator[None]:
    """Run as this node: its name, its keys, its place."""
    ring = {
        **settings.TONGBAN_KEYS,
        "federation": node.rows,
        "federation_sealing": [node.sealing.to_text()],
    }
    with override_settings(
        TONGBAN_NODE=node.name,
        TONGBAN_ROLE=node.role,
        TONGBAN_REGIONS=node.regions,
        TONGBAN_ADDRESS=node.address,
        TONGBAN_SUITE=node.suite,
        TONGBAN_KEYS=ring,
        **more,
    ):
        yield


def a_hub(**more: Any) -> Node:
    return Node("hub", role="hub", **more)


def a_registry(
    hub: Node,
    *nodes: Node,
    version: int = 1,
    at: datetime = MONDAY,
    signed_by: Node | None = None,
    **changes: Any,
) -> str:
    """A registry as its hub would sign it."""
    content = {
        "hub": hub.name,
        "version": version,
        "issued_at": at.isoformat(),
        "expires_at": (at + REGISTRY_LIVES).isoformat(),
        "nodes": [node.entry() for node in (hub, *nodes)],
        "revoked": [],
        "zones": [],
        **changes,
    }
    return sign_document(content, [(signed_by or hub).key], kind=REGISTRY)


def trusting(hub: Node, *nodes: Node, at: datetime = MONDAY, **changes: Any) -> Registry:
    """Have the node that we are hold a registry with these nodes in it."""
    return operations.trust_hub(
        text=a_registry(hub, *nodes, at=at, **changes),
        address=hub.address,
        fingerprint=hub.fingerprint,
        at=at,
    )
