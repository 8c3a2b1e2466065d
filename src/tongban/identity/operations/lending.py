"""Lending passkeys: the hub tells its nodes which there are, and a node keeps just those."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.audit import operations as audit
from tongban.federation import queries as federation
from tongban.federation.operations import send
from tongban.identity.models import LentPasskey, Link, Person
from tongban.identity.queries.lending import borrowers_of, passkeys_for
from tongban.identity.queries.openid import party, sub_for

CHANGED = "identity.passkeys"
Keys = Sequence[Mapping[str, Any]]


def tell_borrowers(*, person: Person, at: datetime) -> None:
    """At the hub, inside the caller's transaction: which passkeys somebody has from now on."""
    if not federation.is_hub():
        return
    for node in borrowers_of(person):
        found = party(node)
        if found:
            said = {"sub": sub_for(person, found), **passkeys_for(person, node=node, at=at)}
            send(CHANGED, to=[node], about="passkeys", data=said, at=at)


@transaction.atomic
def keep_lent(*, person: Person, hub: str, keys: Keys, said_at: datetime, at: datetime) -> bool:
    """At a node: from now on these are the passkeys, and no others. Old news changes nothing."""
    link = Link.objects.select_for_update().filter(person=person, issuer=hub).first()
    if link is None or (link.passkeys_at and said_at <= link.passkeys_at):
        return False
    link.passkeys_at = said_at
    link.save(update_fields=["passkeys_at"])
    before = {key.mark: key.counter for key in LentPasskey.objects.filter(person=person)}
    LentPasskey.objects.filter(person=person).delete()
    LentPasskey.objects.bulk_create(
        LentPasskey(
            person=person,
            mark=str(key["mark"]),
            hidden=str(key["hidden"]),
            # Here it may have been used since, and a counter never goes back.
            counter=max(int(key["counter"]), before.get(str(key["mark"]), 0)),
            level=int(key["level"]),
            told_at=said_at,
        )
        for key in keys
    )
    if keys or before:
        detail: dict[str, object] = {"keys": len(keys)}
        audit.record("identity.passkeys_lent", subject=person, by=person, at=at, detail=detail)
    return True
