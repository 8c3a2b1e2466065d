"""Doors at counters, in halls and at registers. What these trials prepare, happened on a Monday."""

from uuid import uuid4

from django.test import Client
from django.utils.timezone import now

from tests.appointments.pages import an_open_office, first_slot
from tests.architecture.trials import ANSWERED, NAME, PEER, Scene, content_of
from tests.builders import DAY, MONDAY, PACK, a_certificate, a_post, an_id_service
from tests.certificates.wallets import issued
from tests.doors import sign_in_at_work
from tests.portal.vc.counters import opened, pressed
from tests.sharing.registers import (
    a_case_with,
    a_keeper,
    a_rental,
    a_resource,
    a_row,
    an_approval,
)
from tongban.appointments import operations as appointments
from tongban.appointments.models import Visit
from tongban.appointments.operations import Wish
from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.catalog.models import Post
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.catalog.rules import Role
from tongban.certificates import operations as certificates
from tongban.certificates.models import CertificateType
from tongban.certificates.rules import Content
from tongban.messages.models import Message, Unreached
from tongban.sharing import operations as sharing
from tongban.sharing.models import RegisterRow, Resource
from tongban.sharing.operations.answering import Asked

HALL = "/work/hall/"


def a_clerk_calls_the_next_one(scene: Scene) -> bytes:
    client, _visit = _at_a_counter(scene)
    return content_of(client.post(f"{HALL}call/", follow=True))


def a_clerk_sees_who_is_at_the_counter(scene: Scene) -> bytes:
    client, _visit = _at_a_counter(scene)
    client.post(f"{HALL}call/")
    client.get(HALL)
    return content_of(client.get(HALL))


def a_clerk_calls_again(scene: Scene) -> bytes:
    client, visit = _at_a_counter(scene)
    client.post(f"{HALL}call/")
    return content_of(client.post(f"{HALL}visits/{visit.public_id}/recall/", follow=True))


def a_clerk_opens_a_draft(scene: Scene) -> bytes:
    client, address = _at_a_draft(scene)
    return content_of(client.get(address))


def a_clerk_tries_to_hand_in(scene: Scene) -> bytes:
    client, address = _at_a_draft(scene)
    return content_of(client.post(f"{address}hand-in/"))


def a_handler_asks_a_register(scene: Scene) -> bytes:
    _a_register(scene)
    case, post = a_case_with(scene.person, a_rental(), scene.handler.office)
    cases.take(case=case, by=post, at=MONDAY)
    address = f"/work/cases/{case.public_id}/registers/no-home/"
    return scene.at_work(post).post(address)["Location"].encode()


def a_peer_asks_a_register(scene: Scene) -> bytes:
    resource = _a_register(scene)
    approval = an_approval(office="there", asker=PEER, until=now() + DAY)
    call, said = sharing.answer_call(asked=_asked(scene, resource, approval.public_id), at=now())
    return f"{NAME}: {call} {said}".encode()


def a_keeper_looks_somebody_up(scene: Scene) -> bytes:
    resource = _a_register(scene)
    client = scene.at_work(a_keeper(resource))
    address = f"/work/sharing/registers/{resource.code}/person/"
    told = {"number": scene.person.id_number, "reason": "A request to correct it"}
    return content_of(client.post(address, told))


def a_keeper_corrects_a_row(scene: Scene) -> bytes:
    resource = _a_register(scene)
    client = scene.at_work(a_keeper(resource))
    looked_up = {"number": scene.person.id_number, "reason": "She asked us to mend it"}
    client.post(f"/work/sharing/registers/{resource.code}/person/", looked_up)
    row = RegisterRow.objects.get(resource=resource.code)
    told = {"homes": "1", "owns_home": "true", "address": "", "reason": "She showed the deed"}
    return content_of(client.post(f"/work/sharing/rows/{row.public_id}/", told, follow=True))


def an_office_calls_who_was_not_reached(scene: Scene) -> bytes:
    row = not_reached(scene)
    return content_of(scene.at_work().post(f"/work/unreached/{row.public_id}/", {"show": "1"}))


def not_reached(scene: Scene) -> Unreached:
    message = Message.objects.create(
        to=scene.person,
        template="cases/part_needs_you",
        about=scene.case.ref,
        office=scene.handler.office,
        params={"service": {"zh": "补领"}},
        queued_at=MONDAY,
    )
    return Unreached.objects.create(message=message, opened_at=MONDAY)


def _at_a_counter(scene: Scene) -> tuple[Client, Visit]:
    """A clerk at a counter, for which she has just arrived."""
    chief, line, _service = an_open_office()
    client = Client()
    sign_in_at_work(client, a_post("Clerk", office=chief.office, role=Role.CLERK).person)
    client.post(f"{HALL}counter/", {"counter": "3", "line": ""})
    wish = Wish(first_slot(line, today=True), an_id_service())
    visit = appointments.book(wish=wish, by=scene.actor, at=now())
    return client, appointments.arrive(office=line.office, said=visit.code, at=now())


def _at_a_draft(scene: Scene) -> tuple[Client, str]:
    """A clerk who was told the code of her draft."""
    draft: Case = cases.start(service=an_id_service(), by=scene.actor, at=now())
    answers = {key: value for key, value in ANSWERED.items() if key != "lost_on"}
    cases.save_draft(case=draft, answers=answers, by=scene.actor, at=now())
    voucher = cases.make_voucher(case=draft, by=scene.actor, at=now())
    clerk: Post = a_post("Clerk", office=scene.handler.office, role=Role.CLERK)
    client = scene.at_work(clerk)
    opened = client.post("/work/counter/", {"code": voucher.code})
    return client, opened["Location"]


def _a_register(scene: Scene) -> Resource:
    """One that knows her, and that the office of her case may ask."""
    resource = a_resource(published_at=now())
    an_approval(until=now() + DAY)
    a_row(number=scene.person.id_number, name=NAME)
    return resource


def _asked(scene: Scene, resource: Resource, request: object) -> Asked:
    case, person = scene.case, scene.person
    return Asked(
        id=uuid4(),
        request=request,  # type: ignore[arg-type]
        resource=resource.code,
        purpose="decide",
        fields=["homes"],
        case=case.ref,
        reference=case.reference,
        service="hf-rent",
        is_open=True,
        applicant=person,
        person=person,
        name=person.name,
        number=person.id_number,
        by=a_post("There").person,
        under="post/there",
        office={"zh": "那里"},
        desk="there",
        post={"zh": "审批岗"},
        region="410000",
        node=PEER,
    )


def an_official_opens_a_certificate(scene: Scene) -> bytes:
    card = issued(
        holder=scene.person,
        office=scene.handler.office,
        content=Content({"name": NAME}, MONDAY.date()),
        at=MONDAY,
    )
    told = {"number": card.identifier, "reason": "She lost it and came to us"}
    return content_of(scene.at_work().post("/work/certificates/", told, follow=True))


def a_counter_is_shown_a_certificate(scene: Scene) -> bytes:
    card = a_certificate("idcard", holder=scene.person, name=NAME)
    fields = [{"key": "name", "label": {"zh": "姓名"}, "type": "string"}]
    CertificateType.objects.filter(pk=card.type_id).update(fields=fields)
    certificates.load_scenes(contents.scenes(packs.read(PACK)))
    chief = a_post("Chief", office=scene.handler.office, role=Role.CHIEF)
    verifier, _key = certificates.register_verifier(
        code="window-1",
        names={"zh": "一号窗口"},
        scene="counter",
        fields=[],
        certificates={"idcard": ["name"]},
        until=now() + DAY,
        by=chief,
        at=now(),
    )
    client = scene.at_work(chief)
    what = {"what": f"{verifier.public_id} idcard"}
    answer = client.post("/work/presentations/", what, follow=True)
    phone, page = opened(scene.person, answer.context["ours"])
    pressed(phone, page)
    return content_of(client.get(answer.context["back"]))
