"""A program sends somebody to the hub and hears who it was."""

import pytest
from django.test import Client

from tests.portal.openid.programs import ADDRESS, Program
from tongban.identity.models import Person

pytestmark = pytest.mark.django_db


def test_a_program_hears_who_signed_in(program: Program, phone: Client, ana: Person) -> None:
    back = program.sign_in(phone)
    assert (back["state"], back["iss"]) == (program.state, ADDRESS)
    tokens = program.fetch(back["code"]).json()
    assert tokens["token_type"] == "Bearer"
    claims = program.read(tokens["id_token"])
    assert (claims["iss"], claims["aud"]) == (ADDRESS, program.client_id)
    assert (claims["acr"], claims["amr"], claims["nonce"]) == ("2", ["sms"], program.nonce)
    told = program.userinfo(tokens["access_token"]).json()
    assert told["sub"] == claims["sub"]
    assert (told["name"], told["phone_number"]) == ("Ana Lin", ana.phone)
