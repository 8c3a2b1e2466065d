"""The registry: signed by the hub, taken over by the nodes, never older than before."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.crypto.documents import NotSigned, read_document, sign_document
from tongban.crypto.keys import decoded
from tongban.federation.models import Peer, Registry
from tongban.federation.providers import keyring
from tongban.federation.queries import here, is_hub
from tongban.federation.rules.registry import (
    HUB,
    NODE,
    REGISTRY,
    Entry,
    fingerprint_of,
    is_registry,
    keys_of,
    same_fingerprint,
)
from tongban.federation.rules.timing import REGISTRY_LIVES, REGISTRY_RENEWED, SKEW

Content = dict[str, Any]
FACTS = ("names", "role", "address", "regions", "authorities", "keys", "sealing")
MORE = ("parent", "features")


class RegistryMalformed(Refusal):
    code = "registry_malformed"
    message = _("This is no registry.")


class RegistryNotTrusted(Refusal):
    code = "registry_not_trusted"
    message = _("This registry is not signed with a key that our hub has now.")


class RegistryRolledBack(Refusal):
    code = "registry_rolled_back"
    message = _("This registry is older than the one we hold, or another one of the same number.")


class RegistryOutOfDate(Refusal):
    code = "registry_expired"
    message = _("This registry has expired.")


class RegistryFromTheFuture(Refusal):
    code = "registry_from_the_future"
    message = _("This registry was issued later than our clock says it is now.")


class WrongFingerprint(Refusal):
    code = "wrong_fingerprint"
    message = _("The hub's key is not the one with this fingerprint.")


def own_entry(*, at: datetime) -> Content:
    """What the registry says about us, or should."""
    platform = settings.PLATFORM
    return {
        "name": here(),
        "names": platform.names or {"zh": here()},
        "role": HUB if is_hub() else NODE,
        "address": settings.TONGBAN_ADDRESS,
        "regions": list(settings.TONGBAN_REGIONS),
        "authorities": list(platform.authorities),
        "keys": [key.to_entry() for key in keyring.signing_keys() if _lives(key, at=at)],
        "sealing": keyring.sealing_keys()[0].public_jwk,
        "parent": platform.raw.get("parent", ""),
        "features": list(platform.raw.get("features", [])),
    }


def own_fingerprint(*, at: datetime) -> str:
    """The fingerprint of the key that we sign with now; empty while there is none."""
    try:
        return fingerprint_of(keyring.signing_key(at=at).public.to_jwk())
    except keyring.NoKeys:
        return ""


@transaction.atomic
def publish_registry(*, at: datetime) -> Registry:
    """At the hub: sign who belongs to us now. A new number only if that changed or grew old."""
    keyring.ensure(at=at)
    held = Registry.objects.select_for_update().filter(hub=here()).first()
    content = _members(at=at)
    if held and _says_the_same(held, content) and at - held.issued_at < REGISTRY_RENEWED:
        return held
    content |= {
        "hub": here(),
        "version": held.version + 1 if held else 1,
        "issued_at": at.isoformat(),
        "expires_at": (at + REGISTRY_LIVES).isoformat(),
    }
    text = sign_document(content, [keyring.signing_key(at=at)], kind=REGISTRY)
    return _keep(text, content, address=settings.TONGBAN_ADDRESS, at=at)


@transaction.atomic
def take_registry(*, text: str, at: datetime) -> Registry:
    """At a node: go on with the hub's newest registry. The last good one stays when refused."""
    held = Registry.objects.select_for_update().get()
    content = content_of(held.document)
    _keys, hub_keys = _hub_of(content, at=at)
    fresh = _read(text, hub_keys)
    _check_times(fresh, at=at)
    if fresh["hub"] != held.hub:
        raise RegistryNotTrusted
    if fresh["version"] < held.version:
        raise RegistryRolledBack
    if fresh["version"] == held.version and _digest(fresh) != held.digest:
        raise RegistryRolledBack
    return _keep(text, fresh, address=held.address, at=at)


@transaction.atomic
def trust_hub(*, text: str, address: str, fingerprint: str, at: datetime) -> Registry:
    """At a node: from now on this hub is ours, because a person compared the fingerprint."""
    claimed = content_of(text)
    if not is_registry(claimed):
        raise RegistryMalformed
    keys, hub_keys = _hub_of(claimed, at=at)
    if not any(same_fingerprint(fingerprint_of(key["jwk"]), fingerprint) for key in keys):
        raise WrongFingerprint
    chosen = [k for k in hub_keys if same_fingerprint(fingerprint_of(k.to_jwk()), fingerprint)]
    content = _read(text, chosen)
    _check_times(content, at=at)
    Registry.objects.exclude(hub=content["hub"]).delete()
    return _keep(text, content, address=address, at=at)


def fingerprint_in(text: str, *, at: datetime) -> str:
    """The fingerprint of the key that a hub signs with, for a person to compare; not yet trusted."""
    content = content_of(text)
    if not is_registry(content):
        raise RegistryMalformed
    _keys, hub_keys = _hub_of(content, at=at)
    for key in hub_keys:
        try:
            read_document(text, keys=[key], kind=REGISTRY)
        except NotSigned:
            continue
        return fingerprint_of(key.to_jwk())
    raise RegistryNotTrusted


@transaction.atomic
def still_true(*, at: datetime) -> Registry:
    """The hub has nothing newer than what we hold."""
    Registry.objects.update(fetched_at=at, trouble="", troubled_at=None)
    return Registry.objects.get()


@transaction.atomic
def note_registry_trouble(*, code: str, at: datetime) -> None:
    """Remember why the hub's registry could not be taken over; the operator's page says it."""
    Registry.objects.update(trouble=code, troubled_at=at)


def _members(*, at: datetime) -> Content:
    nodes = [own_entry(at=at), *map(_entry_of, Peer.objects.active().order_by("name"))]
    revoked = Peer.objects.filter(revoked=True).order_by("name").values_list("name", flat=True)
    return {"nodes": nodes, "revoked": list(revoked), "zones": list(settings.TONGBAN_ZONES)}


def _entry_of(peer: Peer) -> Content:
    return {"name": peer.name} | {name: getattr(peer, name) for name in FACTS + MORE}


def _lives(key: keyring.SigningKey, *, at: datetime) -> bool:
    return key.not_after is None or at < key.not_after


def _says_the_same(held: Registry, content: Content) -> bool:
    before = content_of(held.document)
    return all(before[name] == content[name] for name in ("nodes", "revoked", "zones"))


def _keep(text: str, content: Content, *, address: str, at: datetime) -> Registry:
    facts = {
        "version": content["version"],
        "issued_at": datetime.fromisoformat(content["issued_at"]),
        "expires_at": datetime.fromisoformat(content["expires_at"]),
        "document": text,
        "digest": _digest(content),
        "address": address,
        "fetched_at": at,
        "trouble": "",
        "troubled_at": None,
    }
    held = Registry.objects.filter(hub=content["hub"]).first()
    changed = held is None or held.digest != facts["digest"]
    kept, _created = Registry.objects.update_or_create(hub=content["hub"], defaults=facts)
    if changed and not is_hub():
        _copy(content["nodes"])
    return kept


def _copy(nodes: Iterable[Entry]) -> None:
    """The table of peers is what the registry says; who is not in it any more is excluded."""
    others = [node for node in nodes if node["name"] != here()]
    for node in others:
        facts = {name: node[name] for name in FACTS + MORE}
        Peer.objects.update_or_create(name=node["name"], defaults=facts | {"revoked": False})
    Peer.objects.exclude(name__in=[node["name"] for node in others]).update(revoked=True)


def _read(text: str, keys: Iterable[Any]) -> Content:
    try:
        content = read_document(text, keys=keys, kind=REGISTRY)
    except NotSigned as error:
        raise RegistryNotTrusted from error
    if not is_registry(content):
        raise RegistryMalformed
    return content


def _check_times(content: Content, *, at: datetime) -> None:
    if datetime.fromisoformat(content["expires_at"]) <= at:
        raise RegistryOutOfDate
    if datetime.fromisoformat(content["issued_at"]) > at + SKEW:
        raise RegistryFromTheFuture


def _hub_of(content: Content, *, at: datetime) -> tuple[list[Content], list[Any]]:
    hub = next(node for node in content["nodes"] if node["role"] == HUB)
    return hub["keys"], keys_of(hub["keys"], at=at)


def content_of(text: str) -> Content:
    """What a document says, without asking who signed it."""
    try:
        content: Content = json.loads(decoded(json.loads(text)["payload"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RegistryMalformed from error
    return content


def _digest(content: Content) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
