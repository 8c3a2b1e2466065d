"""The page that checks codes, and what it fetches."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import PACK, a_person, a_post
from tests.certificates.codes.test_issuing import fetch
from tests.doors import sign_in
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.certificates import operations
from tongban.certificates.models import Verifier
from tongban.certificates.queries.codes import first_number
from tongban.certificates.rules import codes, trust
from tongban.crypto import status_lists
from tongban.identity.models import Actor, Person
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
JSON = {"Accept": "application/json"}


@pytest.fixture
def gate() -> tuple[Verifier, str]:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    return operations.register_verifier(
        code="gate-1",
        names={"zh": "一号门", "en": "First gate"},
        scene="hospital",
        fields=["name"],
        until=now() + timedelta(days=1),
        by=a_post(),
        at=now(),
    )


def a_text(person: Person, *, at=None) -> str:
    ((device, credential),) = fetch(Actor(person), at=at or now())
    return codes.presented(credential, device, at=at or now())


def test_anybody_may_ask_whether_a_code_is_genuine(client: Client) -> None:
    page = client.post(reverse("verify"), {"code": a_text(a_person("林晓"))}).text
    assert 'data-outcome="accepted"' in page
    assert "林晓" not in page
    late = client.post(
        reverse("verify"), {"code": a_text(a_person(), at=now() - timedelta(minutes=2))}
    )
    assert "more than a minute old" in late.text
    assert 'data-outcome="refused"' in client.post(reverse("verify"), {"code": "x" * 9000}).text


def test_a_registered_verifier_sees_its_fields_and_the_holder_sees_that(
    client: Client, gate
) -> None:
    ana = a_person("林晓")
    assert client.post(reverse("verify_sign_in"), {"key": gate[1]})["Location"] == reverse("verify")
    assert "First gate" in client.get(reverse("verify"), headers={"Accept-Language": "en"}).text

    told = client.post(reverse("verify"), {"code": a_text(ana)}, headers=JSON).json()

    assert (told["outcome"], [row["value"] for row in told["fields"]]) == ("accepted", ["林晓"])
    assert [line.office for line in accesses_to(ana)] == [gate[0].names]

    client.post(reverse("verify_sign_out"))
    told = client.post(reverse("verify"), {"code": a_text(ana)}, headers=JSON).json()
    assert told["fields"] == []


def test_the_key_of_nobody_opens_nothing(client: Client, gate) -> None:
    assert client.post(reverse("verify_sign_in"), {"key": "tv_x"}).status_code == 422
    assert "First gate" not in client.get(reverse("verify")).text


def test_a_verifier_that_has_ended_is_signed_off_by_itself(client: Client, gate) -> None:
    client.post(reverse("verify_sign_in"), {"key": gate[1]})
    Verifier.objects.update(ended_at=now())
    told = client.post(reverse("verify"), {"code": a_text(a_person("林晓"))}, headers=JSON).json()
    assert (told["outcome"], told["fields"]) == ("accepted", [])


def test_a_link_to_the_page_checks_nothing(client: Client, gate) -> None:
    client.post(reverse("verify_sign_in"), {"key": gate[1]})
    ana = a_person()
    client.get(reverse("verify"), {"code": a_text(ana)})
    assert not accesses_to(ana)


def test_keys_and_lists_are_for_everybody(client: Client) -> None:
    keys = client.get(reverse("code_keys"))
    lists = client.get(reverse("code_lists"))
    held = trust.read_keys(keys.text, at=now())
    read = trust.read_lists(lists.text, held)
    assert read
    assert keys["Access-Control-Allow-Origin"] == lists["Access-Control-Allow-Origin"] == "*"
    number = first_number(ends=now())
    one = client.get(reverse("code_list", args=[number]))
    assert one["Content-Type"] == "application/statuslist+jwt"
    (issuer,) = held.issuers
    found = status_lists.read(one.text, keys=[issuer.key])
    assert found.subject == issuer.list_address(number)
    assert client.get(reverse("code_list", args=[5])).status_code == 404


@pytest.mark.parametrize("name", ["code", "verify"])
def test_a_service_worker_keeps_its_page_and_what_that_needs(client: Client, name: str) -> None:
    worker = client.get(reverse(f"{name}_worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "no-cache"
    assert f'"page": "{reverse(name)}"' in worker.text
    assert f"/static/portal/js/codes/{name}" in worker.text or name == "code"


@pytest.mark.parametrize("name", ["code", "verify"])
def test_everything_that_the_page_fetches_is_kept(client: Client, name: str) -> None:
    """Whatever the page names under /static/, the worker keeps: else it is bare without a network."""
    sign_in(client, a_person())
    page = client.get(reverse(name)).text
    worker = client.get(reverse(f"{name}_worker")).text
    named = {part.partition('"')[0] for part in page.split('"/static/')[1:]}
    pictures = {file for file in named if file.endswith((".svg", ".json", ".png", ".webmanifest"))}
    assert {file for file in named - pictures if f"/static/{file}" not in worker} == set()
