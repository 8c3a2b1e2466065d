"""Writing down who looked, here and at every node where the person signs in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tongban.federation import operations as federation
from tongban.federation.queries import HERE, here
from tongban.federation.rules import NotYet
from tongban.identity.models import Person
from tongban.identity.queries import nodes_of, person_meant, subject_for
from tongban.privacy.models import Access
from tongban.privacy.rules import By, Shown

TOPIC: Final = "access.recorded"
WORDS: Final = ("kind", "who", "under", "post", "office", "authority", "region", "about", "matter")
SAID: Final = (*WORDS, "fields", "labels", "purpose", "reason")


@transaction.atomic
def record_access(
    *,
    person: Person,
    by: Person | None,
    under: str,
    office: dict[str, str],
    about: str,
    fields: list[str],
    reason: str,
    at: datetime,
    shown: Shown | None = None,
) -> Access:
    """Tell `person` that somebody else read these fields of theirs, for this reason.

    `by` is an official, or whoever answers for a verifier; a platform or a program is nobody.
    """
    shown = shown or Shown()
    access = Access.objects.create(
        person=person,
        kind=shown.kind,
        by=by,
        who=by.masked_name if by else "",
        under=under,
        post=dict(shown.post),
        office=office,
        authority=shown.authority,
        region=shown.region,
        about=about,
        matter=dict(shown.matter),
        fields=fields,
        labels=dict(shown.labels),
        purpose=shown.purpose,
        reason=reason,
        at=at,
    )
    if here():
        _tell(access, nodes_of(person), at=at)
    return access


@transaction.atomic
def hear_access(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """A look at another node at somebody who signs in here, too. Told twice, it counts once.

    Waits for somebody who is not known here yet.
    """
    person = person_meant(said["subject"], source=source)
    if person is None:
        raise NotYet("person_unknown")
    if said["node"] == here() or Access.objects.filter(public_id=UUID(said["id"])).exists():
        return
    access = Access.objects.create(
        public_id=UUID(said["id"]),
        person=person,
        node=said["node"],
        at=datetime.fromisoformat(said["at"]),
        **{name: said[name] for name in SAID},
    )
    told = {*said["told"], said["node"], source}
    _tell(access, [node for node in nodes_of(person) if node not in told], told=told, at=at)


def _tell(
    access: Access, nodes: Sequence[str], *, at: datetime, told: set[str] | None = None
) -> None:
    """Promise it to the other nodes that know the person, under the name that each has for them."""
    facts = {name: getattr(access, name) for name in SAID} | {
        "id": str(access.public_id),
        "kind": By(access.kind).value,
        "node": access.node if access.node != HERE else here(),
        "at": access.at.isoformat(),
        "told": sorted({*nodes, *(told or ())}),
    }
    for node in nodes:
        whom = {"subject": {"sub": subject_for(access.person, to=node)["sub"]}}  # and no more
        federation.send(TOPIC, to=[node], about=access.ref, data=facts | whom, at=at)
