"""What platforms ask of each other without a reason: how they are, and what the hub says."""

from collections.abc import Iterator

import pytest
from django.utils.timezone import now

from tests.builders import MONDAY
from tests.federation.nodes import Node, a_hub, being
from tests.federation.wiring import TOPICS, Wire, all_trusting, wired
from tongban.federation import queries, tasks
from tongban.federation.models import Contact, Registry

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH = a_hub(), Node("east", regions=("310000",)), Node("north", regions=("410000",))


@pytest.fixture(autouse=True)
def wire() -> Iterator[Wire]:
    """We are the east; the hub and the north are within reach."""
    with wired(HUB, EAST, NORTH) as made, being(EAST, TONGBAN_TOPICS=TOPICS):
        all_trusting(HUB, EAST, NORTH)
        yield made


def test_a_greeting_says_version_registry_and_clock() -> None:
    assert queries.peers_to_greet(at=now()) == ["hub", "north"]
    assert tasks.greet_one("north") == 1
    contact = Contact.objects.get(peer="north")
    assert contact.version
    assert queries.peers_to_greet(at=now()) == ["hub"]


def test_a_greeting_without_an_answer_says_why(wire: Wire) -> None:
    wire.away["north"] = "unreachable"
    assert tasks.greet_one("north") == 0
    contact = Contact.objects.get(peer="north")
    assert (contact.trouble, contact.is_away) == ("unreachable", True)


def test_the_newest_registry_is_fetched_and_trouble_is_kept_for_the_operator(wire: Wire) -> None:
    assert tasks.renew(at=now()) == 0
    assert Registry.objects.get().fetched_at > MONDAY
    wire.away["hub"] = "unreachable"
    tasks.renew(at=now())
    assert Registry.objects.get().trouble == "unreachable"
    assert Registry.objects.get().version == 1
    wire.away.clear()
    tasks.renew(at=now())
    assert Registry.objects.get().trouble == ""
