"""Calling each door about somebody real. What a trial returns is what its caller got to read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from tests.builders import ANSWERS, MONDAY, a_certificate, a_post, an_applicant, an_id_service
from tests.builders import an_office as builders_office
from tests.certificates.codes.test_issuing import fetch
from tests.doors import sign_in, sign_in_at_work
from tests.portal.openid.programs import a_program
from tongban.cases import operations as cases
from tongban.cases.models import Case, Upload
from tongban.cases.operations.custody import leave, send_off
from tongban.cases.rules.presenting import WhyUploaded
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.certificates import operations as certificates
from tongban.certificates.models import Certificate, CertificateType
from tongban.certificates.rules import codes
from tongban.federation.providers import listeners
from tongban.federation.rules import Question
from tongban.hotline import operations as hotline
from tongban.hotline.models import Problem, Request
from tongban.hotline.rules.contents import Asked
from tongban.identity.models import Actor, Link, Person
from tongban.identity.queries import subject_for
from tongban.privacy.models import Access
from tongban.ratings import operations as ratings
from tongban.ratings.queries import occasion_about
from tongban.ratings.rules import Opinion

NAME, STREET = "甄金丝雀", "金丝雀街77号"
ANSWERED = {**ANSWERS, "phone": "13987654321"}
PEER = "north"


@dataclass
class Scene:
    """A person, her case at an office with a file in it, and the officer who handles it.

    The case was filed and taken on a Monday long ago, so that every look of today is the first.
    """

    actor: Actor = field(init=False)
    case: Case = field(init=False)
    upload: Upload = field(init=False)
    handler: Post = field(init=False)

    def __post_init__(self) -> None:
        self.handler = a_post("Handler", office=builders_office())
        self.actor = an_applicant(NAME, address=STREET)
        Person.objects.filter(pk=self.person.pk).update(region="310104")
        service = an_id_service()
        case = cases.start(service=service, by=self.actor, at=MONDAY)
        cases.save_draft(case=case, answers=ANSWERED, by=self.actor, at=MONDAY)
        self.upload = cases.store_upload(
            owner=self.person, name="page.jpg", data=_a_picture(), at=MONDAY
        )
        cases.attach(
            case=case,
            key="hukou-book",
            upload=self.upload,
            by=self.actor,
            at=MONDAY,
            reason=WhyUploaded.values[0],
        )
        case = cases.submit(case=case, by=self.actor, at=MONDAY)
        self.case = cases.take(case=case, by=self.handler, at=MONDAY)

    @property
    def person(self) -> Person:
        return self.actor.person

    @property
    def canaries(self) -> list[str]:
        """What must not be read anywhere without a line."""
        mine = self.person
        return [NAME, STREET, mine.phone, mine.id_number, ANSWERED["phone"]]

    def at_work(self, post: Post | None = None) -> Client:
        client = Client()
        sign_in_at_work(client, (post or self.handler).person)
        return client

    def known_to_the_peer(self) -> dict[str, Any]:
        """What the peer says when it means her."""
        Link.objects.get_or_create(
            person=self.person, issuer=PEER, subject="theirs", defaults={"linked_at": MONDAY}
        )
        return {"sub": "theirs"}


def content_of(answer: HttpResponse) -> bytes:
    if answer.streaming:
        return b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.content


def asked(name: str, **data: Any) -> bytes:
    answer = listeners.answerer_of(name)
    assert answer is not None
    return json.dumps(answer(Question(name, PEER, "", data, now())), ensure_ascii=False).encode()


def the_handler_reads_a_case(scene: Scene) -> bytes:
    client = scene.at_work()
    client.get(reverse("work_case", args=[scene.case.public_id]))
    return content_of(client.get(reverse("work_case", args=[scene.case.public_id])))


def the_handler_begins_to_act(scene: Scene) -> bytes:
    address = reverse("work_case_act", args=[scene.case.public_id, "correction"])
    return content_of(scene.at_work().get(address))


def the_handler_opens_a_file(scene: Scene) -> bytes:
    names = [scene.case.public_id, scene.upload.public_id]
    return content_of(scene.at_work().get(reverse("work_case_file", args=names)))


def a_colleague_gives_a_reason(scene: Scene) -> bytes:
    client = scene.at_work(a_post("Colleague", office=scene.handler.office))
    address = reverse("work_case_open", args=[scene.case.public_id])
    return content_of(client.post(address, {"why": "advice", "words": ""}, follow=True))


def an_office_looks_up_a_certificate(scene: Scene) -> bytes:
    return _opened(scene, scene.at_work(), _of_the_office(scene))


def an_office_reads_a_certificate(scene: Scene) -> bytes:
    client, card = scene.at_work(), _of_the_office(scene)
    address = reverse("work_certificate", args=[card.public_id])
    assert client.get(address).status_code == 302
    _opened(scene, client, card)
    return content_of(client.get(address))


def _of_the_office(scene: Scene) -> Certificate:
    """A certificate of hers that the handler's office issued."""
    card = a_certificate("idcard", holder=scene.person, name=NAME)
    Certificate.objects.filter(pk=card.pk).update(office=scene.handler.office)
    named = [{"key": "name", "label": {"zh": "姓名"}, "type": "string"}]
    CertificateType.objects.filter(pk=card.type_id).update(fields=named)
    return card


def _opened(scene: Scene, client: Client, card: Certificate) -> bytes:
    typed = {"number": card.identifier, "reason": "The holder came to us"}
    return content_of(client.post(reverse("work_certificates"), typed, follow=True))


def an_office_reads_a_request(scene: Scene) -> bytes:
    client, asked_for = scene.at_work(), a_request(scene)
    client.post(reverse("work_request_open", args=[asked_for.public_id]))
    return content_of(client.get(reverse("work_request", args=[asked_for.public_id])))


def an_office_opens_a_request(scene: Scene) -> bytes:
    address = reverse("work_request_open", args=[a_request(scene).public_id])
    return content_of(scene.at_work().post(address, follow=True))


def an_office_looks_at_a_photo(scene: Scene) -> bytes:
    asked_for = a_request(scene, photos=[_a_picture()])
    client, photo = scene.at_work(), asked_for.photos.get()
    names = [asked_for.public_id, photo.public_id]
    assert client.get(reverse("work_request_photo", args=names)).status_code == 404
    client.post(reverse("work_request_open", args=names[:1]))
    return content_of(client.get(reverse("work_request_photo", args=names)))


def an_office_calls_back(scene: Scene) -> bytes:
    address = reverse("work_problem_act", args=[a_problem(scene).public_id, "call"])
    colleague = a_post("Colleague", office=scene.handler.office)
    return content_of(scene.at_work(colleague).post(address, follow=True))


def a_problem(scene: Scene) -> Problem:
    """She was answered badly and said so."""
    asked_for = a_request(scene)
    hotline.reply(
        request=asked_for, answer="Done", evidence="On Monday", by=scene.handler, at=MONDAY
    )
    occasion = occasion_about(asked_for.ref)
    assert occasion
    said = Opinion(1, (), "Not done", may_call=True)
    ratings.rate(occasion=occasion, opinion=said, by=scene.person, at=MONDAY)
    Access.objects.filter(person=scene.person).exclude(about=scene.case.ref).delete()
    return Problem.objects.get()


def an_office_takes_a_request(scene: Scene) -> bytes:
    address = reverse("work_request_act", args=[a_request(scene).public_id, "take"])
    return content_of(scene.at_work().post(address, follow=True))


def a_request(scene: Scene, photos: Sequence[bytes] = ()) -> Request:
    said = Asked(kind="complaint", text=f"{NAME}: noise", authority="MPS", photos=photos)
    return hotline.ask(said=said, by=scene.person, at=MONDAY)


def _a_picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (60, 40), "white").save(kept, "JPEG")
    return kept.getvalue()


def a_verifier_checks_a_code(scene: Scene) -> bytes:
    key, client = _a_gate(scene)[1], Client()
    client.post(reverse("verify_sign_in"), {"key": key})
    return content_of(client.post(reverse("verify"), {"code": a_code(scene)}))


def a_peers_verifier_checks_a_code(scene: Scene) -> bytes:
    _a_gate(scene)
    keeper = {"sub": "somebody-there", "handle": "", "name": "Keeper"}
    told = {"verifier": "gate", "names": {"zh": "门"}, "scene": "bank", "fields": ["name"]}
    return asked("code.look", code=a_code(scene), keeper=keeper, **told)


def a_program_asks_who_signed_in(scene: Scene) -> bytes:
    program, browser = a_program(), Client()
    sign_in(browser, scene.person, level=2)
    return content_of(program.userinfo(program.tokens(browser)["access_token"]))


def a_peer_fetches_a_file(scene: Scene) -> bytes:
    Case.objects.filter(pk=scene.case.pk).update(custodian=PEER, desk=None, handler=None)
    file = str(scene.upload.public_id)
    asked("case.file", file=file, offset=1)
    return asked("case.file", file=file, offset=0)


def a_peer_asks_what_somebody_holds(scene: Scene) -> bytes:
    a_certificate("residence-permit", holder=scene.person, name=NAME)
    subject = scene.known_to_the_peer()
    asked("wallet.held", subject=subject)
    return asked("wallet.held", subject=subject)


def a_case_is_handed_over(scene: Scene) -> bytes:
    case = scene.case
    taken = leave(case, PEER, by=scene.handler, at=now())
    case.save()
    send_off(case, [taken], at=now())
    return json.dumps(subject_for(scene.person, to=PEER), ensure_ascii=False).encode()


def _a_gate(scene: Scene) -> tuple[Any, str]:
    bank = {"id": "bank", "names": {"zh": "银行"}, "purposes": {"zh": "开户"}, "fields": ["name"]}
    certificates.load_scenes([bank])
    chief = a_post("Chief", office=scene.handler.office, role=Role.CHIEF)
    told = {"code": "gate", "names": {"zh": "门"}, "scene": "bank", "fields": ["name"]}
    until = now() + timedelta(days=1)
    return certificates.register_verifier(**told, until=until, by=chief, at=now())


def a_code(scene: Scene) -> str:
    ((device, credential),) = fetch(scene.actor, at=now())
    return codes.presented(credential, device, at=now())
