"""A number that somebody changed at the hub is known at every platform where they signed in."""

import pytest

from tests.identity.test_codes import code_of
from tests.portal.openid.places import Browser, at
from tongban.federation.models import Outgoing
from tongban.identity.models import Challenge, Person

pytestmark = pytest.mark.django_db


def test_the_platforms_where_she_signed_in_are_told_and_no_others(
    at_hub: Browser, ana: Person
) -> None:
    at_hub.open("north", "/enter/")
    at_hub.post("middle", "/me/phone/", {"phone": "13900139000"})
    with at("middle"):
        code = code_of(Challenge.objects.get())
    at_hub.post("middle", "/me/phone/code/", {"code": code})
    (row,) = Outgoing.objects.filter(topic="identity.phone")
    assert (row.to, row.data["phone"]) == ("north", "13900139000")
    assert str(ana.public_id) not in str(row.data)
    assert row.about == "phone"
