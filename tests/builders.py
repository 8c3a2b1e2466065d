"""The smallest valid one of everything. Say only what matters to the test; the rest is dull."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from tongban.catalog.models import Authority, Office, Post, Region, Service, ServiceVersion
from tongban.catalog.rules import Role
from tongban.identity.models import Actor, Person, id_index, phone_index

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_numbers = count(1)


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


def a_region(code: str = "310104", name: str = "徐汇区") -> Region:
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name": name, "names": {"zh": name}, "level": "county"}
    )
    return region


def an_authority(code: str = "MPS") -> Authority:
    authority, _ = Authority.objects.get_or_create(code=code, defaults={"names": {"zh": "公安部"}})
    return authority


def an_office(name: str = "Town hall", *, region: Region | None = None) -> Office:
    return Office.objects.create(
        code=f"hall-{uuid4().hex[:8]}", names={"zh": name, "en": name}, region=region or a_region()
    )


def a_post(name: str = "Clerk", *, office: Office | None = None, role: Role = Role.OFFICER) -> Post:
    return Post.objects.create(person=a_person(name), office=office or an_office(), role=role)


def a_service(code: str | None = None, *, package: dict[str, object] | None = None) -> Service:
    """A listing, or with a package a service that can be done online."""
    code = code or f"service-{uuid4().hex[:8]}"
    service = Service.objects.create(
        code=code, names={"zh": code, "en": code}, kind="公共服务", authority=an_authority()
    )
    if package is not None:
        service.version = ServiceVersion.objects.create(
            service=service, number=1, digest=uuid4().hex, package=package, published_at=MONDAY
        )
        service.online = True
        service.save(update_fields=["version", "online"])
    return service
