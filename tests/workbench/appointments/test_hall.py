"""The counter's side: calling, finishing, and the form that was begun on a phone."""

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.appointments.pages import an_open_office, first_slot
from tests.builders import ANSWERS, a_post, an_applicant, an_id_service
from tests.doors import sign_in, sign_in_at_work
from tongban.appointments import operations
from tongban.appointments.models import Closure, Schedule, Visit
from tongban.appointments.operations import Wish
from tongban.appointments.rules import Status
from tongban.cases import operations as cases
from tongban.cases.models import Case, Voucher
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.identity.models import Actor
from tongban.privacy.models import Access

pytestmark = pytest.mark.django_db
HALL = "/work/hall/"


@pytest.fixture
def work(client: Client) -> tuple[Client, Post, Schedule]:
    """A clerk at counter 3 of an open office."""
    chief, line, _service = an_open_office()
    clerk = a_post("王建国", office=chief.office, role=Role.CLERK)
    sign_in_at_work(client, clerk.person)
    client.post(f"{HALL}counter/", {"counter": "3", "line": ""})
    return client, clerk, line


def a_visitor(line: Schedule, ana: Actor, case: Case | None = None) -> Visit:
    service = case.service if case else an_id_service()
    wish = Wish(first_slot(line, today=True), service, about=case.ref if case else "")
    visit = operations.book(wish=wish, by=ana, at=now())
    return operations.arrive(office=line.office, said=visit.code, at=now())


def a_draft(ana: Actor) -> Case:
    draft = cases.start(service=an_id_service(), by=ana, at=now())
    answers = {key: value for key, value in ANSWERS.items() if key != "lost_on"}
    return cases.save_draft(case=draft, answers=answers, by=ana, at=now())


def test_the_next_one_is_called_recalled_and_finished(work: tuple[Client, Post, Schedule]) -> None:
    client, clerk, line = work
    visit = a_visitor(line, an_applicant("林晓"))
    queue = client.get(HALL).content.decode()
    assert visit.number in queue
    assert "林*" in queue
    assert "林晓" not in queue

    part = client.get(HALL, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<section id="queue"')
    assert client.post(f"{HALL}call/").status_code == 302
    body = client.get(HALL).content.decode()
    assert "林晓" in body
    assert Access.objects.filter(about=visit.ref, by=clerk.person).count() == 1
    for deed in ("recall", "finish"):
        client.post(f"{HALL}visits/{visit.public_id}/{deed}/")
    visit.refresh_from_db()
    assert (visit.status, visit.counter, visit.clerk) == (Status.DONE, "3", clerk.person)
    assert "Nobody waits in this line now" in client.post(f"{HALL}call/").content.decode()


def test_a_second_one_is_refused_while_somebody_is_at_the_counter(
    work: tuple[Client, Post, Schedule],
) -> None:
    client, _clerk, line = work
    for _ in range(2):
        client.post(f"{HALL}number/", {"line": str(line.public_id)})
    client.post(f"{HALL}call/")
    body = client.post(f"{HALL}call/").content.decode()
    assert "Somebody is still at your counter" in body
    assert Visit.objects.filter(status=Status.CALLED).count() == 1


def test_without_a_counter_nobody_is_called(client: Client) -> None:
    chief, line, _service = an_open_office()
    sign_in_at_work(client, chief.person)
    client.post(f"{HALL}number/", {"line": str(line.public_id)})
    client.post(f"{HALL}call/")
    assert not Visit.objects.filter(status=Status.CALLED).exists()
    bad = client.post(f"{HALL}counter/", {"counter": "../..", "line": ""})
    assert bad.status_code == 200


def test_the_door_by_hand(work: tuple[Client, Post, Schedule]) -> None:
    client, _clerk, line = work
    visit = operations.book(
        wish=Wish(first_slot(line, today=True), an_id_service()), by=an_applicant(), at=now()
    )
    assert visit.number in client.post(f"{HALL}arrive/", {"said": visit.number}).content.decode()
    refused = client.post(f"{HALL}arrive/", {"said": "A999"}).content.decode()
    assert "We found no appointment" in refused
    for wrong in ("dance/", "number/"):
        assert client.post(f"{HALL}{wrong}").status_code == 404


def test_another_office_finds_nothing_of_this_hall(work: tuple[Client, Post, Schedule]) -> None:
    _client, _clerk, line = work
    visit = a_visitor(line, an_applicant())
    other = Client()
    sign_in_at_work(other, a_post("Other").person)
    address = f"{HALL}visits/{visit.public_id}/finish/"
    assert other.post(address).status_code == 404
    assert visit.number not in other.get(HALL).content.decode()


def test_the_clerk_finishes_the_form_that_was_begun_on_the_phone(
    work: tuple[Client, Post, Schedule],
) -> None:
    client, clerk, line = work
    ana = an_applicant("林晓")
    draft = a_draft(ana)
    visit = a_visitor(line, ana, draft)
    client.post(f"{HALL}call/")
    assert "Go on with their form" in client.get(HALL).content.decode()

    opened = client.post("/work/counter/", {"visit": str(visit.public_id)})
    form = opened["Location"]
    assert ANSWERS["phone"] in client.get(form).content.decode()
    access = Access.objects.get(about=draft.ref)
    assert (access.person, access.by) == (ana.person, clerk.person)
    saved = client.post(form, {**ANSWERS, "revision": "1"})
    assert "Saved." in saved.content.decode()
    unconfirmed = client.post(f"{form}hand-in/").content.decode()
    assert "The applicant has to confirm" in unconfirmed
    done = client.post(f"{form}hand-in/", {"confirmed": "yes"})
    assert "Handed in at the counter" in done.content.decode()

    draft.refresh_from_db()
    assert (draft.status, draft.channel) == ("submitted", "counter")
    assert draft.answers["lost_on"] == ANSWERS["lost_on"]


def test_a_code_opens_a_draft_once_and_the_applicant_sees_it(
    work: tuple[Client, Post, Schedule],
) -> None:
    client, clerk, _line = work
    ana = an_applicant("林晓")
    draft, phone = a_draft(ana), Client()
    sign_in(phone, ana.person)
    counter = f"/cases/{draft.public_id}/counter/"
    assert "Make a code for the counter" in phone.get(counter).content.decode()
    phone.post(counter)
    code = Voucher.objects.get().code
    assert f"{code[:4]} {code[4:]}" in phone.get(counter).content.decode()

    said = f"{code[:4]} {code[4:]}".lower()
    assert client.post("/work/counter/", {"code": said}).status_code == 302
    assert Access.objects.get(about=draft.ref).by == clerk.person
    again = client.post("/work/counter/", {"code": said})
    assert again.status_code == 409
    assert "not valid, or was used already" in again.content.decode()


def test_a_draft_is_open_to_the_one_official_for_an_hour(
    work: tuple[Client, Post, Schedule],
) -> None:
    client, clerk, _line = work
    ana = an_applicant()
    draft = a_draft(ana)
    voucher = cases.make_voucher(case=draft, by=ana, at=now())
    cases.take_voucher(code=voucher.code, by=clerk, at=now())
    address = f"/work/counter/{draft.public_id}/"
    assert client.get(address).status_code == 200
    colleague = Client()
    sign_in_at_work(colleague, a_post(office=clerk.office, role=Role.CLERK).person)
    assert colleague.get(address).status_code == 404
    Voucher.objects.update(expires_at=now())
    assert client.get(address).status_code == 404
    with pytest.raises(cases.CaseGone):
        cases.save_at_counter(case=draft, answers={}, by=clerk, at=now())


def test_nobody_opens_a_form_without_the_person_at_the_counter(
    work: tuple[Client, Post, Schedule],
) -> None:
    client, _clerk, line = work
    ana = an_applicant()
    visit = a_visitor(line, ana, a_draft(ana))  # waits, was not called
    assert client.post("/work/counter/", {"visit": str(visit.public_id)}).status_code == 404
    assert not Access.objects.exists()


def test_refused_vouchers(work: tuple[Client, Post, Schedule]) -> None:
    _client, clerk, _line = work
    ana = an_applicant()
    draft = a_draft(ana)
    voucher = cases.make_voucher(case=draft, by=ana, at=now())
    operator = a_post("Op", office=clerk.office, role=Role.OPERATOR)
    with pytest.raises(cases.MayNot):
        cases.take_voucher(code=voucher.code, by=operator, at=now())
    own = Post.objects.create(person=ana.person, office=clerk.office, role=Role.CLERK)
    with pytest.raises(cases.OwnCase):
        cases.take_voucher(code=voucher.code, by=own, at=now())
    Voucher.objects.update(expires_at=now())
    with pytest.raises(cases.NoSuchVoucher):
        cases.take_voucher(code=voucher.code, by=clerk, at=now())
    with pytest.raises(cases.CaseGone):
        cases.make_voucher(case=draft, by=an_applicant("Ben"), at=now())
    assert Voucher.objects.get().taken_at is None


def test_a_chief_opens_a_line_and_announces_a_day(client: Client) -> None:
    chief, line, _service = an_open_office()
    sign_in_at_work(client, chief.person)
    told = {
        "name": "Second",
        "letter": "b",
        "hours": "每天 9:00-10:00",
        "minutes": "10",
        "counters": "2",
        "ahead_days": "3",
        "release_at": "08:00",
    }
    assert client.post("/work/schedule/", told).status_code == 302
    assert Schedule.objects.get(letter="B").services == []
    assert "already has this letter" in client.post("/work/schedule/", told).content.decode()
    day = str(first_slot(line).on)
    body = client.post("/work/schedule/announce/", {"on": day, "reason": "停电"}).content.decode()
    assert "Announced." in body
    assert Closure.objects.get().reason == "停电"
    assert client.post("/work/schedule/announce/", {"on": "x"}).status_code == 200
    client.post(f"/work/schedule/{line.public_id}/end/")
    line.refresh_from_db()
    assert line.ended_at


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
def test_only_the_chief_sets_the_rules(client: Client, role: Role) -> None:
    post = a_post(role=role)
    sign_in_at_work(client, post.person)
    assert client.get("/work/schedule/").status_code == 404
    assert client.post("/work/schedule/announce/").status_code == 404
