"""Signing in by phone and code, as the screens do it."""

import re

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.builders import a_person
from tongban.identity.models import Person, phone_index
from tongban.messages import tasks
from tongban.messages.models import Delivery

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


def code_on(phone: str) -> str:
    tasks.deliver(at=now())
    text = Delivery.objects.filter(address_index=phone_index(phone)).order_by("-pk")[0]
    return str(re.findall(r"\d{6}", text.body)[0])


def test_a_new_number_becomes_a_person_after_the_right_code(client: Client) -> None:
    asked = client.post("/sign-in/", {"phone": "138 0013-8000", "next": "/me/acting/"})
    assert asked["Location"] == "/sign-in/code/?next=%2Fme%2Facting%2F"
    assert Person.objects.count() == 0

    page = client.get(asked["Location"])
    assert 'autocomplete="one-time-code"' in page.text
    assert 'inputmode="numeric"' in page.text

    done = client.post(asked["Location"], {"code": code_on(PHONE), "next": "/me/acting/"})
    assert done["Location"] == "/me/acting/"
    assert Person.objects.get().level == 1
    assert client.get("/me/acting/").status_code == 200


def test_the_answer_is_the_same_for_a_known_and_an_unknown_number(client: Client) -> None:
    known = a_person("Ana").phone
    first = client.post("/sign-in/", {"phone": known}, follow=True)
    second = Client().post("/sign-in/", {"phone": PHONE}, follow=True)
    assert first.status_code == second.status_code == 200
    hidden = re.compile(r'value="[\w-]{64}"')
    assert hidden.sub("", first.text).replace(known, PHONE) == hidden.sub("", second.text)


def test_a_wrong_code_says_how_many_tries_are_left(client: Client) -> None:
    client.post("/sign-in/", {"phone": PHONE})
    wrong = "000000" if code_on(PHONE) != "000000" else "111111"
    page = client.post("/sign-in/code/", {"code": wrong})
    assert "4" in page.text
    assert "aria-invalid" in page.text
