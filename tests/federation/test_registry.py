"""The registry: only the hub's, only newer, only with a key that it has now."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import DAY, HOUR, MONDAY
from tests.federation.nodes import Node, a_hub, a_registry, being, trusting
from tongban.crypto import keys
from tongban.federation import operations, queries
from tongban.federation.models import Peer, Registry
from tongban.federation.operations import registry as registries
from tongban.federation.rules.registry import fingerprint_of
from tongban.federation.rules.timing import REGISTRY_LIVES, REGISTRY_LIVES_LEAST

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH = a_hub(), Node("east", regions=("310000",)), Node("north", regions=("410000",))


@pytest.fixture
def east() -> Iterator[None]:
    with being(EAST):
        trusting(HUB, EAST, version=5)
        yield


@pytest.fixture
def hub() -> Iterator[None]:
    with being(HUB):
        yield


def refused(text: str, *, at=MONDAY + HOUR) -> str:
    with pytest.raises(registries.Refusal) as caught:
        operations.take_registry(text=text, at=at)
    held = Registry.objects.get()
    assert held.version == 5, "the last good one stays"
    return caught.value.code


def test_a_registry_lives_long_enough_to_do_without_the_hub() -> None:
    assert REGISTRY_LIVES >= REGISTRY_LIVES_LEAST == timedelta(hours=72)


def test_a_newer_registry_becomes_the_table_of_peers(east: None) -> None:
    assert set(queries.peers().values_list("name", flat=True)) == {"hub"}
    operations.take_registry(text=a_registry(HUB, EAST, NORTH, version=6), at=MONDAY)
    assert set(queries.peers().values_list("name", flat=True)) == {"hub", "north"}
    assert queries.node_for(region="410100") == "north"
    assert queries.hub() == "hub"


def test_an_older_registry_is_refused(east: None) -> None:
    assert refused(a_registry(HUB, EAST, NORTH, version=4)) == "registry_rolled_back"


def test_another_registry_of_the_same_number_is_refused(east: None) -> None:
    assert refused(a_registry(HUB, EAST, NORTH, version=5)) == "registry_rolled_back"


def test_the_same_registry_again_is_no_news(east: None) -> None:
    text = Registry.objects.get().document
    operations.take_registry(text=text, at=MONDAY + HOUR)
    assert Registry.objects.get().fetched_at == MONDAY + HOUR


def test_a_registry_signed_by_somebody_else_is_refused(east: None) -> None:
    text = a_registry(HUB, EAST, version=6, signed_by=NORTH)
    assert refused(text) == "registry_not_trusted"


def test_a_registry_of_another_hub_is_refused(east: None) -> None:
    other = Node("rival", role="hub")
    other.key = HUB.key
    assert refused(a_registry(other, EAST, version=6)) == "registry_not_trusted"


def test_a_former_key_of_the_hub_signs_nothing_any_more() -> None:
    old, new = a_hub(), a_hub()
    row = {"jwk": new.key.public.to_jwk(), "not_before": MONDAY.isoformat(), "not_after": None}
    former = {**old.entry()["keys"][0], "not_after": (MONDAY + HOUR).isoformat()}
    with being(EAST):
        trusting(old, EAST, version=5)
        hub = old.entry(keys=[row, former])
        text = a_registry(old, version=5 + 1, nodes=[hub, EAST.entry()])
        operations.take_registry(text=text, at=MONDAY)
        late = a_registry(old, version=7, at=MONDAY + 2 * HOUR, nodes=[hub, EAST.entry()])
        with pytest.raises(registries.RegistryNotTrusted):
            operations.take_registry(text=late, at=MONDAY + 2 * HOUR)
        fine = a_registry(
            old, version=7, at=MONDAY + 2 * HOUR, nodes=[hub, EAST.entry()], signed_by=new
        )
        operations.take_registry(text=fine, at=MONDAY + 2 * HOUR)
    assert Registry.objects.get().version == 7


def test_an_expired_registry_is_refused(east: None) -> None:
    text = a_registry(HUB, EAST, version=6)
    assert refused(text, at=MONDAY + REGISTRY_LIVES) == "registry_expired"


def test_a_registry_from_the_future_is_refused(east: None) -> None:
    text = a_registry(HUB, EAST, version=6, at=MONDAY + DAY)
    assert refused(text) == "registry_from_the_future"


@pytest.mark.parametrize(
    "changes",
    [
        {"nodes": []},
        {"nodes": [EAST.entry()]},
        {"nodes": [HUB.entry(), HUB.entry()]},
        {"nodes": [HUB.entry(), EAST.entry(address="https://east.example/path")]},
        {"nodes": [HUB.entry(), EAST.entry(address="ftp://east.example")]},
        {"nodes": [HUB.entry(), EAST.entry(address="https://a:b@east.example")]},
        {"nodes": [HUB.entry(), EAST.entry(keys=[])]},
        {"nodes": [HUB.entry(), EAST.entry(sealing={"kty": "OKP", "crv": "X25519", "x": "AA"})]},
        {"version": "7"},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_registry_of_another_shape_is_refused(east: None, changes: dict) -> None:
    assert refused(a_registry(HUB, EAST, **{"version": 6} | changes)) == "registry_malformed"


@pytest.mark.parametrize("text", ["", "{}", "null", "[", '{"payload":"e30","signatures":[]}'])
def test_what_is_no_registry_at_all_is_refused(east: None, text: str) -> None:
    assert refused(text) in {"registry_not_trusted", "registry_malformed"}


def test_who_left_the_registry_is_excluded(east: None) -> None:
    operations.take_registry(text=a_registry(HUB, EAST, NORTH, version=6), at=MONDAY)
    operations.take_registry(text=a_registry(HUB, EAST, version=7), at=MONDAY)
    assert Peer.objects.get(name="north").revoked
    assert queries.peer_named("north") is None


def test_a_hub_is_trusted_only_with_the_fingerprint_that_people_compared() -> None:
    with being(EAST):
        with pytest.raises(registries.WrongFingerprint):
            operations.trust_hub(
                text=a_registry(HUB, EAST),
                address=HUB.address,
                fingerprint=NORTH.fingerprint,
                at=MONDAY,
            )
        assert not Registry.objects.exists()
        shown = operations.fingerprint_in(a_registry(HUB, EAST), at=MONDAY)
        assert shown == HUB.fingerprint
        operations.trust_hub(
            text=a_registry(HUB, EAST),
            address=HUB.address,
            fingerprint=shown.lower().replace(" ", ":"),
            at=MONDAY,
        )


def test_a_registry_that_names_a_key_but_is_signed_with_another_is_not_shown() -> None:
    with being(EAST), pytest.raises(registries.RegistryNotTrusted):
        operations.fingerprint_in(a_registry(HUB, EAST, signed_by=NORTH), at=MONDAY)


def test_the_hub_signs_what_it_is_and_counts_up_only_for_news(hub: None) -> None:
    first = operations.publish_registry(at=MONDAY)
    assert (first.version, first.expires_at) == (1, MONDAY + REGISTRY_LIVES)
    assert operations.publish_registry(at=MONDAY + HOUR).version == 1
    Peer.objects.create(**NORTH.entry())
    assert operations.publish_registry(at=MONDAY + HOUR).version == 2
    assert operations.publish_registry(at=MONDAY + 8 * HOUR).version == 3, "renewed in time"


def test_the_hub_announces_its_next_key_for_as_long_as_a_registry_lives(hub: None) -> None:
    old = operations.publish_registry(at=MONDAY)
    operations.add_signing_key(at=MONDAY)
    announced = operations.publish_registry(at=MONDAY)
    assert announced.version == old.version + 1
    assert operations.own_fingerprint(at=MONDAY + DAY) == HUB.fingerprint
    late = MONDAY + REGISTRY_LIVES + HOUR
    fresh = operations.own_fingerprint(at=late)
    assert fresh != HUB.fingerprint
    listed = [fingerprint_of(key["jwk"]) for key in operations.own_entry(at=late)["keys"]]
    assert listed == [fresh, HUB.fingerprint]
    gone = operations.own_entry(at=late + DAY)
    assert [fingerprint_of(key["jwk"]) for key in gone["keys"]] == [fresh]


def test_a_second_key_is_not_made_while_one_is_announced(hub: None) -> None:
    operations.add_signing_key(at=MONDAY)
    listed = operations.own_entry(at=MONDAY)["keys"]
    operations.add_signing_key(at=MONDAY + HOUR)
    assert operations.own_entry(at=MONDAY)["keys"] == listed


def test_the_fingerprint_of_a_key_is_its_whole_thumbprint() -> None:
    key = keys.generate("gm").public
    groups = fingerprint_of(key.to_jwk()).split(" ")
    assert [len(group) for group in groups] == [4] * 16
