"""One node keeps a register, another may ask it."""

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post, a_service
from tests.cases.nodes import COAST, PLAIN
from tests.sharing.nodes import Sharing
from tests.sharing.registers import a_keeper, a_resource, a_row
from tongban.catalog.models import Office, Post
from tongban.core.refusal import Refusal
from tongban.identity.models import Person, id_index
from tongban.sharing import operations, tasks
from tongban.sharing.models import Resource, SharingRequest

NUMBER = "410102199405169986"


def says(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def lin() -> Person:
    person = a_person("林晓")
    person.id_number, person.id_index = NUMBER, id_index(NUMBER)
    person.save()
    return person


def otto() -> Post:
    """An official of the office that asked to be allowed."""
    return a_post("Otto", office=Office.objects.get(code=SharingRequest.objects.get().office))


def shared(world: Sharing, *, approved: bool = True) -> None:
    """The plain keeps a register, the coast knows of it and may ask it."""
    with world.at(PLAIN):
        a_resource()
        a_row(number=NUMBER, name="林晓")
        lin()
        assert tasks.publish(MONDAY) == 2
    world.deliver_all()
    if approved:
        with world.at(COAST):
            asked_for()
        world.deliver_all()
        with world.at(PLAIN):
            decide()
        world.deliver_all()


def asked_for() -> SharingRequest:
    return operations.request_sharing(
        resource=Resource.objects.get(),
        service=a_service("hf-rent"),
        fields=["owns_home", "homes", "address"],
        purpose="decide",
        words={"basis": "Art. 24", "why": "To decide"},
        a_day=5,
        by=a_post("Asker"),
        at=MONDAY,
    )


def decide(**facts) -> SharingRequest:
    plain = {"fields": ["owns_home", "homes"], "a_day": 3, "until": MONDAY + 90 * DAY}
    return operations.approve_sharing(
        request=SharingRequest.objects.get(),
        **{**plain, **facts},
        by=a_keeper(Resource.objects.get()),
        at=MONDAY,
    )
