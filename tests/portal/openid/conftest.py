"""The national hub, one province and one program of a third party, all in this process."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.openid.programs import ADDRESS, Program, a_program
from tongban.federation.models import Peer
from tongban.identity.models import Person


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
