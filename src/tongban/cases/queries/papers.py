"""Files that people handed in although a certificate proves the same: defects of a service."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from tongban.cases.models import Material
from tongban.cases.queries.packages import package_of
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Service, in_language
from tongban.catalog.queries import published_services

MOST: Final = 500


@dataclass(frozen=True)
class SparedPaper:
    """One material of one service, over the `sample` of cases that were handed in with it here.

    `held` is in how many of them a file came although the certificate was in the wallet; `without`
    in how many one came because it was not there, though certificates of this kind exist.
    """

    service: Service
    material: str
    sample: int
    held: int
    without: int
    reasons: list[tuple[str, int]]


def spared_papers() -> list[SparedPaper]:
    """What could have been presented and was not, worst first. For managers; names nobody."""
    handed_in = Material.objects.filter(case__submitted_at__isnull=False, case__origin=HERE)
    rows = handed_in.values_list("case__service", "key").annotate(
        sample=Count("case", distinct=True),
        held=Count("case", distinct=True, filter=Q(held=True)),
        filed=Count("case", distinct=True, filter=Q(upload__isnull=False)),
    )
    said = _reasons()
    shown = published_services().select_related("version")
    services = shown.in_bulk({row[0] for row in rows})
    found = []
    for service_id, key, sample, held, filed in rows:
        service = services.get(service_id)
        name = _name_of(service, key) if service else ""
        if service and name and filed:
            reasons = said[service_id, key].most_common()
            found.append(SparedPaper(service, name, sample, held, filed - held, reasons))
    return sorted(found, key=lambda line: (-line.held, -line.without, line.service.code))[:MOST]


def _reasons() -> defaultdict[tuple[int, str], Counter[str]]:
    said: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    given = Material.objects.filter(held=True, case__submitted_at__isnull=False).exclude(reason="")
    rows = given.values_list("case__service", "key", "reason").annotate(
        n=Count("case", distinct=True)
    )
    for service_id, key, reason, count in rows:
        said[service_id, key][reason] = count
    return said


def _name_of(service: Service, key: str) -> str:
    """The material, if a certificate proves it."""
    if service.version is None:
        return ""
    needs = package_of(service).needs
    return next((in_language(dict(n.names)) for n in needs if n.key == key and n.certificate), "")
