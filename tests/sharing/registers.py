"""A register to ask, somebody in it, and a case to ask for."""

from datetime import datetime
from typing import Any

from tests.builders import (
    DAY,
    MONDAY,
    a_package,
    a_person,
    a_post,
    a_service,
    an_authority,
    an_office,
)
from tongban.cases.models import Case
from tongban.cases.operations import apply
from tongban.catalog.models import Office, Post, Service
from tongban.catalog.rules import Role
from tongban.identity.models import Actor, Person, id_index
from tongban.sharing import operations
from tongban.sharing.models import RegisterRow, Resource, SharingRequest
from tongban.sharing.rules import State

FIELDS = [
    {"key": "owns_home", "names": {"zh": "有房", "en": "Owns a home"}, "kind": "yes_no"},
    {"key": "homes", "names": {"zh": "套数", "en": "Number of homes"}, "kind": "text"},
    {"key": "address", "names": {"zh": "坐落", "en": "Where it is"}, "kind": "text"},
]
SAID = {"owns_home": "false", "homes": "0", "address": ""}
NUMBER = "410102199405169986"


def a_resource(code: str = "realestate", *, office: Office | None = None, **facts: Any) -> Resource:
    office = office or an_office("Registry")
    plain = {
        "names": {"zh": "不动产", "en": "Real-estate register"},
        "owner": an_authority("MNR").code,
        "owner_names": {"zh": "自然资源部", "en": "Ministry of Land"},
        "office": office.code,
        "office_names": office.names,
        "answers": "record",
        "fields": [{**each, "class": "internal"} for each in FIELDS],
        "purposes": ["decide"],
        "updated": "daily",
        "a_day": 10,
        "days": 365,
        "digest": code,
        "published_at": MONDAY,
    }
    return Resource.objects.create(code=code, **{**plain, **facts})


def a_row(resource: str = "realestate", *, number: str, name: str, **said: str) -> RegisterRow:
    content = {"id_number": number, "name": name, **SAID, **said}
    return RegisterRow.objects.create(
        resource=resource, number_index=id_index(number), content=content
    )


def an_approval(resource: str = "realestate", *, service: str = "hf-rent", **facts: Any) -> Any:
    plain = {
        "office": "",  # the whole platform
        "service": service,
        "service_names": {"zh": service, "en": service},
        "purpose": "decide",
        "basis": "Art. 1",
        "fields": ["owns_home", "homes"],
        "granted": ["owns_home", "homes"],
        "a_day": 5,
        "until": MONDAY + 30 * DAY,
        "state": State.APPROVED,
        "turn": 1,
        "asked_at": MONDAY,
        "decided_at": MONDAY,
    }
    return SharingRequest.objects.create(resource=resource, **{**plain, **facts})


def a_keeper(resource: Resource, *, role: Role = Role.OFFICER, name: str = "Kay") -> Post:
    return a_post(name, office=Office.objects.get(code=resource.office), role=role)


def bound(person: Person, **facts: Any) -> operations.Bound:
    plain = {
        "ref": "case/6f1c2d34-0000-4000-8000-000000000000",
        "reference": "20260302-7K3F-9QX2",
        "service": "hf-rent",
        "person": person,
        "name": person.name,
        "number": person.id_number,
        "is_open": True,
    }
    return operations.Bound(**{**plain, **facts})


def ask(person: Person, by: Post, *, at: datetime = MONDAY, **facts: Any) -> operations.Answer:
    plain: dict[str, Any] = {
        "resource": "realestate",
        "case": bound(person),
        "about": person,
        "purpose": "decide",
        "fields": ["owns_home", "homes"],
    }
    return operations.call(**{**plain, **facts}, by=by, at=at)


def known(name: str = "林晓", **said: str) -> Person:
    """Somebody the register has."""
    person = a_person(name, region="410100")
    a_row(number=person.id_number, name=name, **said)
    return person


def a_rental(**changes: Any) -> Service:
    """The service that asks whether the applicant owns a home, without its other papers."""
    package = a_package("hf-rent", **changes)
    package["materials"] = [m for m in package["materials"] if m["id"] == "no-home"]
    return a_service("hf-rent", package=package)


ANSWERS = {
    "phone": "13912345678",
    "city": "310104",
    "marital": "single",
    "home_kind": "market",
    "home_address": "徐汇区甲路1号501室",
    "amount": 1000,
    "bank_name": "示例银行",
    "bank_account": "6222021001116245702",
}


def a_case_with(person: Person, service: Service, office: Office) -> tuple[Case, Post]:
    """A case at an office, and the official there who handles it."""
    case = apply(service=service, answers=ANSWERS, by=Actor(person), at=MONDAY, channel="mobile")
    return case, a_post("Otto", office=case.office or office)
