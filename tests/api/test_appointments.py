"""Booking by another program."""

from uuid import uuid4

import pytest

from tests.api.programs import Program, is_problem, program_of
from tests.appointments.pages import an_open_office, first_slot
from tests.builders import an_actor
from tongban.appointments.models import Visit

pytestmark = pytest.mark.django_db
PATH = "/api/v1/appointments"


def test_a_program_finds_a_time_and_books_it_once() -> None:
    _chief, line, service = an_open_office()
    program = program_of(an_actor())
    offices = Program().get("/api/v1/offices", {"service": "passport", "region": "310104"}).json()
    assert [each["id"] for each in offices] == [str(line.office.public_id)]
    path = f"/api/v1/offices/{offices[0]['id']}/slots"
    free = Program().get(path, {"service": service.code}).json()["items"]
    assert all(each["free"] > 0 for each in free)

    body = {"slot": free[-1]["id"], "service": service.code}
    first = program.post(PATH, body, Idempotency_Key="k")
    again = program.post(PATH, body, Idempotency_Key="k")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["number"] == Visit.objects.get().number
    assert program.get(PATH).json()["total"] == 1
    assert program.get(f"{PATH}/{first.json()['id']}").json() == first.json()


def test_a_program_moves_and_cancels() -> None:
    _chief, line, service = an_open_office()
    program = program_of(an_actor())
    body = {"slot": str(first_slot(line).public_id), "service": service.code}
    visit = program.post(PATH, body).json()
    other = str(first_slot(line, today=True).public_id)
    moved = program.post(f"{PATH}/{visit['id']}/move", {"slot": other}).json()
    assert moved["starts_at"] < visit["starts_at"]
    assert program.post(f"{PATH}/{visit['id']}/cancel", {}).json()["status"] == "cancelled"


def test_refusals_are_problems() -> None:
    _chief, line, service = an_open_office(counters=1)
    slot = str(first_slot(line).public_id)
    body = {"slot": slot, "service": service.code}
    assert program_of(an_actor()).post(PATH, body).status_code == 201
    assert is_problem(program_of(an_actor()).post(PATH, body), 409, "slot_full")
    weak = program_of(an_actor(level=1))
    assert is_problem(weak.post(PATH, body), 403, "needs_confirmed_name")
    assert is_problem(Program().post(PATH, body), 401, "sign_in_needed")
    unknown = {**body, "slot": str(uuid4())}
    assert is_problem(program_of(an_actor()).post(PATH, unknown), 404, "not_found")
    odd = {**body, "service": "字"}
    assert is_problem(program_of(an_actor()).post(PATH, odd), 404, "not_found")


def test_ben_never_sees_anas_appointment() -> None:
    _chief, line, service = an_open_office()
    body = {"slot": str(first_slot(line).public_id), "service": service.code}
    visit = program_of(an_actor()).post(PATH, body).json()
    ben = program_of(an_actor("Ben"))
    for answer in (
        ben.get(f"{PATH}/{visit['id']}"),
        ben.post(f"{PATH}/{visit['id']}/cancel", {}),
        ben.post(f"{PATH}/{visit['id']}/move", {"slot": body["slot"]}),
    ):
        assert is_problem(answer, 404, "not_found")
