"""A case that begins at one node and is decided at another, for tests to follow."""

from collections.abc import Sequence
from typing import Any

from tests.builders import (
    MONDAY,
    a_certificate,
    a_certificate_type,
    a_package,
    a_person,
    a_post,
    a_region,
    a_service,
    an_office,
)
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.catalog.models import Post, Service
from tongban.identity.models import Actor, Person

FACTS = {
    "sex": "女",
    "birth_on": "1988-03-15",
    "address": "Plain Street 1",
    "region": "410100",
}
ANSWERS = {
    "insured_region": "410100",
    "care_region": "310104",
    "reason": "work",
    "from_on": "2026-04-01",
    "proof": "permit",
    "live_address": "Coast Street 200",
}


def a_world(
    package: str = "medins-remote-record",
    kinds: Sequence[str] = ("medins-code", "residence-permit"),
    **changes: Any,
) -> World:
    """A hub and two nodes that offer the same service, with an officer at each of the two."""
    world = World(HUB, COAST, PLAIN)
    for node in (HUB, COAST, PLAIN):
        with world.at(node):
            for kind in kinds:
                a_certificate_type(kind)
    for node, region in ((COAST, "310104"), (PLAIN, "410100")):
        with world.at(node):
            a_post("Officer", office=an_office(node.name, region=a_region(region, node.name)))
            a_service(package, package=a_package(package, **changes))
    return world


def ana() -> Actor:
    found = Person.objects.filter(login_name="ana").first()
    if found is None:
        found = a_person("Ana", **FACTS)
        found.login_name, found.region = "ana", "310104"
        found.save()
    return Actor(found)


def apply_at_the_coast(world: World) -> Case:
    with world.at(COAST):
        by = ana()
        a_certificate("medins-code", holder=by.person, insured_region="410100")
        a_certificate("residence-permit", holder=by.person)
        return operations.apply(service=the_service(), answers=ANSWERS, by=by, at=MONDAY)


def drafted_at_the_coast() -> Case:
    """Filled in, but for what a test gives besides; at the coast."""
    by = ana()
    a_certificate("medins-code", holder=by.person, insured_region="410100")
    case = operations.start(service=the_service(), by=by, at=MONDAY)
    return operations.save_draft(case=case, answers=ANSWERS, by=by, at=MONDAY)


def the_service() -> Service:
    return Service.objects.get(code="medins-remote-record")


def withdraw_the_service() -> None:
    Service.objects.filter(code="medins-remote-record").update(withdrawn_at=MONDAY)


def the_case() -> Case:
    return Case.objects.select_related("service", "office", "applicant").get()


def officer() -> Post:
    return Post.objects.get()
