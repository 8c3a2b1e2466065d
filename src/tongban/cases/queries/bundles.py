"""How the parts of a bundle stand (一件事)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from tongban.cases.models import Case, Consent
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.results import certificate_from
from tongban.cases.rules import DECIDED, Status
from tongban.cases.rules.custody import HERE
from tongban.cases.rules.package import Part
from tongban.catalog.models import in_language
from tongban.catalog.queries import service_names
from tongban.identity.models import Person

Begun = Mapping[str, Case]  # by the code of the service
GRANTED = frozenset({Status.GRANTED, Status.DELIVERED, Status.CLOSED})


@dataclass(frozen=True)
class PartView:
    """One part as its applicant sees it. `waits_for` are the names of parts that come first."""

    name: str
    state: str  # begun | ready | waiting | never
    case: Case | None
    waits_for: list[str]


def begun(case: Case) -> Begun:
    """The parts of a bundle that were begun, by service."""
    found = case.parts.select_related("service", "certificate__type", "applicant", "organisation")
    return {part.service.code: part for part in found}


def standing_of(part: Part, known: Begun) -> str:
    """Whether a part was begun, can begin, waits for another, or never begins."""
    if part.service in known:
        return "begun"
    before = [known.get(code) for code in part.after]
    if any(case and has_failed(case) for case in before):
        return "never"
    return "ready" if all(case and _serves(case) for case in before) else "waiting"


def has_failed(case: Case) -> bool:
    """Over, and not for the applicant."""
    return Status(case.status) in DECIDED | {Status.WITHDRAWN} and not _is_granted(case)


def _is_granted(case: Case) -> bool:
    if Status(case.status) not in GRANTED:
        return False
    return case.status != Status.CLOSED or case.steps.filter(action="granted").exists()


def _serves(case: Case) -> bool:
    """Granted, and a certificate that another node issued for it has arrived."""
    if not _is_granted(case):
        return False
    awaited = case.custodian != HERE and package_of(case).result["kind"] == "certificate"
    return not awaited or certificate_from(case) is not None


def is_over(case: Case) -> bool:
    """Whether every part is decided, or will never begin."""
    known, failed = begun(case), set[str]()
    for part in package_of(case).parts:
        own = known.get(part.service)
        if own is None:
            if not failed.intersection(part.after):
                return False
            failed.add(part.service)
        elif has_failed(own):
            failed.add(part.service)
        elif not _is_granted(own):
            return False
    return True


def parts_of(case: Case) -> list[PartView]:
    """Every part of a bundle in turn, begun or not. Its applicant may ask."""
    parts, known = package_of(case).parts, begun(case)
    names = {code: str(each) for code, each in service_names(p.service for p in parts).items()}
    failed = {code for code, part in known.items() if has_failed(part)}
    found = []
    for part in parts:
        state = standing_of(part, known)
        if state == "waiting" and failed.intersection(part.after):
            state = "never"
        if state == "never":
            failed.add(part.service)
        missing = [code for code in part.after if code not in known or not _is_granted(known[code])]
        waits_for = [names.get(code, code) for code in missing] if state != "begun" else []
        name = names.get(part.service, part.service)
        found.append(PartView(name, state, known.get(part.service), waits_for))
    return found


def consents_of(case: Case) -> list[tuple[str, Consent]]:
    """Who was asked to agree, by what they are to the applicant. She may ask."""
    names = {assent.id: in_language(dict(assent.names)) for assent in package_of(case).assents}
    return [(names.get(each.key, each.key), each) for each in case.consents.order_by("pk")]


def consents_for(person: Person) -> QuerySet[Consent]:
    """What waits for a person's consent, and what they answered. Only they may ask."""
    if not person.id_index:
        return Consent.objects.none()
    asked = Consent.objects.filter(number_index=person.id_index)
    return asked.select_related("case__service", "case__applicant").order_by("-asked_at", "-pk")
