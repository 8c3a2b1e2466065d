"""What government does: services, by topic, authority, place and letter."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from tongban.catalog.models import Authority, Service, Theme
from tongban.catalog.queries.offers import offered
from tongban.catalog.queries.places import upwards
from tongban.catalog.rules import Audience
from tongban.catalog.search.sounds import sound_of
from tongban.core.statements import read
from tongban.federation.queries import here


def published_services() -> QuerySet[Service]:
    """Every service that people may see, done here or only listed."""
    return (
        Service.objects.filter(withdrawn_at=None)
        .select_related("authority", "region")
        .order_by("-online", "code")
    )


def published_service(code: str) -> Service | None:
    """One service that people may see, in one small statement. Every application asks this."""
    found = read(Service, "WHERE it.code = %s AND it.withdrawn_at IS NULL", [code])
    return found[0] if found else None


def themes(audience: str = "") -> QuerySet[Theme]:
    """What people browse by, in the order of the screen."""
    found = Theme.objects.order_by("position", "code")
    return found.filter(audience__in=[audience, "any", ""]) if audience else found


def bundles(audience: str) -> QuerySet[Service]:
    """Several things done at once (一件事)."""
    return browse(audience=audience).exclude(bundle=[])


def members_of(bundle: Service) -> list[Service]:
    """The services of a bundle, in its order; those not in the catalogue are left out."""
    found = {each.code: each for each in published_services().filter(code__in=bundle.bundle)}
    return [found[code] for code in bundle.bundle if code in found]


def services_giving(certificate_type: str) -> QuerySet[Service]:
    """Published services that end with a certificate of this kind. Anyone may ask."""
    found = published_services().filter(online=True)
    return found.filter(version__package__result__certificate=certificate_type)


def service_names(codes: Iterable[str]) -> dict[str, Service]:
    """Published services by code."""
    return {each.code: each for each in published_services().filter(code__in=list(codes))}


def authorities(*, region: str = "") -> QuerySet[Authority]:
    """Authorities that offer something here, with the number of services as `offered`."""
    shown = Q(services__withdrawn_at=None) & _here(region, "services__")
    return (
        Authority.objects.annotate(offered=Count("services", filter=shown))
        .filter(offered__gt=0)
        .order_by("-offered", "code")
    )


def browse(
    *,
    region: str = "",
    audience: str = "",
    theme: str = "",
    authority: str = "",
    letter: str = "",
    online_only: bool = False,
) -> QuerySet[Service]:
    """Services by what people choose: national ones and those of the region."""
    found = published_services().filter(_here(region))
    if audience == Audience.PERSON:
        found = found.filter(for_person=True)
    if audience == Audience.ORGANISATION:
        found = found.filter(for_organisation=True)
    if theme:
        found = found.filter(themes__code=theme)
    if authority:
        found = found.filter(authority__code=authority)
    if online_only:
        found = found.filter(_doable())
    if letter:
        names = found.values_list("pk", "names")
        found = found.filter(pk__in=[pk for pk, texts in names if _letter(texts) == letter])
    return found


def _here(region: str, prefix: str = "") -> Q:
    if not region:
        return Q()
    national = Q(**{f"{prefix}region": None})
    return national | Q(**{f"{prefix}region__code__in": upwards(region)})


def _doable() -> Q:
    """What can be done here or at another platform."""
    if not here():
        return Q(online=True)
    return Q(online=True) | Q(pk__in=offered().values("service"))


def _letter(names: dict[str, str]) -> str:
    return letter_of(names.get("zh", "")[:1])


@lru_cache(maxsize=8192)
def letter_of(character: str) -> str:
    """The letter under which a name that begins so is listed; # for what has none."""
    first = sound_of(character)[:1].upper()
    return first if first.isascii() and first.isalpha() else "#"
