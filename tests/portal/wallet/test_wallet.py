"""The wallet: one's own certificates only, and none shown as good after its last day."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.builders import DAY, a_certificate, a_package, a_person, a_post, a_service
from tests.cases.filing import a_kind, kinds
from tests.certificates.wallets import NUMBER, issued
from tests.doors import sign_in
from tongban.certificates import operations
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Ending
from tongban.identity.models import Person
from tongban.portal.wallet.views import FIRST

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> Person:
    person = a_person("Ana")
    sign_in(client, person)
    return person


def test_a_certificate_that_ran_out_is_not_shown_to_others(client: Client, ana: Person) -> None:
    card = a_certificate("idcard", holder=ana, name="Ana")
    address = reverse("certificate", args=[card.public_id])
    show = reverse("wallet_show") + f"?show={card.public_id}"
    assert show in client.get(address).text
    assert card.identifier in client.get(show).text

    Certificate.objects.update(valid_until=localdate() - DAY)

    assert show not in client.get(address).text
    assert card.identifier not in client.get(show).text


@pytest.mark.parametrize("screen", ["certificate", "certificate_pdf"])
def test_somebody_elses_certificate_is_not_there(client: Client, ana: Person, screen: str) -> None:
    other = a_certificate("idcard", holder=a_person("Ben"), name="Ben")
    assert client.get(reverse(screen, args=[other.public_id])).status_code == 404
    shown = client.get(reverse("wallet_show") + f"?show={other.public_id}")
    assert other.identifier not in shown.text


def shown(client: Client, card: Certificate) -> str:
    return client.get(reverse("certificate", args=[card.public_id])).text


def test_nothing_looks_good_that_is_over(client: Client, ana: Person) -> None:
    card = issued(holder=ana, ends=localdate() - DAY, at=now())
    text = shown(client, card)
    assert "proves nothing any more" in text
    assert reverse("wallet_show") not in text
    wallet = client.get(reverse("wallet")).text
    assert wallet.index("Expired") < wallet.index(str(card.public_id))
    assert "cert tone-3 ended" in wallet


def test_a_card_near_its_end_leads_to_its_renewal(client: Client, ana: Person) -> None:
    a_service("id-renew", package=a_package("id-renew"))
    card = issued(holder=ana, ends=localdate() + 20 * DAY, at=now())
    assert "Ends in 20 days" in client.get(reverse("wallet")).text
    assert reverse("service", args=["id-renew"]) in shown(client, card)


def test_any_service_that_gives_a_kind_renews_it(client: Client, ana: Person) -> None:
    service = a_service("teacher-primary", package=a_package("teacher-primary"))
    card = issued("teacher", holder=ana, at=now())
    assert reverse("service", args=[service.code]) in shown(client, card)


def test_a_cancelled_card_says_why_and_what_to_do(client: Client, ana: Person) -> None:
    card = issued(holder=ana, at=now())
    operations.cancel(
        certificate=card, reason="Found in a bus", why=Ending.LOST, by=a_post(), at=now()
    )
    text = shown(client, card)
    assert "Reported lost or stolen" in text
    assert "Found in a bus" in text
    assert "Apply for a new one" in text


def test_the_old_version_leads_to_the_new_and_back(client: Client, ana: Person) -> None:
    old = issued(holder=ana, at=now())
    new = issued(holder=ana, replaces=old, at=now())
    address = reverse("certificate", args=[new.public_id])
    assert f'<a href="{address}">Replaced by version 2' in shown(client, old)
    assert reverse("certificate", args=[old.public_id]) in shown(client, new)


def test_codes_are_explained_in_the_readers_language(client: Client, ana: Person) -> None:
    card = issued("drvlicense", holder=ana, at=now())
    client.cookies["django_language"] = "en"
    text = shown(client, card)
    assert "Cars and light trucks" in text
    assert "Twelve is the most" in text


def test_numbers_are_hidden_until_they_are_asked_for(client: Client, ana: Person) -> None:
    card = issued(holder=ana, at=now())
    assert NUMBER not in shown(client, card)
    address = reverse("certificate", args=[card.public_id])
    assert NUMBER in client.get(address + "?open=1").text


def test_the_five_of_the_guideline_are_known_in_full() -> None:
    for code in FIRST:
        guide = a_kind(code).guide
        assert set(guide) >= {"icon", "tone", "face", "uses", "renewal", "remind"}
        for texts in (guide["uses"], guide["renewal"]):
            assert set(texts) == {"zh", "en", "ko"}


def test_every_kind_of_the_pack_has_fields_in_three_languages() -> None:
    assert len(kinds()) == 58
    for kind in kinds().values():
        assert kind["fields"], kind["code"]
        for texts in (kind["names"], *(field["label"] for field in kind["fields"])):
            assert {"zh", "en", "ko"} <= set(texts), kind["code"]
