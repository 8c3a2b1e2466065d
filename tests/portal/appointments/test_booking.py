"""From the page of a service to a number for the hall."""

from uuid import uuid4

import pytest
import vobject
from django.test import Client
from django.utils.timezone import now

from tests.appointments.pages import a_citizen, an_open_office, first_slot
from tests.builders import HOUR
from tests.doors import sign_in
from tongban.appointments import operations
from tongban.appointments.models import Feed, Place, Visit, Wait
from tongban.appointments.operations import Wish
from tongban.appointments.rules import Status
from tongban.identity.models import Actor

pytestmark = pytest.mark.django_db
BOOK = "/services/passport/book/"


def here(client: Client) -> Client:
    client.cookies["region"] = "310104"
    return client


def test_the_guide_leads_to_the_times_where_an_office_takes_appointments(client: Client) -> None:
    _chief, line, _service = an_open_office()
    assert BOOK in here(client).get("/services/passport/").content.decode()
    body = client.get(BOOK).content.decode()
    assert str(first_slot(line, today=True).public_id) in body
    line.services = ["other"]
    line.save()
    assert BOOK not in client.get("/services/passport/").content.decode()
    assert "No office near you gives appointments" in client.get(BOOK).content.decode()


def test_a_stranger_looks_and_signs_in_to_choose(client: Client) -> None:
    _chief, line, _service = an_open_office()
    answer = here(client).post(BOOK, {"slot": str(first_slot(line).public_id)})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
    assert not Visit.objects.exists()


def test_a_citizen_books_and_gets_the_number_that_is_called(client: Client) -> None:
    _chief, line, _service = an_open_office()
    sign_in(here(client), ana := a_citizen())
    slot = first_slot(line)

    held = client.post(BOOK, {"slot": str(slot.public_id)})
    visit = Visit.objects.get()
    assert held["Location"] == f"/appointments/{visit.public_id}/"
    assert "Is this right?" in client.get(held["Location"]).content.decode()
    client.post(f"/appointments/{visit.public_id}/confirm/")

    body = client.get(f"/appointments/{visit.public_id}/").content.decode()
    visit.refresh_from_db()
    assert (visit.holder, visit.status) == (ana, Status.BOOKED)
    assert visit.number in body
    assert visit.code in body
    assert visit.number in client.get("/appointments/").content.decode()
    assert client.get(BOOK).content.decode().count("You have an appointment for this") == 1


def test_pressing_twice_books_once(client: Client) -> None:
    _chief, line, _service = an_open_office()
    sign_in(here(client), a_citizen())
    slot = first_slot(line)
    for _ in range(2):
        client.post(BOOK, {"slot": str(slot.public_id)})
    assert Visit.objects.count() == 1


def test_a_time_that_was_just_taken_is_said_on_the_page(client: Client) -> None:
    _chief, line, service = an_open_office(counters=1)
    slot = first_slot(line)
    operations.book(wish=Wish(slot, service), by=Actor(a_citizen("Quick")), at=now())
    sign_in(here(client), a_citizen())
    answer = client.post(BOOK, {"slot": str(slot.public_id)})
    assert "just been taken" in answer.content.decode()


@pytest.mark.parametrize("slot", ["", "x", str(uuid4())])
def test_an_unknown_time_is_not_there(client: Client, slot: str) -> None:
    an_open_office()
    sign_in(here(client), a_citizen())
    assert client.post(BOOK, {"slot": slot}).status_code == 404


@pytest.mark.parametrize("query", ["?day=x", "?day=9999-99-99", "?line=x", "?day=2020-01-01"])
def test_any_question_shows_some_times(client: Client, query: str) -> None:
    an_open_office()
    assert 'name="slot"' in here(client).get(BOOK + query).content.decode()


def test_a_day_that_is_shown_has_a_time(client: Client) -> None:
    an_open_office(ahead_days=3)
    answer = here(client).get(BOOK)
    board = answer.context["board"]
    assert board.days
    for day in board.days:
        assert client.get(f"{BOOK}?day={day}").context["board"].times


def test_moving_and_giving_back(client: Client) -> None:
    _chief, line, service = an_open_office()
    sign_in(here(client), ana := a_citizen())
    visit = operations.book(wish=Wish(first_slot(line), service), by=Actor(ana), at=now())
    page = f"/appointments/{visit.public_id}/"
    other = client.get(f"{page}move/").context["board"].times[2].slot
    assert client.post(f"{page}move/", {"slot": str(other.public_id)})["Location"] == page
    visit.refresh_from_db()
    assert visit.starts_at == other.starts_at
    assert "Give this place back?" in client.get(f"{page}cancel/").content.decode()
    client.post(f"{page}cancel/")
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED


def test_nobody_finds_the_appointment_of_somebody_else(client: Client) -> None:
    _chief, line, service = an_open_office()
    visit = operations.book(wish=Wish(first_slot(line), service), by=Actor(a_citizen()), at=now())
    sign_in(client, a_citizen("Ben"))
    page = f"/appointments/{visit.public_id}/"
    assert client.get(page).status_code == 404
    for what in ("confirm", "move", "cancel"):
        assert client.post(f"{page}{what}/").status_code == 404


def test_who_waits_sees_it_and_stops(client: Client) -> None:
    _chief, line, service = an_open_office(ahead_days=1, counters=1, hours="每天 9:00-10:00")
    slot = first_slot(line)
    Place.objects.filter(slot__on=slot.on).update(state="taken")
    sign_in(here(client), a_citizen())
    body = client.get(f"{BOOK}").content.decode()
    assert "Full days" in body
    address = f"/appointments/lines/{line.public_id}/wait/"
    client.post(address, {"on": str(slot.on), "service": service.code})
    wait = Wait.objects.get()
    assert "You wait for" in client.get("/appointments/").content.decode()
    client.post(f"/appointments/waits/{wait.public_id}/stop/")
    assert "You wait for" not in client.get("/appointments/").content.decode()
    for wrong in ({"on": "x", "service": service.code}, {"on": str(slot.on), "service": "no"}):
        assert client.post(address, wrong).status_code == 404


def test_the_waiting_room_lets_one_in_and_says_the_turn(client: Client) -> None:
    _chief, line, service = an_open_office(waiting_room=True)
    line.slots.update(opens_at=now() + HOUR / 4)
    sign_in(here(client), a_citizen())
    assert "To the waiting room" in client.get(BOOK).content.decode()
    room = f"/appointments/lines/{line.public_id}/room/?service={service.code}"
    assert "Come in" in client.get(room).content.decode()
    client.post(room)
    assert "You are in" in client.get(room).content.decode()


def test_a_foreign_program_reads_the_calendar_at_its_secret_address(client: Client) -> None:
    _chief, line, service = an_open_office()
    sign_in(here(client), ana := a_citizen())
    slot = first_slot(line)
    visit = operations.book(wish=Wish(slot, service), by=Actor(ana), at=now())
    client.post("/appointments/calendar/")
    feed = f"/appointments/calendar/{Feed.objects.get().secret}.ics"
    assert feed in client.get("/appointments/").content.decode()

    answer = Client().get(feed)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event = vobject.readOne(answer.content.decode()).vevent
    assert event.dtstart.value == slot.starts_at
    assert event.dtend.value == slot.ends_at
    assert event.summary.value == f"passport · {visit.number}"
    assert event.status.value == "CONFIRMED"
    assert event.valarm.trigger.value == -2 * HOUR
    assert "林晓" not in answer.content.decode()
    operations.cancel(visit=visit, by=Actor(ana), at=now())
    off = vobject.readOne(Client().get(feed).content.decode()).vevent
    assert (off.status.value, off.uid.value) == ("CANCELLED", event.uid.value)


def test_an_address_that_was_ended_or_replaced_shows_nothing(client: Client) -> None:
    sign_in(client, a_citizen())
    client.post("/appointments/calendar/")
    old = f"/appointments/calendar/{Feed.objects.get().secret}.ics"
    client.post("/appointments/calendar/", {"do": "new"})
    assert Client().get(old).status_code == 404
    new = f"/appointments/calendar/{Feed.objects.get(ended_at=None).secret}.ics"
    assert Client().get(new).status_code == 200
    client.post("/appointments/calendar/", {"do": "end"})
    assert Client().get(new).status_code == 404
    assert Client().get("/appointments/calendar/字.ics").status_code == 404


def test_the_board_of_the_hall_shows_numbers_and_no_names(client: Client) -> None:
    chief, line, service = an_open_office()
    ana = a_citizen()
    visit = operations.book(
        wish=Wish(first_slot(line, today=True), service), by=Actor(ana), at=now()
    )
    operations.arrive(office=line.office, said=visit.number, by=chief, at=now())
    operations.call_next(counter="7", by=chief, at=now())
    body = client.get(f"/hall/{line.office.public_id}/").content.decode()
    assert visit.number in body
    assert "Counter 7" in body
    assert "林" not in body
    part = client.get(f"/hall/{line.office.public_id}/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="board"')
    assert client.get(f"/hall/{uuid4()}/").status_code == 404


def test_at_the_door_one_signs_in_with_a_code_or_hears_where_to_ask(client: Client) -> None:
    _chief, line, service = an_open_office()
    visit = operations.book(
        wish=Wish(first_slot(line, today=True), service), by=Actor(a_citizen()), at=now()
    )
    door = f"/hall/{line.office.public_id}/arrive/"
    assert "We found no appointment" in client.post(door, {"said": "NOBODY22"}).content.decode()
    body = client.post(door, {"said": visit.code.lower()}).content.decode()
    assert visit.number in body
    visit.refresh_from_db()
    assert visit.status == Status.ARRIVED
    assert "A001" not in client.get(door).content.decode()


def test_a_door_gets_tired_of_guesses(client: Client, monkeypatch) -> None:
    from tongban.identity.rules.buckets import Buckets

    _chief, line, _service = an_open_office()
    monkeypatch.setattr("tongban.portal.hall.views.TRIES", Buckets(rate=0.001, burst=2))
    door = f"/hall/{line.office.public_id}/arrive/"
    answers = [client.post(door, {"said": f"NOBODY2{n}"}).content.decode() for n in range(3)]
    assert ["Too many tries" in answer for answer in answers] == [False, False, True]
