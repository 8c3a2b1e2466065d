"""The wallet: one's own certificates only, and none shown as good after its last day."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.builders import DAY, a_certificate, a_person
from tests.doors import sign_in
from tongban.certificates.models import Certificate
from tongban.identity.models import Person

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
