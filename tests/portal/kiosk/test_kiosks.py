"""Machines in halls: who may start one, who is let in, what it opens, and that nothing stays."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import a_certificate, a_person, a_post, a_service
from tests.doors import sign_in
from tests.portal.kiosk.machines import (
    a_code,
    a_machine,
    a_minute_passes,
    agrees,
    code_on_the_screen,
    set_up,
)
from tongban.audit.models import Entry
from tongban.catalog.queries import published_services
from tongban.catalog.rules import Role
from tongban.certificates import operations
from tongban.certificates.models import Kiosk
from tongban.core.refusal import Refusal
from tongban.identity.models import Person, SignIn
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


@pytest.fixture
def ana() -> Person:
    return a_person("林晓")


def text(answer) -> str:
    return answer.content.decode()


def test_a_machine_is_set_up_by_a_keeper_and_started_with_its_secret() -> None:
    kiosk, secret = set_up()
    assert Entry.objects.filter(action="certificates.kiosk_set_up", subject=kiosk.ref).exists()
    home = text(a_machine(secret).get("/kiosk/"))
    assert "data-kiosk" in home
    assert kiosk.services[0] in home

    stranger = Client()
    assert stranger.post("/kiosk/start/", {"secret": "tv_guessed"}).status_code == 422
    assert "data-kiosk" not in text(stranger.get("/kiosk/"))
    for address in ("/kiosk/sign-in/", "/kiosk/code/", "/kiosk/phone/"):
        assert stranger.get(address)["Location"].startswith("/sign-in/")
    assert stranger.post("/kiosk/code/", {"code": a_code(a_person())})["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    ("role", "services", "code"),
    [
        (Role.OFFICER, ["id-reissue"], "not_a_keeper"),
        (Role.CHIEF, [], "no_such_set"),
        (Role.OPERATOR, ["offline"], "no_such_set"),
    ],
)
def test_a_machine_is_refused_where_it_may_not_be(role, services, code) -> None:
    a_service("offline")
    with pytest.raises(Refusal) as refused:
        set_up(a_post(role=role), services=services)
    assert refused.value.code == code
    assert not Kiosk.objects.exists()


def test_a_machine_that_was_taken_down_is_an_ordinary_browser_at_the_next_touch(ana) -> None:
    chief = a_post(role=Role.CHIEF)
    kiosk, secret = set_up(chief)
    machine = a_machine(secret)
    machine.post("/kiosk/code/", {"code": a_code(ana)})
    operations.take_down_kiosk(kiosk=kiosk, by=chief, at=now())
    assert "data-kiosk" not in text(machine.get("/kiosk/"))
    assert machine.get("/cases/")["Location"].startswith("/sign-in/")
    assert not SignIn.objects.filter(door="kiosk", ended_at=None).exists()
    assert Client().post("/kiosk/start/", {"secret": secret}).status_code == 422


def test_a_code_lets_its_holder_in_once_and_the_look_is_told(ana) -> None:
    a_certificate("idcard", holder=ana, name=ana.name)
    machine, code = a_machine(set_up()[1]), a_code(ana)
    answer = machine.post("/kiosk/code/", {"code": code, "next": "/kiosk/mine/"})
    assert answer["Location"] == "/kiosk/mine/"
    assert ana.name not in text(machine.get("/kiosk/mine/"))
    assert SignIn.objects.get(door="kiosk").method == "shown"
    assert accesses_to(ana).count() == 1
    machine.post("/kiosk/end/")
    again = machine.post("/kiosk/code/", {"code": code})
    assert again.status_code == 422
    assert SignIn.objects.filter(door="kiosk").count() == 1


def test_somebody_agrees_on_the_phone_and_is_let_in_once(ana) -> None:
    machine, phone = a_machine(set_up()[1]), Client()
    sign_in(phone, ana)
    code = code_on_the_screen(machine, next="/kiosk/mine/")
    watching = {"HTTP_X_WATCHES": "1", "HTTP_HX_REQUEST": "true"}
    assert machine.post("/kiosk/phone/", **watching).status_code == 204
    assert machine.post("/kiosk/phone/").status_code == 422  # pressed too early
    asked = machine.session["kiosk.asked"]
    agrees(phone, code)
    answer = machine.post("/kiosk/phone/", {"next": "/kiosk/mine/"}, **watching)
    assert answer["HX-Redirect"] == "/kiosk/mine/"
    assert SignIn.objects.get(door="kiosk").person == ana

    thief = a_machine(_other_secret())
    session = thief.session
    session["kiosk.asked"] = asked
    session.save()
    assert thief.post("/kiosk/phone/").status_code == 422
    assert SignIn.objects.filter(door="kiosk").count() == 1


def test_who_says_no_on_the_phone_is_not_let_in(ana) -> None:
    machine, phone = a_machine(set_up()[1]), Client()
    sign_in(phone, ana)
    agrees(phone, code_on_the_screen(machine), on="refuse")
    assert "somebody else" in text(machine.post("/kiosk/phone/"))
    assert not SignIn.objects.filter(door="kiosk").exists()


def test_after_a_minute_nothing_of_the_person_is_left_and_the_old_cookie_is_void(ana) -> None:
    machine = a_machine(set_up()[1])
    machine.post("/kiosk/code/", {"code": a_code(ana)})
    machine.post(reverse("preferences"), {"elder": "1", "language": "ko"})
    page = machine.get("/kiosk/mine/")
    assert page["Cache-Control"] == "no-store"
    assert '<noscript><meta http-equiv="refresh" content="61;' in text(page)
    assert not [c for c in machine.cookies.values() if c["max-age"] or c["expires"]]
    kept = machine.cookies[settings.SESSION_COOKIE_NAME].value

    a_minute_passes(machine)
    gone = machine.get("/kiosk/mine/")

    assert gone["Location"].startswith("/sign-in/")
    assert gone["Clear-Site-Data"] == '"storage"'
    for chosen in (settings.ELDER_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        assert gone.cookies[chosen]["max-age"] == 0
    assert SignIn.objects.get(door="kiosk").ended_at
    assert "data-kiosk" in text(machine.get("/kiosk/"))  # the machine itself goes on
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert "data-kiosk" not in text(old.get("/kiosk/"))
    assert old.get("/cases/").status_code == 302
    ana.refresh_from_db()
    assert (ana.elder, ana.language) == (False, "")


def test_a_touch_keeps_somebody_in_and_a_script_that_only_looks_does_not(ana) -> None:
    machine = a_machine(set_up()[1])
    machine.post("/kiosk/code/", {"code": a_code(ana)})
    before = machine.session["kiosk.touched"]
    machine.get("/window/", HTTP_X_WATCHES="1")
    assert machine.session["kiosk.touched"] == before
    assert machine.post("/kiosk/still-here/", HTTP_X_TOUCHED="1").status_code == 204
    assert machine.session["kiosk.touched"] > before
    a_minute_passes(machine)
    assert machine.post("/kiosk/still-here/", HTTP_X_TOUCHED="1").status_code == 409


def test_a_machine_opens_what_its_place_offers_and_nothing_else(ana) -> None:
    kiosk, secret = set_up()
    machine = a_machine(secret)
    for address in ("/sign-in/?next=/cases/", "/step-up/?level=3"):
        assert machine.get(address)["Location"].startswith("/kiosk/sign-in/?")
    for address in ("/", "/wallet/", "/me/", "/me/data/", "/work/", "/code/"):
        assert machine.get(address)["Location"] == "/kiosk/", address
    other = a_service("other", package=kiosk_package(kiosk))
    machine.post("/kiosk/code/", {"code": a_code(ana)})
    away = machine.get(f"/services/{other.code}/apply/")
    assert away["Location"] == f"/kiosk/services/{other.code}/"
    assert "data:image" in text(machine.get(away["Location"]))
    assert machine.get(f"/services/{kiosk.services[0]}/apply/").status_code == 200


def kiosk_package(kiosk: Kiosk) -> dict:
    return published_services().get(code=kiosk.services[0]).version.package


def _other_secret() -> str:
    return set_up(code="hall-2")[1]
