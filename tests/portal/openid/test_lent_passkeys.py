"""A passkey made at the hub signs its person in at a province while the hub is away."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from tests.portal.openid.places import Browser, Net, at, whose
from tests.pretend_key import PretendKey
from tongban.federation.models import Outgoing
from tongban.federation.rules import Event
from tongban.identity.inbound import passkeys_changed
from tongban.identity.models import LentPasskey, Link, Passkey, Person
from tongban.identity.operations import close_account, leave_hub
from tongban.identity.queries.lending import LENT_FOR
from tongban.identity.rules import Method

pytestmark = pytest.mark.django_db
DOMAIN = "test"  # middle.test, north.test and south.test share it


@pytest.fixture(autouse=True)
def _shared(settings: Any) -> None:
    settings.TONGBAN_PASSKEY_DOMAIN = DOMAIN


def options(browser: Browser, name: str, **fields: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.post(name, "/sign-in/passkey/options/", fields).json()
    return found


def made_at_hub(browser: Browser) -> PretendKey:
    key = PretendKey(origin="http://middle.test", host=DOMAIN)
    answer = json.dumps(key.make(options(browser, "middle", make="1")))
    done = browser.post("middle", "/me/passkeys/", {"answer": answer})
    assert done["Location"] == "/me/passkeys/"
    return key


def used_at(browser: Browser, name: str, key: PretendKey) -> Any:
    key.origin = f"http://{name}.test"
    answer = json.dumps(key.use(options(browser, name)))
    return browser.post(name, "/sign-in/passkey/", {"answer": answer, "next": "/me/"})


def forgotten_by_the_node() -> None:
    """The hub's own table is not the node's; here both share one."""
    Passkey.objects.all().delete()


def deliver(browser: Browser) -> int:
    """What the hub promised to tell, as the nodes get it."""
    told = list(Outgoing.objects.filter(topic="identity.passkeys", received_at=None))
    for row in told:
        with at(row.to):
            passkeys_changed(an_event(row.data, "middle"))
        Outgoing.objects.filter(pk=row.pk).update(received_at=now())
    return len(told)


def an_event(data: dict[str, Any], source: str) -> Event:
    return Event(
        id=Outgoing.objects.values_list("event_id", flat=True).first(),
        topic="identity.passkeys",
        source=source,
        about="passkeys",
        data=data,
        happened_at=now(),
        at=now(),
    )


@pytest.fixture
def key(at_hub: Browser, net: Net) -> PretendKey:
    """Ana made it at the hub, then went to the north; then the hub went away."""
    made = made_at_hub(at_hub)
    at_hub.open("north", "/enter/")
    at_hub.post("north", "/sign-out/", {})
    forgotten_by_the_node()
    net.down = {"middle"}
    return made


def test_the_same_passkey_signs_in_at_a_lower_level(
    at_hub: Browser, key: PretendKey, ana: Person
) -> None:
    assert used_at(at_hub, "north", key)["Location"] == "/me/"
    found = whose(at_hub, "north")
    assert found is not None
    assert (found.person, found.level, found.method) == (ana, 2, Method.PASSKEY)


def test_it_signs_in_only_where_its_person_was_before(at_hub: Browser, key: PretendKey) -> None:
    assert "Location" not in used_at(at_hub, "south", key)
    assert whose(at_hub, "south") is None


def test_a_copied_passkey_is_noticed(at_hub: Browser, key: PretendKey) -> None:
    used_at(at_hub, "north", key)
    key.counter -= 1
    assert "Location" not in used_at(at_hub, "north", key)


def test_what_a_node_keeps_can_be_joined_with_no_other_nodes(at_hub: Browser, ana: Person) -> None:
    key = made_at_hub(at_hub)
    for name in ("north", "south"):
        at_hub.open(name, "/enter/")
    kept = list(LentPasskey.objects.values_list("mark", "hidden"))
    assert len(kept) == 2  # both nodes share one table here, and still cannot tell
    assert not set(kept[0]) & set(kept[1])
    assert all(key.credential_id.hex() not in each for row in kept for each in row)


def test_a_passkey_removed_at_the_hub_works_nowhere(at_hub: Browser, net: Net) -> None:
    key = made_at_hub(at_hub)
    at_hub.open("north", "/enter/")
    at_hub.post("north", "/sign-out/", {})
    removed = Passkey.objects.get()
    at_hub.post("middle", f"/me/passkeys/{removed.public_id}/remove/", {})
    assert deliver(at_hub) == 1
    assert not LentPasskey.objects.exists()
    assert "Location" not in used_at(at_hub, "north", key)


def test_a_passkey_made_later_is_lent_as_well(at_hub: Browser, ana: Person) -> None:
    at_hub.open("north", "/enter/")
    made_at_hub(at_hub)
    assert deliver(at_hub) == 1
    assert LentPasskey.objects.get().person == ana


def test_old_news_brings_no_removed_passkey_back(at_hub: Browser, ana: Person) -> None:
    at_hub.open("north", "/enter/")
    made_at_hub(at_hub)
    old = Outgoing.objects.get(topic="identity.passkeys").data
    removed = Passkey.objects.get()
    at_hub.post("middle", f"/me/passkeys/{removed.public_id}/remove/", {})
    deliver(at_hub)
    with at("north"):
        passkeys_changed(an_event(old, "middle"))
    assert not LentPasskey.objects.exists()


def test_only_the_hub_lends(at_hub: Browser, ana: Person) -> None:
    at_hub.open("north", "/enter/")
    made_at_hub(at_hub)
    data = Outgoing.objects.get(topic="identity.passkeys").data
    Link.objects.create(person=ana, issuer="south", subject=data["sub"], linked_at=now())
    with at("north"):
        passkeys_changed(an_event(data, "south"))
        passkeys_changed(an_event({**data, "sub": "nobody"}, "middle"))
    assert not LentPasskey.objects.exists()


def test_what_the_hub_did_not_confirm_for_long_is_not_believed(
    at_hub: Browser, key: PretendKey
) -> None:
    LentPasskey.objects.update(told_at=now() - LENT_FOR - timedelta(seconds=1))
    assert "Location" not in used_at(at_hub, "north", key)


def test_an_officials_passkeys_are_lent_to_nobody(at_hub: Browser, ana: Person) -> None:
    ana.is_official = True
    ana.save()
    made_at_hub(at_hub)
    at_hub.open("north", "/enter/")
    assert not LentPasskey.objects.exists()


def test_with_the_account_at_the_hub_its_passkeys_end_everywhere(
    at_hub: Browser, ana: Person
) -> None:
    made_at_hub(at_hub)
    at_hub.open("north", "/enter/")
    lent = LentPasskey.objects.get()
    with at("middle"):
        close_account(person=ana, at=now())
    [row] = Outgoing.objects.filter(topic="identity.passkeys")
    assert (row.to, row.data["keys"]) == ("north", [])
    assert not LentPasskey.objects.filter(pk=lent.pk).exists()


def test_whoever_leaves_the_hub_takes_the_passkeys_along(at_hub: Browser, ana: Person) -> None:
    made_at_hub(at_hub)
    at_hub.open("north", "/enter/")
    with at("north"):
        leave_hub(person=ana, hub="middle", at=now())
    assert not LentPasskey.objects.exists()
