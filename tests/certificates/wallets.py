"""Certificates as the pack knows them, for tests of the wallet."""

from datetime import date, timedelta
from typing import Any

from tests.builders import MONDAY, a_person
from tests.cases.filing import a_kind
from tongban.certificates import operations
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Content
from tongban.identity.models import Organisation, Person

TODAY = MONDAY.date()
NUMBER = "410102199405169986"
FIELDS: dict[str, dict[str, Any]] = {
    "idcard": {"name": "林晓", "sex": "女", "birth": "1994-05-16", "id_no": NUMBER},
    "drvlicense": {"license_no": NUMBER, "name": "林晓", "class": "C1", "points": 0},
    "sscard": {"name": "林晓", "id_no": NUMBER, "card_no": "DEMO0000001"},
}


def issued(
    kind: str = "idcard",
    *,
    holder: Person | Organisation | None = None,
    ends: date | None = None,
    **more: Any,
) -> Certificate:
    """A certificate of a kind of the pack, which began a year ago."""
    type_ = a_kind(kind)
    facts: dict[str, Any] = {
        "type": type_,
        "holder": holder or a_person(),
        "content": Content(FIELDS.get(kind, {}), TODAY - timedelta(days=365), ends),
        "office": None,
        "issuer": type_.issuer,
        "about": "",
        "by": a_person("Chief"),
        "at": MONDAY,
    }
    return operations.issue(**facts | more)
