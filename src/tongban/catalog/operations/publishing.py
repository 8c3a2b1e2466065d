"""Telling other nodes what we do: only what they do not know yet, and each thing signed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tongban.audit import operations as audit
from tongban.catalog.models import Offer, Service, ServiceVersion
from tongban.catalog.packages import offering
from tongban.catalog.queries.zones import subscribers
from tongban.crypto.documents import sign_document
from tongban.federation import operations as federation
from tongban.federation.providers import keyring
from tongban.federation.queries import HERE, here

INSTANT = timedelta(microseconds=1)
PUBLISHED, WITHDRAWN = "catalog.published", "catalog.withdrawn"


class Offers:
    """What the trail calls all that a node offers."""

    def __init__(self, node: str) -> None:
        self.ref = f"offers/{node}"


@transaction.atomic
def publish(*, by: audit.Named, at: datetime) -> int:
    """Promise our subscribers what changed in what we do; says how many events that makes.

    Safe to repeat, and quick when nothing changed. Who subscribes later is told everything then.
    """
    audience = subscribers()
    if not audience or not _has_news(audience):
        return 0
    done = {each.pk: each for each in _done_here().select_for_update(of=["self"], no_key=True)}
    told = _told()  # read when nobody else publishes any more
    count = sum(_tell(each, told.get(pk), audience, at=at) for pk, each in done.items())
    gone = [each for pk, each in told.items() if pk not in done and each.withdrawn_at is None]
    count += sum(_withdraw(offer, at=at) for offer in gone)
    detail: dict[str, object] = {"events": count}
    audit.record("catalog.published", subject=Offers(here()), by=by, at=at, detail=detail)
    return count


def _has_news(audience: set[str]) -> bool:
    """Whether there is anything to tell anybody; reads a little and locks nothing."""
    live = {pk: offer for pk, offer in _told().items() if offer.withdrawn_at is None}
    done = dict(_done_here().values_list("pk", "version__digest"))
    if done.keys() != live.keys():
        return True
    return any(
        live[pk].digest != digest or not audience.issubset(live[pk].heard)
        for pk, digest in done.items()
    )


def _told() -> dict[int, Offer]:
    """What we told others, by service."""
    mine = Offer.objects.filter(node=HERE).defer("package", "document")
    return {offer.service_id: offer for offer in mine}


def _done_here() -> QuerySet[Service]:
    """What can be done here and is ours to offer: a department's node offers only its own."""
    found = Service.objects.filter(online=True, withdrawn_at=None, node=HERE).order_by("code")
    if not settings.TONGBAN_REGIONS and settings.PLATFORM.authorities:
        found = found.filter(authority__code__in=settings.PLATFORM.authorities)
    return found.select_related("version").defer("version__package")


def _tell(service: Service, offer: Offer | None, audience: Collection[str], *, at: datetime) -> int:
    version = service.version
    if version is None:
        raise ValueError(service.ref)  # a constraint of the table forbids it
    if offer is None or offer.withdrawn_at or offer.digest != version.digest:
        offer = _noted(service, version, offer, at=at)
    news = sorted(set(audience) - set(offer.heard))
    if news:
        _send(offer, service, version, news, at=at)
        offer.heard = sorted({*offer.heard, *news})
        offer.save(update_fields=["heard"])
    return len(news)


def _noted(
    service: Service, version: ServiceVersion, before: Offer | None, *, at: datetime
) -> Offer:
    """Our own row for what we publish now; nobody has heard of it yet."""
    offer = before or Offer(service=service, node=HERE)
    offer.code, offer.digest, offer.item_code = service.code, version.digest, service.item_code
    offer.published_at, offer.withdrawn_at, offer.heard = _after(before, at), None, []
    offer.save()
    return offer


def _send(
    offer: Offer, service: Service, version: ServiceVersion, to: Collection[str], *, at: datetime
) -> None:
    """The package goes along only where everybody does not have it with the country's pack."""
    said = offering.content(
        node=here(),
        service=service.code,
        named=version.digest,
        package=None if offering.is_as_the_nation_does(version.package) else version.package,
        themes=list(service.themes.order_by("code").values_list("code", flat=True)),
        at=offer.published_at,
    )
    document = sign_document(said, [keyring.signing_key(at=at)], kind=offering.KIND)
    federation.send(PUBLISHED, to=to, about=service.ref, data={"offer": document}, at=at)


def _withdraw(offer: Offer, *, at: datetime) -> int:
    offer.withdrawn_at = _after(offer, at)
    offer.save(update_fields=["withdrawn_at"])
    data = {"service": offer.code, "withdrawn_at": offer.withdrawn_at.isoformat()}
    federation.send(WITHDRAWN, to=offer.heard, about=f"service/{offer.code}", data=data, at=at)
    return len(offer.heard)


def _after(offer: Offer | None, at: datetime) -> datetime:
    """Now, but later than what we said before, even if somebody set the clock back."""
    said = [each for each in (offer.published_at, offer.withdrawn_at) if each] if offer else []
    return max([at, *(each + INSTANT for each in said)])
