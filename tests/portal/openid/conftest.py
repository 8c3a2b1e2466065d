"""The national hub, one province and one program of a third party, all in this process."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.openid.places import Browser, InTurn, Net, at, found_federation
from tests.portal.openid.programs import ADDRESS, Program, a_program
from tongban.federation.models import Peer
from tongban.identity.models import Consent, Person
from tongban.identity.operations import logouts
from tongban.identity.providers import hub as hubs
from tongban.identity.providers import platforms
from tongban.identity.providers.hub import SCOPE
from tongban.identity.rules import PLATFORMS


@pytest.fixture
def hub() -> Iterator[None]:
    Peer.objects.create(
        name="north", names={"zh": "北方"}, role="node", address="http://north.test", regions=[]
    )
    with override_settings(TONGBAN_NODE="middle", TONGBAN_ROLE="hub", TONGBAN_ADDRESS=ADDRESS):
        yield


@pytest.fixture
def program(hub: None) -> Program:
    return a_program()


@pytest.fixture
def ana() -> Person:
    return a_person("Ana Lin", level=3, sex="女", birth_on="1988-03-15")


@pytest.fixture
def phone(hub: None, ana: Person) -> Client:
    """Ana's browser, signed in at the hub with level 2."""
    browser = Client()
    sign_in(browser, ana, level=2)
    return browser


@pytest.fixture
def net(db: None, monkeypatch: pytest.MonkeyPatch) -> Net:
    """The hub and two nodes, and the network between them."""
    found_federation()
    made = Net()
    monkeypatch.setattr(platforms, "_pool", made)
    monkeypatch.setattr(logouts, "ThreadPoolExecutor", InTurn)
    platforms.forget_keys()
    hubs.forget()
    return made


@pytest.fixture
def browser(net: Net) -> Browser:
    return Browser(net)


@pytest.fixture
def at_hub(browser: Browser, ana: Person) -> Browser:
    """Ana's browser, signed in at the hub with level 3, her consent given."""
    with at("middle"):
        opened = sign_in(browser.client("middle"), ana, level=3)
        Consent.objects.create(
            person=ana, to=PLATFORMS, scopes=SCOPE.split(), given_at=opened.started_at
        )
    return browser
