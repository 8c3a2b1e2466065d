"""The screens of families: looking leaves a trace, a link alone shows nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.builders import DAY, a_person
from tests.certificates.test_families import a_child, born
from tests.certificates.wallets import NUMBER, issued
from tests.doors import sign_in
from tongban.certificates import operations
from tongban.certificates.models import FamilyTie
from tongban.identity.models import Person
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> Person:
    person = a_person("Ana")
    sign_in(client, person)
    client.cookies["django_language"] = "en"
    return person


def kept(elder: Person, relative: Person) -> FamilyTie:
    return operations.let_keep(
        name=relative.name,
        phone=relative.phone,
        until=localdate() + 30 * DAY,
        by=elder,
        at=now(),
    )


def test_a_parent_adds_a_child(client: Client, ana: Person) -> None:
    child = a_child()
    typed = {"name": child.name, "number": child.id_number}
    assert "counter" in client.post(reverse("family_child"), typed).text
    born(child, ana)
    assert client.post(reverse("family_child"), typed)["Location"] == reverse("families")
    assert child.name in client.get(reverse("families")).text


def test_an_elder_lets_a_relative_see_and_ends_it(client: Client, ana: Person) -> None:
    ben = a_person("Ben")
    typed = {"name": "Ben", "phone": ben.phone, "until": (localdate() + DAY).isoformat()}
    assert client.post(reverse("family_relative"), typed)["Location"] == reverse("families")
    tie = FamilyTie.objects.get()
    assert "B**" in client.get(reverse("families")).text
    client.post(reverse("family_end", args=[tie.public_id]))
    tie.refresh_from_db()
    assert tie.ended_at is not None


def test_a_look_shows_all_and_is_seen(client: Client, ana: Person) -> None:
    elder = a_person("Zhou")
    tie, card = kept(elder, ana), issued(holder=elder, at=now())
    page = reverse("family", args=[tie.public_id])
    assert NUMBER not in client.get(page).text
    address = reverse("family_look", args=[tie.public_id, card.public_id])
    assert client.get(address)["Location"] == page
    assert not accesses_to(elder).exists()
    assert NUMBER in client.post(address).text
    assert accesses_to(elder).count() == 1
    of_elder = Client()
    sign_in(of_elder, elder)
    of_elder.cookies["django_language"] = "en"
    assert "A relative" in of_elder.get(reverse("access")).text


def test_somebody_elses_family_is_not_there(client: Client, ana: Person) -> None:
    elder = a_person("Zhou")
    tie, card = kept(elder, a_person("Ben")), issued(holder=elder, at=now())
    for address in (
        reverse("family", args=[tie.public_id]),
        reverse("family_look", args=[tie.public_id, card.public_id]),
    ):
        assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert client.post(reverse("family_end", args=[tie.public_id])).status_code == 404


def test_whose_wallet_it_is_does_not_look_into_it_as_a_relative(
    client: Client, ana: Person
) -> None:
    tie, card = kept(ana, a_person("Ben")), issued(holder=ana, at=now())
    assert client.get(reverse("family", args=[tie.public_id])).status_code == 302
    address = reverse("family_look", args=[tie.public_id, card.public_id])
    assert client.post(address).status_code == 404
