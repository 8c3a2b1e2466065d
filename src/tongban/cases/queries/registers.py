"""Which registers a case lets us ask in place of a paper, and what they said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongban.cases.models import Case, Consultation
from tongban.cases.rules.package import Package
from tongban.catalog.models import in_language
from tongban.sharing import queries as sharing
from tongban.sharing.models import Resource
from tongban.sharing.rules import Outcome


@dataclass(frozen=True)
class Asks:
    """One register that is asked for a material, and what it is asked."""

    key: str
    register: str
    name: str
    owner: str
    fields: tuple[str, ...]
    said: tuple[Consultation, ...] = ()

    @property
    def latest(self) -> Consultation | None:
        return self.said[0] if self.said else None


def registers_of(package: Package, case: Case, *, at: datetime) -> dict[str, Asks]:
    """By material. What may not be asked, and was not, is left out: then the paper is needed."""
    needs = [need for need in package.needs if need.register]
    if not needs:
        return {}
    known = sharing.asked_of([need.register for need in needs], case.service.code, at=at)
    said = list(consultations_of(case)) if case.pk else []
    found = {}
    for need in needs:
        mine = tuple(each for each in said if each.key == need.key)
        resource = known.get(need.register) or _answered(mine)
        if resource:
            found[need.key] = Asks(
                key=need.key,
                register=need.register,
                name=in_language(resource.names),
                owner=in_language(resource.owner_names),
                fields=tuple(labels(resource, need.asks)),
                said=mine,
            )
    return found


def consultations_of(case: Case) -> QuerySet[Consultation]:
    """What registers said for a case, latest first. For its applicant and its handlers."""
    return Consultation.objects.filter(case=case).order_by("-at", "-pk")


def consultation_of(case: Case, public_id: UUID) -> Consultation | None:
    return consultations_of(case).filter(public_id=public_id).first()


def labels(resource: Resource, keys: tuple[str, ...]) -> Iterator[str]:
    names = {str(each["key"]): each["names"] for each in resource.fields}
    return (in_language(dict(names[key])) for key in keys if key in names)


def read_out(consultation: Consultation) -> list[tuple[str, str]]:
    """What a register said, line by line, in the reader's language."""
    return [(in_language(dict(line["names"])), _said(line)) for line in consultation.lines or []]


def _said(line: Mapping[str, Any]) -> str:
    value = line["value"]
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value) or "—"


def _answered(said: tuple[Consultation, ...]) -> Resource | None:
    """The register, while its answer counts, even if nobody may ask it again."""
    if not said or said[0].outcome not in {Outcome.FOUND, Outcome.NOTHING}:
        return None
    return sharing.resource_called(said[0].register)
