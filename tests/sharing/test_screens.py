"""What officials and applicants see of registers, and do on those screens."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import DAY, MONDAY, a_post, a_service
from tests.doors import sign_in_at_work
from tests.sharing.registers import a_keeper, a_resource, a_row, an_approval
from tests.sharing.test_cases import a_renter
from tongban.cases import operations as cases
from tongban.cases.models import Case, Consultation
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.hotline.models import Request
from tongban.identity.models import Actor, Person
from tongban.privacy.models import Access
from tongban.sharing.models import RegisterRow, Resource, SharingCall, SharingRequest
from tongban.sharing.rules import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> Resource:
    return a_resource(published_at=now())


def works(client: Client, post: Post) -> Post:
    sign_in_at_work(client, post.person)
    return post


def test_an_office_asks_and_the_owner_approves_less(client: Client, register: Resource) -> None:
    asker = works(client, a_post("Asker"))
    a_service("hf-rent", package={})
    assert "不动产" in client.get(reverse("work_registers")).text
    told = {
        **{"service": "hf-rent", "fields_asked": ["owns_home", "homes"], "purpose": "decide"},
        **{"basis": "Art. 24", "why": "To decide", "a_day": "5"},
    }
    address = reverse("work_register", args=[register.code])
    assert client.post(address, {**told, "basis": ""}).status_code == 200
    assert not SharingRequest.objects.exists()
    assert 'role="alert"' in client.post(address, {**told, "a_day": "11"}).text
    answer = client.post(address, told)
    asked = SharingRequest.objects.get()
    assert answer["Location"] == reverse("work_sharing_request", args=[asked.public_id])
    assert asked.asked_by == asker.person
    page = client.get(answer["Location"])
    assert "Art. 24" in page.text
    assert 'value="approve"' not in page.text
    assert client.post(answer["Location"], {"deed": "approve"}).status_code == 404

    works(client, a_keeper(register))
    assert "hf-rent" in client.get(reverse("work_sharing")).text
    assert 'value="approve"' in client.get(answer["Location"]).text
    granted = {"deed": "approve", "fields_granted": ["homes"], "a_day": "3", "days": "30"}
    client.post(answer["Location"], granted)
    asked.refresh_from_db()
    assert (asked.state, asked.granted, asked.a_day) == (State.APPROVED, ["homes"], 3)
    client.post(answer["Location"], {"deed": "revoke", "reason": "Misused"})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (State.REVOKED, "Misused")
    assert "Misused" in client.get(answer["Location"]).text


def test_a_refusal_needs_a_reason_on_the_screen(client: Client, register: Resource) -> None:
    asked = an_approval(state=State.ASKED, decided_at=None)
    works(client, a_keeper(register))
    address = reverse("work_sharing_request", args=[asked.public_id])
    client.post(address, {"deed": "refuse", "reason": ""})
    asked.refresh_from_db()
    assert asked.state == State.ASKED
    client.post(address, {"deed": "refuse", "reason": "Too much"})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (State.REFUSED, "Too much")


def test_what_others_asked_is_not_there_for_third_offices(
    client: Client, register: Resource
) -> None:
    asked = an_approval()
    works(client, a_post("Third"))
    address = reverse("work_sharing_request", args=[asked.public_id])
    assert client.get(address).status_code == 404
    assert client.get(reverse("work_register", args=["nothing"])).status_code == 404
    assert client.get(reverse("work_register_person", args=[register.code])).status_code == 404


def a_desk(client: Client) -> tuple[Person, Case, Post]:
    an_approval(until=now() + DAY)
    person, case, post = a_renter(homes="7")
    works(client, post)
    cases.take(case=case, by=post, at=now())
    return person, case, post


def test_a_register_is_asked_from_within_the_case(client: Client, register: Resource) -> None:
    person, case, post = a_desk(client)
    client.post(reverse("work_case_open", args=[case.public_id]), {"why": "advice"})
    shown = client.get(reverse("work_case", args=[case.public_id])).text
    address = reverse("work_case_register", args=[case.public_id, "no-home"])
    assert address in shown

    client.post(address)

    assert "<dd>7</dd>" in client.get(reverse("work_case", args=[case.public_id])).text
    call = SharingCall.objects.get()
    assert (call.by, call.about, call.person) == (post.person, case.ref, person)
    assert Access.objects.filter(person=person, fields=["owns_home", "homes"]).count() == 1
    assert case.reference in client.get(reverse("work_calls")).text
    works(client, a_post("Third"))
    assert case.reference not in client.get(reverse("work_calls")).text


def test_a_refused_call_is_said_on_the_case(client: Client, register: Resource) -> None:
    _person, case, _post = a_desk(client)
    client.post(reverse("work_case_open", args=[case.public_id]), {"why": "advice"})
    SharingRequest.objects.update(state=State.REVOKED)
    address = reverse("work_case_register", args=[case.public_id, "no-home"])
    assert 'role="alert"' in client.post(address).text
    assert not SharingCall.objects.exists()


def test_a_case_that_was_not_opened_asks_no_register(client: Client, register: Resource) -> None:
    an_approval(until=now() + DAY)
    _person, case, post = a_renter()
    works(client, post)
    client.post(reverse("work_case_register", args=[case.public_id, "no-home"]))
    assert not SharingCall.objects.exists()


def test_the_keeper_sees_who_asked_how_often(client: Client, register: Resource) -> None:
    _person, case, post = a_desk(client)
    cases.consult(case=case, key="no-home", by=post, at=now())
    works(client, a_keeper(register))
    log = client.get(reverse("work_calls")).text
    assert case.reference in log
    assert 'class="num">1</td>' in log


def test_the_keeper_mends_an_entry(client: Client, register: Resource) -> None:
    person = a_renter()[0]
    works(client, a_keeper(register))
    address = reverse("work_register_person", args=[register.code])
    assert client.get(address).status_code == 200
    assert not Access.objects.exists()
    unknown = client.post(address, {"number": "X1", "reason": "She objects"})
    assert 'role="alert"' in unknown.text
    page = client.post(address, {"number": person.id_number, "reason": "She objects"})
    row = RegisterRow.objects.get()
    assert page.headers["Cache-Control"].startswith("max-age=0")
    assert person.name in page.text
    [look] = Access.objects.filter(person=person)
    assert look.reason == "She objects"
    there = reverse("work_register_row", args=[row.public_id])
    wrong = {"owns_home": "true", "homes": "2", "address": "", "reason": ""}
    assert client.post(there, wrong).status_code == 200
    client.post(there, {**wrong, "reason": "Deed"})
    row.refresh_from_db()
    assert (row.content["homes"], row.content["owns_home"]) == ("2", "true")
    works(client, a_post("Third", role=Role.CHIEF))
    assert client.post(there, {**wrong, "reason": "Deed"}).status_code == 404


def a_citizen(client: Client) -> tuple[Person, Case]:
    an_approval(until=MONDAY + DAY)
    person, case, post = a_renter(homes="7")
    cases.consult(case=case, key="no-home", by=post, at=MONDAY)
    client.force_login(person)
    return person, case


def test_the_applicant_sees_which_register_was_asked(client: Client, register: Resource) -> None:
    _person, case = a_citizen(client)
    page = client.get(reverse("case", args=[case.public_id])).text
    assert "不动产" in page
    assert reverse("case_register_wrong", args=_wrong(case)) in page


@pytest.mark.parametrize("kind", ["correction", "objection"])
def test_saying_that_it_is_wrong_reaches_the_authority(
    client: Client, register: Resource, kind: str
) -> None:
    person, case = a_citizen(client)
    address = reverse("case_register_wrong", args=_wrong(case))
    assert client.post(address, {"kind": kind, "text": ""}).status_code == 200
    assert not Request.objects.exists()
    answer = client.post(address, {"kind": kind, "text": "I sold it in 2019"})
    asked = Request.objects.get()
    assert answer["Location"] == reverse("request", args=[asked.public_id])
    assert (asked.asker, asked.kind, asked.about) == (person, kind, SharingCall.objects.get().ref)
    assert asked.authority is not None
    assert (asked.authority.code, asked.due_on is not None) == ("MNR", True)


def test_nobody_objects_to_what_was_asked_about_another(client: Client, register: Resource) -> None:
    _person, case = a_citizen(client)
    client.force_login(a_post("Stranger").person)
    assert client.get(reverse("case_register_wrong", args=_wrong(case))).status_code == 404


def _wrong(case: Case) -> list[object]:
    return [case.public_id, Consultation.objects.get().public_id]


def test_the_form_says_beforehand_which_register_will_be_asked(
    client: Client, register: Resource
) -> None:
    an_approval(until=now() + DAY)
    person, case, _post = a_renter()
    Case.objects.filter(pk=case.pk).delete()
    draft = cases.start(service=case.service, by=Actor(person), at=now())
    client.force_login(person)
    page = client.get(reverse("case_materials", args=[draft.public_id])).text
    for words in ("不动产", "自然资源部", "有房", "套数"):
        assert words in page
    assert reverse("case_material", args=[draft.public_id, "no-home"]) not in page


def test_rows_of_other_registers_are_not_there(client: Client, register: Resource) -> None:
    row = a_row("else", number="X", name="Eve")
    works(client, a_keeper(register))
    answer = client.post(reverse("work_register_row", args=[row.public_id]), {"reason": "x"})
    assert answer.status_code == 404
