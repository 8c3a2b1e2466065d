"""Officials come in by their own door."""

import json
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from tests.builders import a_person, a_post
from tests.doors import sign_in, sign_in_at_work
from tests.pretend_key import PretendKey
from tongban.catalog.models import Post
from tongban.identity import operations, queries
from tongban.identity.models import Person, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Person:
    post = a_post("Clerk")
    Person.objects.filter(pk=post.person_id).update(synthetic=True)
    person = Person.objects.get(pk=post.person_id)
    return operations.register_official(
        person=person,
        login_name="clerk",
        password="clerk-clerk",
        secret=pyotp.random_base32(),
        by=person,
        at=now(),
    )


def first_step(client: Client, password: str = "clerk-clerk") -> Any:
    fields = {"login_name": "clerk", "password": password, "next": "/work/passkeys/"}
    return client.post("/work/sign-in/", fields)


def test_password_and_second_factor_lead_to_the_workbench(client: Client, clerk: Person) -> None:
    step = first_step(client)
    assert step["Location"] == "/work/sign-in/code/?next=%2Fwork%2Fpasskeys%2F"
    page = client.get(step["Location"])
    assert 'autocomplete="one-time-code"' in page.text
    code = queries.code_of_authenticator(clerk, at=now())
    assert code not in page.text

    done = client.post(step["Location"], {"code": code, "next": "/work/passkeys/"})
    assert done["Location"] == "/work/passkeys/"
    assert client.get("/work/passkeys/").status_code == 200


def test_the_first_step_alone_opens_nothing(client: Client, clerk: Person) -> None:
    first_step(client)
    assert client.get("/work/passkeys/")["Location"].startswith("/work/sign-in/")
    assert not SignIn.objects.exists()


def test_the_second_step_alone_opens_nothing(client: Client, clerk: Person) -> None:
    assert client.post("/work/sign-in/code/", {"code": "123456"})["Location"] == "/work/sign-in/"


def test_a_wrong_password_says_what_to_do(client: Client, clerk: Person) -> None:
    page = first_step(client, "wrong")
    assert 'role="alert"' in page.text
    assert "wrong" not in page.text.partition("<main")[2].partition("<h1")[2].partition('"')[0]


def test_a_wrong_second_factor_is_refused(client: Client, clerk: Person) -> None:
    first_step(client)
    page = client.post("/work/sign-in/code/", {"code": "000000"})
    assert 'role="alert"' in page.text
    assert not SignIn.objects.exists()


def test_a_demonstration_shows_the_code_of_the_app(
    client: Client, clerk: Person, settings: Settings
) -> None:
    settings.TONGBAN_DEMO = True
    assert "clerk" in client.get("/work/sign-in/").text
    first_step(client)
    assert queries.code_of_authenticator(clerk, at=now()) in client.get("/work/sign-in/code/").text


def test_a_citizens_code_opens_no_workbench(client: Client, clerk: Person) -> None:
    sign_in(client, clerk)
    assert client.get("/work/passkeys/")["Location"].startswith("/work/sign-in/")


def test_an_officials_sign_in_opens_no_citizens_page(client: Client, clerk: Person) -> None:
    sign_in_at_work(client, clerk)
    assert client.get("/me/acting/")["Location"].startswith("/sign-in/")


def test_signing_in_elsewhere_ends_this_one_and_says_so(client: Client, clerk: Person) -> None:
    sign_in_at_work(client, clerk)
    sign_in_at_work(Client(), clerk)
    assert client.get("/work/passkeys/")["Location"].startswith("/work/sign-in/")
    assert 'role="status"' in client.get("/work/sign-in/").text


def test_signing_out_ends_only_the_officials_part(client: Client, clerk: Person) -> None:
    sign_in(client, a_person("Ana"))
    sign_in_at_work(client, clerk)
    assert client.post("/work/sign-out/")["Location"] == "/work/sign-in/"
    assert client.get("/work/passkeys/").status_code == 302
    assert client.get("/me/acting/").status_code == 200


def test_a_passkey_made_at_work_opens_the_workbench(client: Client, clerk: Person) -> None:
    sign_in_at_work(client, clerk)
    key = PretendKey()
    options = client.post("/work/sign-in/passkey/options/", {"make": "1"}).json()
    answer = json.dumps(key.make(options))
    assert client.post("/work/passkeys/", {"answer": answer})["Location"] == "/work/passkeys/"

    fresh = Client()
    options = fresh.post("/work/sign-in/passkey/options/").json()
    fields = {"answer": json.dumps(key.use(options)), "next": "/work/passkeys/"}
    assert fresh.post("/work/sign-in/passkey/", fields)["Location"] == "/work/passkeys/"
    assert fresh.get("/work/passkeys/").status_code == 200


def test_a_citizens_passkey_opens_no_workbench(client: Client) -> None:
    key, ana = PretendKey(), a_person("Ana")
    sign_in(client, ana)
    options = client.post("/sign-in/passkey/options/", {"make": "1"}).json()
    client.post("/me/passkeys/", {"answer": json.dumps(key.make(options))})

    options = client.post("/work/sign-in/passkey/options/").json()
    page = client.post("/work/sign-in/passkey/", {"answer": json.dumps(key.use(options))})
    assert 'role="alert"' in page.text
    assert Post.objects.count() == 0


def test_somebody_elses_passkey_cannot_be_removed(client: Client, clerk: Person) -> None:
    sign_in_at_work(client, clerk)
    missing = "00000000-0000-0000-0000-000000000000"
    assert client.post(f"/work/passkeys/{missing}/remove/").status_code == 404
