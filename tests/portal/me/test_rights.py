"""The pages of one's own data: copy, correction, consent, closing."""

import json
import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.builders import PACK, a_case, a_person, an_authority, an_office
from tests.doors import sign_in
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.catalog.queries import forget_offices
from tongban.hotline.models import Request
from tongban.identity.models import Consent, Person
from tongban.privacy import operations, queries
from tongban.privacy.models import Closing

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def ana(client: Client) -> Person:
    person = a_person("林晓")
    sign_in(client, person)
    operations.load_purposes(contents.purposes(packs.read(PACK)))
    return person


def text(client: Client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_my_data_are_shown_masked_with_everything_i_can_do(client: Client, ana: Person) -> None:
    page = text(client, "/me/data/")
    assert ana.masked_id_number in page
    assert ana.id_number not in page
    for name in ("access", "me_copy", "me_close", "privacy", "me_data_wrong"):
        assert reverse(name) in page


def test_the_copy_comes_as_a_file_with_everything_in_it(client: Client, ana: Person) -> None:
    assert "Your account" in text(client, "/me/copy/")
    answer = client.get("/me/copy/data.json")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    [row] = told["tables"]["identity.Person"]
    assert (row["name"], row["id_number"], row["phone"]) == (ana.name, ana.id_number, ana.phone)


def test_what_is_wrong_becomes_a_request_with_a_clock(client: Client, ana: Person) -> None:
    forget_offices()
    an_office()
    assert client.post("/me/data/wrong/", {"what": "name"}).status_code == 200
    assert not Request.objects.exists()
    client.post("/me/data/wrong/", {"what": "name", "words": "晓, not 小"}, headers=ENGLISH)
    asked = Request.objects.get()
    assert (asked.kind, asked.about, asked.asker) == ("correction", ana.ref, ana)
    assert asked.text == "Name: 晓, not 小"
    assert asked.due_on


def test_an_account_is_closed_by_saying_so_and_kept_by_another_tap(
    client: Client, ana: Person
) -> None:
    page = text(client, "/me/close/")
    assert "as the rules for archives say" in page
    assert client.post("/me/close/", {}).status_code == 200
    assert not Closing.objects.exists()
    client.post("/me/close/", {"sure": "on"})
    assert queries.closing_of(ana)
    for address in ("/me/", "/me/data/", "/me/close/"):
        assert "Keep my account" in text(client, address)
    client.post("/me/close/keep/")
    assert queries.closing_of(ana) is None
    assert "Keep my account" not in text(client, "/me/")
    assert client.post("/me/close/keep/").status_code == 302


def test_what_is_still_open_is_named_before_an_account_can_be_closed(client: Client, ana) -> None:
    case = a_case()
    an_authority()
    sign_in(client, case.applicant)
    page = text(client, "/me/close/")
    assert "Cases that are not finished" in page
    assert 'name="sure"' not in page
    answer = client.post("/me/close/", {"sure": "on"})
    assert answer.status_code == 409
    assert not Closing.objects.exists()


def test_everything_one_can_do_with_them_is_there_without_any_federation(
    client: Client, ana: Person
) -> None:
    links = re.findall(r'class="row[^"]*" href="([^"]+)"', text(client, "/me/data/"))
    assert "/me/allowed/" in links
    for address in links:
        assert client.get(address).status_code == 200, address


def test_consent_is_listed_by_purpose_and_taken_back_here(client: Client, ana: Person) -> None:
    with override_settings(TONGBAN_NODE="middle", TONGBAN_ROLE="hub"):
        page = text(client, "/me/allowed/")
        assert "Your certificates come along" in page
        assert "Not allowed" not in page
        client.post("/me/allowed/wallet/", {"allow": "no"})
        assert not queries.allows(ana, "wallet")
        assert "Not allowed" in text(client, "/me/allowed/")
        client.post("/me/allowed/wallet/", {"allow": "yes"})
        assert queries.allows(ana, "wallet")
        assert client.post("/me/allowed/identify/", {"allow": "no"}).status_code == 404
        assert Consent.objects.count() == 1
