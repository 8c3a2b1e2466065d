"""Whose signatures count, as the registry that we hold says it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.crypto.keys import PublicKey, decoded
from tongban.federation.models import Peer, Registry
from tongban.federation.queries.nodes import here
from tongban.federation.rules.registry import counts

_held: dict[str, "Trust"] = {}
_zones: dict[str, list[dict[str, Any]]] = {}


class NotInFederation(Refusal):
    code = "not_in_federation"
    message = _("This platform stands alone; it belongs to no federation.")


class RegistryExpired(Refusal):
    code = "our_registry_expired"
    message = _("Our copy of the registry has expired, so nobody can be believed for now.")


@dataclass(frozen=True)
class Known:
    """A key that the registry lists, and whose it is."""

    peer: Peer
    key: PublicKey
    entry: dict[str, str | None]


@dataclass(frozen=True)
class Trust:
    """Every key of every peer, by its kid."""

    version: int
    expires_at: datetime
    keys: dict[str, Known]

    def owner_of(self, kid: str) -> Peer | None:
        known = self.keys.get(kid)
        return known.peer if known else None

    def key(self, kid: str, *, at: datetime) -> PublicKey | None:
        """The key of this name, if it counts now."""
        known = self.keys.get(kid)
        return known.key if known and counts(known.entry, at=at) else None


def trust(*, at: datetime) -> Trust:
    """Who can be believed now. Refuses with NotInFederation or RegistryExpired."""
    row = Registry.objects.order_by("-version").values_list("digest", "expires_at").first()
    if not here() or row is None:
        raise NotInFederation
    digest, expires_at = row
    if expires_at <= at:
        raise RegistryExpired
    found = _held.get(digest)
    if found is None:
        found = _read(digest)
        _held.clear()
        _held[digest] = found
    return found


def registry() -> Registry | None:
    """The registry that we hold. Anyone may ask."""
    return Registry.objects.order_by("-version").first()


def shared_zones() -> list[dict[str, Any]] | None:
    """The zones that the hub put into the registry that we hold; None when we hold none."""
    digest = Registry.objects.order_by("-version").values_list("digest", flat=True).first()
    if digest is None:
        return None
    found = _zones.get(digest)
    if found is None:
        document = json.loads(Registry.objects.get(digest=digest).document)
        found = json.loads(decoded(document["payload"]))["zones"]
        _zones.clear()
        _zones[digest] = found
    return found


def _read(digest: str) -> Trust:
    held = Registry.objects.get(digest=digest)
    keys = {}
    for peer in Peer.objects.order_by("name"):
        for entry in peer.keys:
            key = PublicKey.from_jwk(entry["jwk"])
            keys[key.kid] = Known(peer, key, entry)
    return Trust(held.version, held.expires_at, keys)
