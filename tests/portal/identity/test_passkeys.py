"""Passkeys on citizens' screens, with a device made of software."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.builders import a_person
from tests.doors import sign_in
from tests.pretend_key import PretendKey
from tongban.identity.models import Passkey, Person, SignIn
from tongban.identity.rules import Level, Method

pytestmark = pytest.mark.django_db


def options(client: Client, **fields: str) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/sign-in/passkey/options/", fields).json()
    return found


def passkey_of(person: Person, *, level: int) -> PretendKey:
    client, key = Client(), PretendKey()
    sign_in(client, person, level=level)
    answer = key.make(options(client, make="1"))
    assert (
        client.post("/me/passkeys/", {"answer": json.dumps(answer)})["Location"] == "/me/passkeys/"
    )
    return key


def test_a_passkey_signs_its_person_in_at_the_level_it_was_made_at(client: Client) -> None:
    ana = a_person("Ana")
    key = passkey_of(ana, level=3)

    answer = key.use(options(client))
    fields = {"answer": json.dumps(answer), "next": "/me/passkeys/"}
    assert client.post("/sign-in/passkey/", fields)["Location"] == "/me/passkeys/"

    latest = SignIn.objects.latest("pk")
    assert (latest.person, latest.level, latest.method) == (ana, Level.PRESENT, Method.PASSKEY)
    assert client.get("/me/passkeys/").status_code == 200


def test_a_passkey_made_after_a_code_does_not_reach_level_three(client: Client) -> None:
    ana = a_person("Ana")
    key = passkey_of(ana, level=2)
    sign_in(client, ana, level=2)
    client.post("/step-up/passkey/", {"answer": json.dumps(key.use(options(client)))})
    assert SignIn.objects.latest("pk").level == Level.MATCHED


def test_a_passkey_lifts_the_sign_in_of_its_own_person_only(client: Client) -> None:
    ana, ben = a_person("Ana"), a_person("Ben")
    key = passkey_of(ana, level=3)
    here = sign_in(client, ben, level=2)
    page = client.post("/step-up/passkey/", {"answer": json.dumps(key.use(options(client)))})
    assert 'role="alert"' in page.text
    here.refresh_from_db()
    assert here.level == 2

    mine = sign_in(client, ana, level=2)
    lifted = client.post("/step-up/passkey/", {"answer": json.dumps(key.use(options(client)))})
    assert lifted.status_code == 302
    mine.refresh_from_db()
    assert (mine.level, mine.level_by) == (3, Method.PASSKEY)


@pytest.mark.parametrize("spoil", ["origin", "replay", "signature", "counter", "stranger"])
def test_a_passkey_that_does_not_fit_is_refused(client: Client, spoil: str) -> None:
    key = passkey_of(a_person("Ana"), level=3)
    if spoil == "origin":
        key.origin = "https://false.example"
    if spoil == "stranger":
        key = PretendKey()
    answer = key.use(options(client))
    if spoil == "signature":
        answer["response"]["signature"] = answer["response"]["signature"][::-1]
    if spoil == "replay":
        client.post("/sign-in/passkey/", {"answer": json.dumps(answer)})
        client = Client()
        options(client)
    if spoil == "counter":
        Passkey.objects.update(counter=7)
    page = client.post("/sign-in/passkey/", {"answer": json.dumps(answer)})
    assert page.status_code == 200
    assert 'role="alert"' in page.text


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"id": 3}', "nonsense"])
def test_nonsense_instead_of_a_passkey_is_refused(client: Client, answer: str) -> None:
    options(client)
    page = client.post("/sign-in/passkey/", {"answer": answer})
    assert page.status_code == 200


def test_a_passkey_can_be_removed_by_its_owner_only(client: Client) -> None:
    passkey_of(a_person("Ana"), level=3)
    passkey = Passkey.objects.get()
    sign_in(client, a_person("Ben"))
    assert client.post(f"/me/passkeys/{passkey.public_id}/remove/").status_code == 404
    sign_in(client, passkey.person)
    assert client.post(f"/me/passkeys/{passkey.public_id}/remove/")["Location"] == "/me/passkeys/"
    assert not Passkey.objects.exists()
