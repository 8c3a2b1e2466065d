"""Taking in what other nodes say they do: signed by themselves, and never older than before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import Authority, Offer, Region, Service, Theme
from tongban.catalog.packages import offering
from tongban.core.refusal import Refusal
from tongban.crypto.documents import NotSigned, read_document
from tongban.federation.models import Peer
from tongban.federation.queries import HERE
from tongban.federation.rules import NotYet
from tongban.federation.rules.registry import keys_of

Said = Mapping[str, Any]


class OfferNotSigned(Refusal):
    code = "offer_not_signed"
    message = _("This offer is not signed by the platform that sent it.")


class OfferMalformed(Refusal):
    code = "offer_malformed"
    message = _("This is no offer of a service, or not the one that it names.")


class NotYourService(Refusal):
    code = "not_your_service"
    message = _("This service belongs to another platform.")


class OfferedTwice(Refusal):
    code = "offered_twice"
    message = _("This platform already offers the same item under another name.")


@transaction.atomic
def take_in(*, document: str, source: Peer, by: audit.Named, at: datetime) -> Offer:
    """Keep what a node says about how it does a service. Old news changes nothing.

    Refuses with OfferNotSigned, OfferMalformed, NotYourService or OfferedTwice. Raises NotYet for
    a national service or an authority that we lack; our pack may be older.
    """
    said = _read(document, source, at=at)
    said_at = datetime.fromisoformat(said["published_at"])
    held = Offer.objects.select_for_update().filter(node=source.name, code=said["service"]).first()
    if held and said_at <= max(held.published_at, held.withdrawn_at or held.published_at):
        return held
    offer = _place(held, _service(said, source), said["service"], source)
    package = said["package"] or {}
    offer.digest, offer.package, offer.document = said["digest"], said["package"], document
    offer.item_code = (package.get("codes") or {}).get("item") or ""
    offer.published_at, offer.withdrawn_at = said_at, None
    offer.save()
    detail: dict[str, object] = {"node": source.name, "digest": said["digest"]}
    audit.record("catalog.offer_taken_in", subject=offer.service, by=by, at=at, detail=detail)
    return offer


@transaction.atomic
def withdraw(
    *, code: str, source: Peer, withdrawn_at: datetime, by: audit.Named, at: datetime
) -> Offer:
    """A node no longer does a service. Old news changes nothing; raises NotYet for unheard ones."""
    theirs = Offer.objects.select_for_update(of=["self"]).select_related("service")
    offer = theirs.filter(node=source.name, code=code).first()
    if offer is None:
        raise NotYet("offer_unknown")
    if withdrawn_at <= max(offer.published_at, offer.withdrawn_at or offer.published_at):
        return offer
    offer.withdrawn_at = withdrawn_at
    offer.save(update_fields=["withdrawn_at"])
    service = offer.service
    if service.node and not service.offers.filter(withdrawn_at=None).exists():
        service.withdrawn_at = at
        service.save(update_fields=["withdrawn_at"])
    detail: dict[str, object] = {"node": source.name}
    audit.record("catalog.offer_withdrawn", subject=service, by=by, at=at, detail=detail)
    return offer


def _read(document: str, source: Peer, *, at: datetime) -> dict[str, Any]:
    try:
        said = read_document(document, keys=keys_of(source.keys, at=at), kind=offering.KIND)
    except NotSigned as error:
        raise OfferNotSigned from error
    if not offering.is_right(said):
        raise OfferMalformed
    if said["node"] != source.name:
        raise OfferNotSigned
    return said


def _place(held: Offer | None, service: Service, code: str, source: Peer) -> Offer:
    """The row for an offer: one for each node and service."""
    there = Offer.objects.filter(service=service, node=source.name).exclude(code=code).first()
    if there and there.withdrawn_at is None:
        raise OfferedTwice
    if there:
        there.delete()
    offer = held or Offer(node=source.name, code=code)
    offer.service = service
    return offer


def _service(said: Said, source: Peer) -> Service:
    """The row that this is an implementation of: a national one, or one of the nodes' own."""
    code, package = said["service"], said["package"]
    if not code.startswith(f"{source.name}-"):
        found = Service.objects.filter(code=code, withdrawn_at=None).first()
        if found is None:
            raise NotYet("service_unknown")
        if found.node:
            raise NotYourService
        return found
    if package is None or package["id"] != code:
        raise OfferMalformed
    same = _same_item(package, code)
    if same is None:
        return _own(said, source)
    if same.node not in (HERE, source.name) and same.region_id:
        same.region = None  # from now on it is done in several places
        same.save(update_fields=["region"])
    return same


def _same_item(package: Said, code: str) -> Service | None:
    """The one basic item (基本目录) that somebody else has under another name.

    Several services may share a basic code; then nobody can say which it is.
    """
    basic = package["codes"].get("basic")
    same = Service.objects.filter(basic_code=basic, withdrawn_at=None).exclude(code=code)
    found = list(same.exclude(node=HERE, region__isnull=False)[:2]) if basic else []
    return found[0] if len(found) == 1 else None


def _own(said: Said, source: Peer) -> Service:
    """A service that only nodes do, as a row of ours, so that people find it."""
    package = said["package"]
    authority = Authority.objects.filter(code=package["authority"]).first()
    if authority is None:
        raise NotYet("authority_unknown")
    service, _new = Service.objects.update_or_create(
        code=said["service"],
        defaults={
            "names": package["names"],
            "summary": package["summary"],
            "aliases": package["aliases"],
            "kind": package["kind"],
            "authority": authority,
            "region": Region.objects.filter(code=next(iter(source.regions), "")).first(),
            "for_person": "person" in package["audience"],
            "for_organisation": "organisation" in package["audience"],
            "basic_code": package["codes"].get("basic") or "",
            "item_code": package["codes"].get("item") or "",
            "source": {**package["source"], "pack": f"node/{source.name}"},
            "node": source.name,
            "withdrawn_at": None,
        },
    )
    service.themes.set(Theme.objects.filter(code__in=said["themes"]))
    return service
