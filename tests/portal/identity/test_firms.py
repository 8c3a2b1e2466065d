"""The screens of firms: acting in their name, appointing, ending, the chain."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from tests.builders import DAY, a_package, a_person, a_service
from tests.doors import sign_in
from tests.identity.test_firms import a_firm, chief_of, give
from tests.portal.identity.test_signing_in import PHONE
from tongban.catalog.models import Service
from tongban.identity.models import Actor, Grant, Person, SignIn
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> Person:
    person = a_person("Ana")
    sign_in(client, person)
    return person


def test_an_agent_chooses_to_act_for_the_firm_and_back(client: Client, ana: Person) -> None:
    grant = give(chief_of(a_firm()), ana)
    client.post("/me/acting/", {"grant": str(grant.public_id)})
    assert "Example Ltd" in client.get("/me/passkeys/").text  # the banner of every page
    client.post("/me/acting/", {"grant": ""})
    assert "Example Ltd" not in client.get("/me/passkeys/").text


def test_somebody_elses_grant_is_not_there(client: Client, ana: Person) -> None:
    grant = give(chief_of(a_firm()), a_person("Ben"))
    assert client.post("/me/acting/", {"grant": str(grant.public_id)}).status_code == 404
    assert client.post("/me/acting/", {"grant": "nonsense"}).status_code == 404


def test_a_power_that_ended_is_noticed_before_anything_is_done(client: Client, ana: Person) -> None:
    grant = give(chief_of(a_firm()), ana)
    client.post("/me/acting/", {"grant": str(grant.public_id)})
    Grant.objects.filter(pk=grant.pk).update(revoked_at=now())
    assert client.post("/sign-out/")["Location"] == "/me/acting/"
    assert SignIn.objects.get().ended_at is None
    page = client.get("/me/acting/")
    assert 'role="alert"' in page.text
    assert 'role="alert"' not in client.get("/me/acting/").text


def test_a_legal_representative_ends_an_agents_power(client: Client) -> None:
    firm, ben = a_firm(), a_person("Ben")
    chief, grant = chief_of(firm), give(chief_of(firm), ben)
    sign_in(client, chief.person, grant=chief.grant)
    assert client.get("/me/acting/").text.count("/revoke/") == 1
    assert client.post(f"/me/acting/{grant.public_id}/revoke/")["Location"] == "/me/acting/"
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    assert client.post(f"/me/acting/{grant.public_id}/revoke/").status_code == 404


def test_a_legal_representative_lets_somebody_act_for_the_firm(client: Client) -> None:
    chief, ben = chief_of(a_firm()), a_person("Ben")
    sign_in(client, chief.person, grant=chief.grant)
    until = localdate() + 30 * DAY
    typed = {"phone": ben.phone, "name": "Ben", "kind": "agent", "until": until.isoformat()}
    assert client.post("/me/acting/give/", typed)["Location"] == "/me/acting/"
    grant = Grant.objects.get(agent=ben)
    assert grant.kind == GrantKind.AGENT
    assert grant.ends_at is not None
    assert localdate(grant.ends_at) == until + DAY
    again = client.post("/me/acting/give/", typed)
    assert 'role="alert"' in again.text
    assert f'value="{ben.phone}"' in again.text
    assert 'aria-invalid="true"' in client.post("/me/acting/give/", {}).text


def test_a_power_is_for_the_matters_that_were_chosen(client: Client) -> None:
    chief, ben = chief_of(a_firm()), a_person("Ben")
    sign_in(client, chief.person, grant=chief.grant)
    service = a_service(package=a_package())
    Service.objects.update(for_organisation=True)
    until = (localdate() + DAY).isoformat()
    typed = {"phone": ben.phone, "name": "Ben", "kind": "manager", "until": until}
    client.post("/me/acting/give/", typed | {"services": [service.code]})
    grant = Grant.objects.get(agent=ben)
    assert grant.services == [service.code]
    assert service.names["zh"] in client.get("/me/acting/").text


@pytest.mark.parametrize("days", [-1, 1200])
def test_a_power_has_a_last_day_in_sight(client: Client, days: int) -> None:
    chief, ben = chief_of(a_firm()), a_person("Ben")
    sign_in(client, chief.person, grant=chief.grant)
    until = (localdate() + timedelta(days=days)).isoformat()
    typed = {"phone": ben.phone, "name": "Ben", "kind": "agent", "until": until}
    assert 'aria-invalid="true"' in client.post("/me/acting/give/", typed).text
    assert not Grant.objects.filter(agent=ben).exists()


def test_an_agent_lays_down_the_power(client: Client, ana: Person) -> None:
    mine = give(chief_of(a_firm()), ana)
    sign_in(client, ana, grant=mine)
    address = f"/me/acting/{mine.public_id}/revoke/"
    assert address in client.get("/me/acting/").text
    client.post(address)
    mine.refresh_from_db()
    assert mine.revoked_at is not None
    assert client.get("/wallet/")["Location"] == "/me/acting/"


def test_the_chain_is_shown_as_one(client: Client) -> None:
    chief = chief_of(a_firm())
    manager = give(chief, a_person("Mei"), GrantKind.MANAGER)
    give(Actor(manager.agent, manager), a_person("Ben"))
    sign_in(client, chief.person, grant=chief.grant)
    text = client.get("/me/acting/").text
    assert text.index("deep-0") < text.index("deep-1") < text.index("deep-2")


def test_an_agent_gives_no_powers(client: Client, ana: Person) -> None:
    sign_in(client, ana, grant=give(chief_of(a_firm()), ana))
    assert "/me/acting/give/" not in client.get("/me/acting/").text
    client.post("/me/acting/give/", {"phone": PHONE, "name": "X", "kind": "agent"})
    assert Grant.objects.count() == 2


def test_an_agent_cannot_end_the_powers_of_others(client: Client, ana: Person) -> None:
    firm = a_firm()
    mine, theirs = give(chief_of(firm), ana), give(chief_of(firm), a_person("Ben"))
    sign_in(client, ana, grant=mine)
    assert client.post(f"/me/acting/{theirs.public_id}/revoke/").status_code == 404
    assert theirs.kind == GrantKind.AGENT
