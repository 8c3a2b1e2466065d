"""The smallest valid one of everything. Say only what matters to the test; the rest is dull."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.cases.queries import forget_offices
from tongban.catalog.models import Authority, Office, Post, Region, Service, ServiceVersion
from tongban.catalog.rules import Role
from tongban.certificates import operations as certificates
from tongban.certificates.models import Certificate, CertificateType
from tongban.certificates.rules import Content
from tongban.identity.models import Actor, Organisation, Person, id_index, phone_index

PACK = Path(__file__).parents[1] / "packs" / "china"

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_numbers = count(1)
_version_ids = count(1_000_000)


def a_person(name: str = "Ana", *, level: int = 3, **facts: str) -> Person:
    """Somebody whose name and number were matched, with an invented number."""
    phone = f"199{next(_numbers):08d}"
    number = f"T{next(_numbers):017d}"
    return Person.objects.create(
        name=name,
        phone=phone,
        phone_index=phone_index(phone),
        id_number=number,
        id_index=id_index(number),
        level=level,
        facts=facts,
        created_at=MONDAY,
    )


def an_actor(name: str = "Ana", *, level: int = 3) -> Actor:
    return Actor(a_person(name, level=level))


def an_organisation(name: str = "Acme") -> Organisation:
    return Organisation.objects.create(
        name=name,
        uscc=f"91310000T{next(_numbers):08d}X",
        legal_representative=a_person("Dee"),
        region="310104",
        created_at=MONDAY,
    )


def a_region(code: str = "310104", name: str = "徐汇区") -> Region:
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name": name, "names": {"zh": name}, "level": "county"}
    )
    return region


def an_authority(code: str = "MPS") -> Authority:
    authority, _ = Authority.objects.get_or_create(code=code, defaults={"names": {"zh": "公安部"}})
    return authority


def an_office(name: str = "Town hall", *, region: Region | None = None) -> Office:
    office = Office.objects.create(
        code=f"hall-{uuid4().hex[:8]}", names={"zh": name, "en": name}, region=region or a_region()
    )
    forget_offices()
    return office


def a_post(name: str = "Clerk", *, office: Office | None = None, role: Role = Role.OFFICER) -> Post:
    post = Post.objects.create(person=a_person(name), office=office or an_office(), role=role)
    forget_offices()
    return post


def a_service(code: str | None = None, *, package: dict[str, Any] | None = None) -> Service:
    """A listing, or with a package a service that can be done online."""
    code = code or f"service-{uuid4().hex[:8]}"
    service = Service.objects.create(
        code=code, names={"zh": code, "en": code}, kind="公共服务", authority=an_authority()
    )
    if package is not None:
        publish(service, package)
    return service


def publish(service: Service, package: dict[str, Any]) -> Service:
    """Make this the current version. Its id is never used twice, as the packages are cached."""
    service.version = ServiceVersion.objects.create(
        id=next(_version_ids),
        service=service,
        number=service.versions.count() + 1,
        digest=uuid4().hex,
        package=package,
        published_at=MONDAY,
    )
    service.online = True
    service.save(update_fields=["version", "online"])
    return service


def a_package(name: str = "id-reissue", **changes: Any) -> dict[str, Any]:
    """A package of the pack, with some parts of it replaced."""
    return {**json.loads(_read(name)), **changes}


@cache
def _read(name: str) -> str:
    text = (PACK / "services" / f"{name}.yaml").read_text(encoding="utf-8")
    package = yaml.load(text, Loader=yaml.CSafeLoader)
    if package["decide"]["by"] == "table":
        rules = (PACK / package["decide"]["table"]).read_text(encoding="utf-8")
        package["decide"]["rules"] = json.loads(rules)
    return json.dumps(package, default=str)  # a day as its text, as a pack is loaded


def a_certificate_type(code: str = "idcard", *, many: bool = False) -> CertificateType:
    found, _ = CertificateType.objects.get_or_create(
        code=code,
        defaults={
            "names": {"zh": code, "en": code},
            "issuer": an_authority(),
            "type_code": f"11100000000013338W{next(_numbers) % 1000:03d}",
            "type_code_confidence": "synthetic",
            "many": many,
        },
    )
    return found


def a_certificate(
    code: str = "idcard", *, holder: Person | Organisation | None = None, **fields: str
) -> Certificate:
    return certificates.issue(
        type=a_certificate_type(code),
        holder=holder or a_person(),
        content=Content(fields, MONDAY.date()),
        office=None,
        issuer=an_authority(),
        about="",
        by=a_person("Chief"),
        at=MONDAY,
    )


def an_applicant(name: str = "Ana", **facts: str) -> Actor:
    """A person with an address in Xuhui and a household register in the wallet."""
    known = {"sex": "女", "birth_on": "1988-03-15", "address": "徐汇区甲路1号", "region": "310104"}
    person = a_person(name, level=3, **{**known, **facts})
    a_certificate("hukou-book", holder=person)
    return Actor(person)


def an_id_service(**changes: Any) -> Service:
    """The service of the first journey, with an office that decides it."""
    a_certificate_type("idcard")
    if not Office.objects.exists():
        an_office()
    return a_service(package=a_package(**changes))


ANSWERS = {"reason": "lost", "lost_on": "2026-02-20", "delivery": "counter", "phone": "13912345678"}


def a_case(*, by: Actor | None = None, service: Service | None = None) -> Case:
    """A case that was handed in on Monday at nine."""
    by = by or an_applicant()
    return cases.apply(
        service=service or an_id_service(), answers=ANSWERS, by=by, at=MONDAY, channel="mobile"
    )
