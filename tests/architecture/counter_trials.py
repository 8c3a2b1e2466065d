"""Doors at which somebody stands before an official."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils.timezone import now

from tests.appointments.offering import a_line
from tests.appointments.pages import EVERY_DAY, first_slot
from tests.architecture.more_trials import _at_a_draft
from tests.architecture.trials import NAME, Scene, content_of
from tests.builders import a_person, a_post, an_id_service
from tongban.appointments import operations as appointments
from tongban.appointments.models import Visit
from tongban.appointments.operations import Wish
from tongban.cases import operations as cases
from tongban.cases.models import Act, Attendance
from tongban.cases.rules import DeadEnd, ShownBy
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.identity import operations as identity
from tongban.identity.models import Mandate, Person, id_index
from tongban.identity.rules import MandateKind

NUMBER = "310104195402039984"
PEOPLE = "/work/counter/people/"


def a_clerk_takes_a_card(scene: Scene) -> bytes:
    client, _clerk = _clerk_of(scene)
    identity.load_register([{"name": NAME, "number": NUMBER, "address": "", "birth_on": ""}])
    Person.objects.filter(pk=scene.person.pk).update(id_number=NUMBER, id_index=id_index(NUMBER))
    told = {"name": NAME, "number": NUMBER}
    return content_of(client.post(PEOPLE, told, follow=True))


def a_clerk_begins_a_case(scene: Scene) -> bytes:
    client, page = _standing(scene)
    told = {"service": an_id_service().code}
    return content_of(client.post(f"{page}begin/", told, follow=True))


def a_clerk_prints_a_receipt(scene: Scene) -> bytes:
    client, page = _standing(scene)
    return content_of(client.get(f"{page}print/{scene.case.public_id}/"))


def a_clerk_writes_down_a_power(scene: Scene) -> bytes:
    a_clerk_takes_a_card(scene)
    client, page = _standing(scene)
    return content_of(client.post(f"{page}paper/", {}))


def a_clerk_excuses_somebody(scene: Scene) -> bytes:
    chief = a_post("Chief", office=scene.handler.office, role=Role.CHIEF)
    line = a_line(by=chief, hours=EVERY_DAY, at=now(), release_at=datetime.min.time())
    wish = Wish(first_slot(line), an_id_service())
    visit = appointments.book(wish=wish, by=scene.actor, at=now())
    Visit.objects.filter(pk=visit.pk).update(status="missed", closed_at=now())
    a_clerk_takes_a_card(scene)
    client, page = _standing(scene)
    excused = client.post(f"{page}missed/{visit.public_id}/excuse/", follow=True)
    assert Visit.objects.get(pk=visit.pk).excused_at
    return content_of(excused)


def a_clerk_ends_a_power(scene: Scene) -> bytes:
    a_clerk_takes_a_card(scene)
    client, page = _standing(scene)
    power = _power(scene)
    return content_of(client.post(f"{page}powers/{power.public_id}/end/", follow=True))


def a_clerk_stops_an_act(scene: Scene) -> bytes:
    a_clerk_takes_a_card(scene)
    client, page = _standing(scene)
    at = now()
    act = Act.objects.create(
        case=scene.case, mandate=_power(scene), action="saved", at=at, veto_until=at
    )
    return content_of(client.post(f"{page}acts/{act.public_id}/stop/", follow=True))


def a_clerk_prints_the_form(scene: Scene) -> bytes:
    client, address = _at_a_draft(scene)
    return content_of(client.get(f"{address}print/"))


def a_clerk_gives_a_paper_back(scene: Scene) -> bytes:
    client, address = _at_a_draft(scene)
    key = "hukou-book"
    return content_of(client.post(f"{address}papers/{key}/", {"remove": "1"}, follow=True))


def a_clerk_is_brought_what_was_typed(scene: Scene) -> bytes:
    client, _clerk = _clerk_of(scene)
    voucher = cases.leave_voucher(
        dead_end=DeadEnd.REFUSED,
        typed={"name": NAME},
        service=None,
        by=scene.person,
        source="192.0.2.1",
        at=now(),
    )
    return content_of(client.post("/work/counter/", {"code": voucher.code}, follow=True))


def _clerk_of(scene: Scene) -> tuple[Client, Post]:
    clerk = a_post("Clerk", office=scene.handler.office, role=Role.CLERK)
    return scene.at_work(clerk), clerk


def _standing(scene: Scene) -> tuple[Client, str]:
    """Somebody whom an official has known for a while: that look is another line."""
    client, clerk = _clerk_of(scene)
    at = now()
    met = Attendance.objects.create(
        person=scene.person,
        post=clerk,
        shown_by=ShownBy.CARD,
        begun_at=at,
        expires_at=at + timedelta(hours=1),
    )
    return client, f"{PEOPLE}{met.public_id}/"


def _power(scene: Scene) -> Mandate:
    return identity.give_mandate(
        principal=scene.person,
        agent=a_person("Helper"),
        kind=MandateKind.FAMILY,
        services=["id-reissue"],
        ends_at=now() + timedelta(days=9),
        by=scene.person,
        at=now(),
    )
