"""What our registers share, and telling other nodes about it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog import queries as catalog
from tongban.catalog.packages.reading import digest
from tongban.crypto.documents import NotSigned, read_document, sign_document
from tongban.federation import operations as federation
from tongban.federation import queries as nodes
from tongban.federation.models import Peer
from tongban.federation.providers import keyring
from tongban.federation.queries import HERE
from tongban.federation.rules.registry import keys_of
from tongban.identity.models import id_index
from tongban.sharing.models import RegisterRow, Resource
from tongban.sharing.operations.refusals import ProofFaulty, UnknownResource

PUBLISHED: Final = "resource.published"
KIND: Final = "resource"
INSTANT: Final = timedelta(microseconds=1)
FACTS: Final = (
    *("names", "summary", "owner", "owner_names", "office", "office_names", "answers"),
    *("fields", "purposes", "updated", "a_day", "days"),
)
WHO: Final = ("id_number", "name")


@transaction.atomic
def load_resources(*, rows: Iterable[Mapping[str, Any]], at: datetime) -> int:
    """Make our registers what a pack says; what it says no more is shared no more."""
    kept = []
    for row in rows:
        _keep(row, at=at)
        kept.append(row["id"])
    gone = Resource.objects.filter(node=HERE, withdrawn_at=None).exclude(code__in=kept)
    gone.update(withdrawn_at=at)
    RegisterRow.objects.exclude(resource__in=kept).delete()
    return len(kept)


def load_register(resource: str, rows: Iterable[Mapping[str, str]]) -> int:
    """Fill a pretend register. What an official corrected meanwhile stays corrected."""
    count = 0
    for row in rows:
        index = id_index(row["id_number"])
        known = RegisterRow.objects.filter(resource=resource, number_index=index).first()
        if known is None:
            RegisterRow.objects.create(resource=resource, number_index=index, content=dict(row))
        elif known.changed_at is None and known.content != dict(row):
            known.content = dict(row)
            known.save(update_fields=["content"])
        count += 1
    return count


@transaction.atomic
def publish(*, by: audit.Named, at: datetime) -> int:
    """Tell every node what it does not know yet of our registers, signed; says how many events."""
    names = set(nodes.peers().values_list("name", flat=True))
    count = 0
    for resource in Resource.objects.filter(node=HERE).order_by("code"):
        over = resource.withdrawn_at is not None
        news = sorted(names & set(resource.heard) if over else names - set(resource.heard))
        if not news:
            continue
        said = {
            **{fact: getattr(resource, fact) for fact in FACTS},
            "code": resource.code,
            "node": nodes.here(),
            "published_at": (resource.withdrawn_at or resource.published_at).isoformat(),
            "withdrawn": over,
        }
        document = sign_document(said, [keyring.signing_key(at=at)], kind=KIND)
        data = {"resource": document}
        federation.send(PUBLISHED, to=news, about=resource.ref, data=data, at=at)
        resource.heard = [] if over else sorted({*resource.heard, *news})
        resource.save(update_fields=["heard"])
        detail: dict[str, object] = {"to": news}
        audit.record("sharing.published", subject=resource, by=by, at=at, detail=detail)
        count += len(news)
    return count


@transaction.atomic
def take_in(*, document: str, source: Peer, by: audit.Named, at: datetime) -> None:
    """Another node says what its register shares. Refuses with ProofFaulty or UnknownResource.

    A register that somebody else published before stays theirs: no node can take over a name.
    """
    try:
        said = read_document(document, keys=keys_of(source.keys, at=at), kind=KIND)
    except NotSigned as error:
        raise ProofFaulty from error
    if said.get("node") != source.name:
        raise ProofFaulty
    published_at = datetime.fromisoformat(str(said["published_at"]))
    known = Resource.objects.select_for_update().filter(code=str(said["code"])).first()
    if known is not None and known.node != source.name:
        if known.withdrawn_at is None:
            raise UnknownResource
    elif known is not None and known.published_at >= published_at:
        return
    resource = known or Resource(code=str(said["code"]))
    resource.node, resource.heard = source.name, []
    for fact in FACTS:
        setattr(resource, fact, said[fact])
    resource.digest, resource.published_at = digest(said), published_at
    resource.withdrawn_at = at if said["withdrawn"] else None
    resource.save()
    audit.record("sharing.heard", subject=resource, by=by, at=at)


def _keep(row: Mapping[str, Any], *, at: datetime) -> None:
    office = catalog.office_with_code(row["office"])
    owner = catalog.authorities_by_code()[row["owner"]]
    facts = {
        **{key: row[key] for key in ("names", "summary", "owner", "office", "answers", "fields")},
        **{key: row[key] for key in ("purposes", "updated")},
        "owner_names": owner.names,
        "office_names": office.names,
        "a_day": row["limits"]["a_day"],
        "days": row["limits"]["days"],
    }
    name = digest(facts)
    known = Resource.objects.filter(code=row["id"]).first()
    if known is not None and (known.digest, known.node, known.withdrawn_at) == (name, HERE, None):
        return
    later = known.published_at + INSTANT if known else at
    facts |= {"node": HERE, "digest": name, "heard": [], "withdrawn_at": None}
    facts["published_at"] = max(at, later)
    Resource.objects.update_or_create(code=row["id"], defaults=facts)
