"""The page of the code: whose it is, who asks, and what the phone gets."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import PACK, a_person, a_post, an_organisation
from tests.doors import sign_in
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.certificates import operations, queries
from tongban.certificates.models import CodeCredential
from tongban.certificates.rules import codes
from tongban.crypto.devices import Device
from tongban.crypto.keys import decoded, encoded
from tongban.identity.models import Grant, Person
from tongban.identity.rules import GrantKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


@pytest.fixture
def ana(client: Client) -> Person:
    person = a_person("Ana")
    sign_in(client, person)
    return person


def holder_on(client: Client) -> str:
    return client.get(reverse("code")).text.partition('data-holder="')[2].partition('"')[0]


def ask(client: Client, body: Any, *, raw: bytes | None = None):
    told = json.dumps(body).encode() if raw is None else raw
    return client.post(reverse("code_credentials"), told, content_type="application/json")


def points(*devices: Device) -> list[str]:
    return [encoded(device.public.point) for device in devices]


def test_the_phone_gets_credentials_for_its_keys(client: Client, ana: Person) -> None:
    one, two = Device.make(), Device.make()
    answer = ask(client, {"holder": holder_on(client), "points": points(one, two)})
    told = answer.json()
    assert answer.status_code == 200
    assert abs(told["now"] - now().timestamp()) < 60
    for device, credential in zip([one, two], told["credentials"], strict=True):
        text = codes.presented(decoded(credential), device, at=now())
        verdict = queries.verifier(at=now()).check(text, at=now())
        assert (verdict.outcome, verdict.credential.expires_at) == ("accepted", told["expires"])
    assert set(CodeCredential.objects.values_list("person", flat=True)) == {ana.pk}


def test_a_firms_code_is_another_holders(client: Client, ana: Person) -> None:
    own = holder_on(client)
    grant = Grant.objects.create(
        organisation=an_organisation("Acme"),
        agent=ana,
        kind=GrantKind.AGENT,
        starts_at=now() - timedelta(days=1),
    )
    sign_in(client, ana, grant=grant)

    page = client.get(reverse("code")).text

    assert "Acme" in page
    assert holder_on(client) != own
    refused = ask(client, {"holder": own, "points": points(Device.make())})
    assert (refused.status_code, refused.json()["code"]) == (409, "other_holder")
    taken = ask(client, {"holder": holder_on(client), "points": points(Device.make())})
    assert taken.status_code == 200
    assert CodeCredential.objects.get().grant == grant


def test_strangers_get_nothing(client: Client) -> None:
    answer = ask(client, {"holder": "", "points": points(Device.make())})
    assert answer.status_code == 302
    assert client.get(reverse("code"))["Location"].startswith("/sign-in/")
    assert not CodeCredential.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"[" * 9000, b'{"a":1}' + b" " * 20000])
def test_what_no_phone_sends_is_refused(client: Client, ana: Person, raw: bytes) -> None:
    assert ask(client, None, raw=raw).status_code == 409


@pytest.mark.parametrize("wrong", [[], None, 7, ["x"], [7], ["AAAA"], [None]])
def test_what_are_no_keys_is_refused(client: Client, ana: Person, wrong: Any) -> None:
    answer = ask(client, {"holder": holder_on(client), "points": wrong})
    assert answer.status_code == 422
    assert answer.json()["code"] == "keys_faulty"
    assert not CodeCredential.objects.exists()


def test_cancelling_ends_the_codes_on_every_phone(client: Client, ana: Person) -> None:
    ask(client, {"holder": holder_on(client), "points": points(Device.make())})
    client.post(reverse("code_cancel"))
    assert CodeCredential.objects.get().revoked_at


def test_who_asks_is_said_before_anything_is_shown(client: Client, ana: Person) -> None:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    operations.register_verifier(
        code="gate-1",
        names={"zh": "City clinic", "en": "City clinic"},
        scene="hospital",
        fields=["name"],
        until=now() + timedelta(days=1),
        by=a_post(),
        at=now(),
    )
    page = client.get(reverse("code") + "?for=gate-1").text
    assert "City clinic asks for your code" in page
    assert "挂号就诊时核对身份" in page
    assert 'data-audience="gate-1"' in page
    assert "data-code-agree" in page
    assert "data-code-agree" not in client.get(reverse("code")).text


def test_a_sign_of_somebody_who_may_not_check_is_told(client: Client, ana: Person) -> None:
    page = client.get(reverse("code") + "?for=casino").text
    assert "belongs to nobody who may check codes" in page
    assert 'data-audience=""' in page


def test_without_scripts_the_page_says_what_to_do(client: Client, ana: Person) -> None:
    page = client.get(reverse("code")).text
    assert "<noscript>" in page
    assert reverse("wallet_show") in page


def test_who_shows_more_of_themselves_gets_other_codes(client: Client) -> None:
    ana = a_person("Ana", level=3)
    sign_in(client, ana, level=2)
    before = holder_on(client)
    assert reverse("step_up") in client.get(reverse("code")).text
    sign_in(client, ana, level=3)
    assert holder_on(client) != before
    assert reverse("step_up") not in client.get(reverse("code")).text
    refused = ask(client, {"holder": before, "points": points(Device.make())})
    assert refused.json()["code"] == "other_holder"
