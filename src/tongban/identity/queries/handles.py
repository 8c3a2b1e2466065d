"""Handles: the hub's name for somebody at one node, sealed to that node and signed by the hub."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tongban.crypto.documents import NotSigned, read_document, sign_document
from tongban.crypto.keys import BadKey, PrivateKey
from tongban.crypto.pseudonyms import pseudonym
from tongban.crypto.sealing import NotForUs, seal_for, unseal
from tongban.federation import queries as federation
from tongban.federation.models import Peer
from tongban.federation.providers import keyring
from tongban.federation.rules.registry import keys_of
from tongban.identity.models import Person

KIND: Final = "handle"


@dataclass(frozen=True)
class Handle:
    """What the hub says in a handle: who somebody is here, and the phone it has seen."""

    issuer: str
    subject: str
    phone: str


def handles_for(person: Person, *, but: str, at: datetime) -> dict[str, str]:
    """At the hub: a handle for every node except one, by name. For the answer of userinfo."""
    try:
        key = keyring.signing_key(at=at)
    except keyring.NoKeys:
        return {}
    nodes = [peer for peer in federation.peers() if peer.name != but and peer.sealing]
    return {peer.name: sealed for peer in nodes if (sealed := _sealed(person, peer, key))}


def opened(handle: str, *, at: datetime) -> Handle | None:
    """What the hub says in a handle for us; None for none, or one that is not for us.

    Anybody can seal something for us, so what counts is the hub's signature inside, which names
    us: a node can neither make a handle nor pass on one that was meant for another.
    """
    hub = federation.peer_named(federation.hub())
    if not handle or hub is None:
        return None
    try:
        document = str(unseal(handle, *keyring.sealing_keys()).get(KIND, ""))
        said = read_document(document, keys=keys_of(hub.keys, at=at), kind=KIND)
    except (NotForUs, NotSigned):
        return None
    if said.get("to") != federation.here():
        return None
    return Handle(issuer=hub.name, subject=str(said["sub"]), phone=str(said["phone"]))


def _sealed(person: Person, peer: Peer, key: PrivateKey) -> str:
    said = {
        "sub": pseudonym(person.public_id, to=peer.name),
        "to": peer.name,
        "phone": person.phone if person.phone_index else "",
    }
    try:
        return seal_for(peer.sealing, {KIND: sign_document(said, [key], kind=KIND)})
    except BadKey:
        return ""
