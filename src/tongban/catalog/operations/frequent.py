"""The list of services that everybody uses: the hub signs each version, nodes go by it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import FrequentList
from tongban.catalog.packages.faults import Fault, PackBroken
from tongban.catalog.packages.frequent import frequent_lists
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, digest
from tongban.catalog.packages.shape import shape_faults
from tongban.core.refusal import Refusal
from tongban.crypto.documents import NotSigned, read_document, sign_document
from tongban.federation import operations as federation
from tongban.federation.models import Peer
from tongban.federation.providers import keyring
from tongban.federation.queries import HERE, is_hub, peers
from tongban.federation.rules.registry import HUB, keys_of

LISTED: Final = "catalog.listed"
KIND: Final = "frequent-list"  # of a signed document


class NotTheHub(Refusal):
    code = "not_the_hub"
    message = _("Only the hub says which services are on the national list.")


class ListNotSigned(Refusal):
    code = "list_not_signed"
    message = _("This list is not signed by the hub, or it is no such list.")


class ListChanged(Refusal):
    code = "list_changed"
    message = _("This version of the list was published already, and said something else.")


@transaction.atomic
def load_lists(pack: Pack, *, by: audit.Named, at: datetime) -> int:
    """Keep the versions that a pack brings; says how many are new or different.

    Raises PackBroken where a version differs that others have heard of.
    """
    held = {each.number: each for each in FrequentList.objects.filter(node=HERE)}
    count = 0
    for content in frequent_lists(pack):
        row = held.get(content["number"]) or FrequentList(number=content["number"])
        if row.digest == digest(content):
            continue
        if row.heard:
            what = f"version {row.number} was published and is another one now"
            fault = Fault(pack.folder / "frequent.yaml", 1, what, "put it back and add a version")
            raise PackBroken([fault])
        _fill(row, content)
        audit.record("catalog.list_loaded", subject=row, by=by, at=at)
        count += 1
    return count


@transaction.atomic
def publish(*, by: audit.Named, at: datetime) -> int:
    """At the hub: promise every version to every node that has not heard of it."""
    if not is_hub():
        return 0
    audience = set(peers().values_list("name", flat=True))
    lists = FrequentList.objects.filter(node=HERE).order_by("number")
    return sum(_tell(row, audience - set(row.heard), by=by, at=at) for row in lists)


@transaction.atomic
def take_in(*, document: str, source: Peer, by: audit.Named, at: datetime) -> FrequentList:
    """At a node: go by this version from now on. The same one again changes nothing.

    Refuses with NotTheHub, ListNotSigned or ListChanged.
    """
    if source.role != HUB:
        raise NotTheHub
    content = _read(document, source, at=at)
    same = FrequentList.objects.select_for_update().filter(node=source.name)
    held = same.filter(number=content["number"]).first()
    if held and held.digest != digest(content):
        raise ListChanged
    if held:
        return held
    row = FrequentList(node=source.name, number=content["number"], document=document)
    _fill(row, content)
    audit.record("catalog.list_taken_in", subject=row, by=by, at=at)
    return row


def _fill(row: FrequentList, content: dict[str, Any]) -> None:
    row.published_on = date.fromisoformat(content["published_on"])
    row.content, row.digest = content, digest(content)
    row.save()


def _tell(row: FrequentList, news: set[str], *, by: audit.Named, at: datetime) -> int:
    if not news:
        return 0
    document = sign_document(row.content, [keyring.signing_key(at=at)], kind=KIND)
    federation.send(LISTED, to=sorted(news), about=row.ref, data={"list": document}, at=at)
    row.heard = sorted({*row.heard, *news})
    row.save(update_fields=["heard"])
    audit.record("catalog.list_published", subject=row, by=by, at=at)
    return len(news)


def _read(document: str, source: Peer, *, at: datetime) -> dict[str, Any]:
    try:
        said = read_document(document, keys=keys_of(source.keys, at=at), kind=KIND)
    except NotSigned as error:
        raise ListNotSigned from error
    if any(shape_faults(Document(Path("list"), said), "listed")):
        raise ListNotSigned
    return said
