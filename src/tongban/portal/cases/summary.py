"""What is to be mended in an application, with the pages that mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tongban.cases.models import Case, Correction
from tongban.cases.queries import asked_of, package_of
from tongban.catalog.models import in_language
from tongban.federation.queries import HERE
from tongban.portal.catalog.choosing import go_to


@dataclass(frozen=True)
class Fault:
    """Something that is missing or wrong, and the page on which to mend it."""

    label: str
    sentence: str
    address: str


def defects_of(correction: Correction | None) -> list[Fault]:
    """What an official asked to mend, with the pages that mend it."""
    if correction is None:
        return []
    return faults_of(correction.case, asked_of(correction))


def faults_of(case: Case, faults: Mapping[str, Any]) -> list[Fault]:
    """The faults of a case with the pages that mend them."""
    package = package_of(case)
    page_of = {key: page["id"] for page in package.pages for key in page["fields"]}
    names = {need.key: need.names for need in package.needs}
    found = []
    for key, sentence in faults.items():
        if key in page_of:
            label = in_language(dict(package.questions[key].label))
            address = reverse("case_form", args=[case.public_id, page_of[key]])
            address += f"?back=check#id_{key}"
        else:
            label = in_language(dict(names.get(key, {"zh": key})))
            address = reverse("case_material", args=[case.public_id, key])
        if case.custodian != HERE:  # it is mended where the case is
            address = go_to(case.custodian, reverse("case", args=[case.public_id]))
        found.append(Fault(label, str(sentence), address))
    return found
