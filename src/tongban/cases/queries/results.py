"""What was decided, in words people can read."""

from typing import NamedTuple

from tongban.cases.models import Case
from tongban.cases.queries.packages import package_of
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import in_language
from tongban.certificates.models import Certificate
from tongban.certificates.queries import certificate_about


def certificate_from(case: Case) -> Certificate | None:
    """The certificate that a case ended with, wherever it was issued. For its holder."""
    if case.certificate or case.custodian == HERE:
        return case.certificate
    return certificate_about(case.organisation or case.applicant, case.ref)


class Line(NamedTuple):
    label: str
    value: str


def document_of(case: Case) -> list[Line]:
    """The lines of a document or record that a case ended with, in the reader's language."""
    labels = package_of(case).result.get("labels") or {}
    return [
        Line(in_language(labels.get(key) or {"zh": key}), _plain(value))
        for key, value in (case.result or {}).items()
    ]


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return in_language(value)
    return "" if value is None else str(value)
