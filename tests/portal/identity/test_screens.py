"""The screens of identity: each shows up, works without JavaScript, and keeps strangers out."""

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from tests.builders import MONDAY, a_person
from tests.doors import sign_in
from tests.identity.test_names import a_number, registered
from tests.portal.identity.test_signing_in import PHONE, code_on
from tongban.identity import operations
from tongban.identity.models import Person, SignIn
from tongban.identity.rules import Level

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> Person:
    person = a_person("Ana")
    sign_in(client, person, level=2)
    return person


@pytest.mark.parametrize(
    "address",
    ["/me/acting/", "/me/passkeys/", "/me/sign-ins/", "/me/name/", "/step-up/?level=3&next=/"],
)
def test_every_screen_shows_up_for_its_person_only(
    client: Client, ana: Person, address: str
) -> None:
    assert client.get(address).status_code == 200
    assert Client().get(address)["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize(
    ("typed", "part"),
    [("", "required"), ("1380013800", "10"), ("23800138000", "11"), ("abc", "digits")],
)
def test_a_faulty_number_is_told_at_the_field(client: Client, typed: str, part: str) -> None:
    page = client.post("/sign-in/", {"phone": typed}, headers={"Accept-Language": "en"})
    assert 'aria-invalid="true"' in page.text
    assert part in page.text


@pytest.mark.parametrize("typed", ["+86 138 0013 8000", "138-0013-8000", "１３８００１３８０００"])
def test_a_number_may_be_written_as_people_write_it(client: Client, typed: str) -> None:
    assert client.post("/sign-in/", {"phone": typed}).status_code == 302
    assert code_on(PHONE)


def test_asking_too_often_says_how_long_to_wait(client: Client) -> None:
    for _ in range(3):
        client.post("/sign-in/", {"phone": PHONE})
    page = client.post("/sign-in/", {"phone": PHONE}, headers={"Accept-Language": "en"})
    assert "5 minutes" in page.text
    assert "counter" in page.text


def test_signing_in_remembers_the_device_so_that_strangers_cannot_block_it(client: Client) -> None:
    client.post("/sign-in/", {"phone": PHONE})
    client.post("/sign-in/code/", {"code": code_on(PHONE)})
    for n in range(30):
        Client(REMOTE_ADDR=f"198.51.100.{n}").post("/sign-in/", {"phone": PHONE})
    assert Client().post("/sign-in/", {"phone": PHONE}).status_code == 200
    assert client.post("/sign-in/", {"phone": PHONE}).status_code == 302


def test_an_expired_code_offers_a_new_one(client: Client) -> None:
    client.post("/sign-in/", {"phone": PHONE})
    code = code_on(PHONE)
    from tongban.identity.models import Challenge

    Challenge.objects.update(expires_at=now())
    page = client.post("/sign-in/code/", {"code": code}, headers={"Accept-Language": "en"})
    assert "no longer works" in page.text
    assert f'name="phone" value="{PHONE}"' in page.text


def test_the_code_page_without_a_question_leads_to_the_start(client: Client) -> None:
    assert client.get("/sign-in/code/")["Location"].startswith("/sign-in/")


def test_a_name_is_matched_and_leads_on(client: Client) -> None:
    ben = Person.objects.create(created_at=MONDAY)
    sign_in(client, ben, level=1)
    typed = {"name": "林晓", "number": registered(), "next": "/me/acting/"}
    assert client.post("/me/name/", typed)["Location"] == "/me/acting/"
    ben.refresh_from_db()
    assert (ben.level, SignIn.objects.get().level) == (2, 2)


def test_a_wrong_check_digit_is_told_at_the_field_and_nothing_typed_is_lost(client: Client) -> None:
    sign_in(client, Person.objects.create(created_at=MONDAY), level=1)
    number = a_number()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    page = client.post("/me/name/", {"name": "林晓", "number": wrong})
    assert page.status_code == 200
    assert f'value="{wrong}"' in page.text
    assert 'aria-describedby="id_number_helptext id_number_error"' in page.text


def test_a_mismatch_offers_the_counter(client: Client) -> None:
    sign_in(client, Person.objects.create(created_at=MONDAY), level=1)
    page = client.post("/me/name/", {"name": "王五", "number": registered()})
    assert 'role="alert"' in page.text
    assert "/offices/" in page.text


def test_the_step_up_page_never_offers_a_face_alone(
    client: Client, ana: Person, settings: Settings
) -> None:
    settings.TONGBAN_DEMO = True
    page = client.get("/step-up/?level=3&next=/me/acting/")
    assert "/step-up/presence/" in page.text
    assert "/offices/" in page.text
    typed = {"next": "/me/acting/", "level": "3"}
    assert client.post("/step-up/presence/", typed)["Location"] == "/me/acting/"
    assert SignIn.objects.get().level == Level.PRESENT


def test_the_step_up_page_asks_for_the_name_first(client: Client, settings: Settings) -> None:
    settings.TONGBAN_DEMO = True
    sign_in(client, Person.objects.create(created_at=MONDAY), level=1)
    page = client.get("/step-up/?level=3")
    assert "/me/name/" in page.text
    assert "/step-up/presence/" not in page.text


def test_there_is_no_pretend_check_in_a_real_installation(client: Client, ana: Person) -> None:
    assert "/step-up/presence/" not in client.get("/step-up/?level=3").text
    assert client.post("/step-up/presence/").status_code == 200
    assert SignIn.objects.get().level == 2


def test_level_four_is_reached_at_a_counter_only(
    client: Client, ana: Person, settings: Settings
) -> None:
    settings.TONGBAN_DEMO = True
    page = client.get("/step-up/?level=4")
    assert "/step-up/presence/" not in page.text
    assert "/offices/" in page.text


def test_whoever_has_the_level_is_led_on(client: Client, ana: Person) -> None:
    assert client.get("/step-up/?level=2&next=/me/acting/")["Location"] == "/me/acting/"


def test_another_sign_in_of_ones_own_can_be_ended(client: Client, ana: Person) -> None:
    other = Client()
    opened = sign_in(other, ana)
    assert client.post(f"/me/sign-ins/{opened.public_id}/end/")["Location"] == "/me/sign-ins/"
    assert other.get("/me/sign-ins/").status_code == 302
    stranger = sign_in(Client(), a_person("Ben"))
    assert client.post(f"/me/sign-ins/{stranger.public_id}/end/").status_code == 404


def test_the_on_screen_phone_exists_in_demonstrations_only(
    client: Client, settings: Settings
) -> None:
    assert client.get("/demo/phone/").status_code == 404
    settings.TONGBAN_DEMO = True
    assert client.get("/demo/phone/").status_code == 200


def test_the_on_screen_phone_shows_the_code_to_the_browser_that_asked(
    client: Client, settings: Settings
) -> None:
    settings.TONGBAN_DEMO = True
    client.post("/sign-in/", {"phone": PHONE})
    assert "/demo/phone/" in client.get("/sign-in/code/").text
    code = code_on(PHONE)
    whole = client.get("/demo/phone/").text
    part = client.get("/demo/phone/", headers={"HX-Request": "true"}).text
    assert code in part
    assert "<html" not in part
    assert part.strip() in whole
    assert code not in Client().get(f"/demo/phone/?number={PHONE}").text


def test_the_on_screen_phone_shows_the_phones_of_invented_people(
    client: Client, settings: Settings
) -> None:
    settings.TONGBAN_DEMO = True
    operations.register_person(phone=PHONE, name="林晓", synthetic=True, at=now())
    operations.register_person(phone="13900139000", name="王五", at=now())
    Client().post("/sign-in/", {"phone": PHONE})
    code = code_on(PHONE)
    page = client.get(f"/demo/phone/?number={PHONE}").text
    assert code in page
    assert "13900139000" not in page
    assert "林晓" in client.get("/sign-in/").text
