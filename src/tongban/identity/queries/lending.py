"""Passkeys that the hub lends its nodes, so that people can sign in there when it is away."""

from datetime import datetime, timedelta
from typing import Any, Final

from fido2.utils import websafe_decode

from tongban.crypto.credentials import hide, mark_of
from tongban.federation import queries as federation
from tongban.identity.models import LentPasskey, Passkey, Permit, Person
from tongban.identity.rules import Scope

LENT_FOR: Final = timedelta(days=30)  # after the hub last said that somebody still has it

Told = dict[str, Any]


def passkeys_for(person: Person, *, node: str, at: datetime) -> Told:
    """At the hub: all passkeys of a person, as this node may keep them. None of an official's."""
    lends = person.is_active and not person.is_official
    keys = Passkey.objects.filter(person=person).order_by("pk") if lends else []
    return {"at": at.isoformat(), "keys": [_lent(key, node) for key in keys]}


def borrowers_of(person: Person) -> list[str]:
    """The nodes that were lent somebody's passkeys: those where they were signed in."""
    names = Permit.objects.filter(person=person, scope__contains=Scope.PLATFORM)
    known = set(names.values_list("client_id", flat=True))
    return [peer.name for peer in federation.peers() if peer.name in known]


def lent_passkey(name: bytes, *, at: datetime) -> LentPasskey | None:
    """At a node: the passkey of this name, while what the hub said about it is fresh enough."""
    mark = mark_of(name, held_by=federation.here())
    lent = LentPasskey.objects.select_for_update(of=["self"]).select_related("person")
    return lent.filter(mark=mark, told_at__gt=at - LENT_FOR).first()


def _lent(key: Passkey, node: str) -> Told:
    name = websafe_decode(key.credential_id)
    return {
        "mark": mark_of(name, held_by=node),
        "hidden": hide(bytes(key.public_key), name=name, held_by=node),
        "counter": key.counter,
        "level": int(key.level),
    }
