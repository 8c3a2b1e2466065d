"""A machine without a keyboard, and the phone of the person in front of it."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.openid.programs import ADDRESS, Program, a_program
from tongban.identity.models import DeviceAsk, Person

pytestmark = pytest.mark.django_db
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def machine(hub: None) -> Program:
    return a_program("Machine in the hall", device=True)


def shown(machine: Program) -> dict[str, str]:
    answer = machine.post("/openid/device-authorization/", {"scope": "openid profile"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def poll(machine: Program, codes: dict[str, str]) -> HttpResponse:
    DeviceAsk.objects.update(polled_at=None)  # as if it had waited
    return machine.post(
        "/openid/token/", {"grant_type": DEVICE, "device_code": codes["device_code"]}
    )


def test_somebody_signs_in_to_a_machine_from_their_phone(
    machine: Program, phone: Client, ana: Person
) -> None:
    codes = shown(machine)
    assert codes["verification_uri"] == f"{ADDRESS}/openid/device/"
    assert poll(machine, codes).json()["error"] == "authorization_pending"
    page = phone.post("/openid/device/", {"code": codes["user_code"].lower().replace("-", " ")})
    assert "Machine in the hall" in page.content.decode()
    assert (
        poll(machine, codes).json()["error"] == "authorization_pending"
    )  # looking is not agreeing
    phone.post("/openid/device/answer/", {"code": codes["user_code"], "allow": "1"})
    tokens = poll(machine, codes).json()
    claims = machine.read(tokens["id_token"])
    assert (claims["aud"], claims["acr"]) == (machine.client_id, "2")
    assert machine.userinfo(tokens["access_token"]).json()["name"] == "Ana Lin"
    assert poll(machine, codes).json()["error"] == "invalid_grant"


def test_the_code_in_an_address_is_only_filled_in(machine: Program, phone: Client) -> None:
    codes = shown(machine)
    page = phone.get(codes["verification_uri_complete"].removeprefix(ADDRESS))
    assert f'value="{codes["user_code"]}"' in page.content.decode()
    assert poll(machine, codes).json()["error"] == "authorization_pending"


def test_a_machine_that_is_not_mine_gets_nothing(machine: Program, phone: Client) -> None:
    codes = shown(machine)
    phone.post("/openid/device/answer/", {"code": codes["user_code"], "refuse": "1"})
    assert poll(machine, codes).json()["error"] == "access_denied"
    again = phone.post("/openid/device/answer/", {"code": codes["user_code"], "allow": "1"})
    assert b"error" in again.content
    assert poll(machine, codes).json()["error"] == "access_denied"


def test_an_impatient_machine_is_slowed_down(machine: Program) -> None:
    codes = shown(machine)
    assert poll(machine, codes).json()["error"] == "authorization_pending"
    asked = {"grant_type": DEVICE, "device_code": codes["device_code"]}
    assert machine.post("/openid/token/", asked).json()["error"] == "slow_down"


def test_old_codes_open_nothing(machine: Program, phone: Client) -> None:
    codes = shown(machine)
    DeviceAsk.objects.update(expires_at=DeviceAsk.objects.get().asked_at - timedelta(seconds=1))
    page = phone.post("/openid/device/", {"code": codes["user_code"]})
    assert "Machine in the hall" not in page.content.decode()
    assert poll(machine, codes).json()["error"] == "expired_token"


def test_a_device_code_is_useless_to_another_machine(machine: Program, phone: Client) -> None:
    codes = shown(machine)
    other = a_program("Other machine", device=True)
    assert poll(other, codes).json()["error"] == "unauthorized_client"


def test_a_program_that_is_no_machine_gets_no_code(program: Program) -> None:
    answer = program.post("/openid/device-authorization/", {"scope": "openid"})
    assert answer.json()["error"] == "unauthorized_client"


def test_guessing_codes_costs_and_ends(machine: Program, phone: Client) -> None:
    codes = shown(machine)
    for number in range(11):
        letters = "ABCDEFGHJKLM"[number] * 8
        page = phone.post("/openid/device/", {"code": letters})
    assert page.context["refusal"].code == "too_often"
    page = phone.post("/openid/device/", {"code": codes["user_code"]})
    assert page.context["refusal"].code == "too_often"
    ben = Client()
    sign_in(ben, a_person("Ben"))
    assert "refusal" not in (
        ben.post("/openid/device/", {"code": codes["user_code"]}).context or {}
    )


@pytest.mark.parametrize("typed", ["", "WDJB", "WDJB-MJH1", "WDJBMJHTX"])
def test_what_cannot_be_a_code_is_said_at_the_field(
    machine: Program, phone: Client, typed: str
) -> None:
    assert "aria-invalid" in phone.post("/openid/device/", {"code": typed}).content.decode()


def test_codes_are_kept_as_fingerprints_only(machine: Program) -> None:
    codes = shown(machine)
    kept = str(list(DeviceAsk.objects.values()))
    assert codes["device_code"] not in kept
    assert codes["user_code"] not in kept
