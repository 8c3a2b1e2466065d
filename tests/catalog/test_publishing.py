"""Telling other nodes what we do: everybody who asked for it, each thing once, and signed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import override_settings

from tests.builders import MONDAY, a_package, a_service, publish
from tests.federation.nodes import Node, being
from tongban.audit.models import Entry
from tongban.catalog.models import Offer, Service
from tongban.catalog.operations import publishing
from tongban.catalog.packages.offering import KIND
from tongban.catalog.packages.reading import digest
from tongban.catalog.rules import ByNode
from tongban.config.platform import Platform
from tongban.crypto.documents import read_document
from tongban.federation.models import Outgoing, Peer

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)
COAST = Node("coast", regions=("310000",))
ZONE = {
    "id": "delta-zone",
    "names": {"zh": "区"},
    "summary": {"zh": "区"},
    "members": ["coast", "delta"],
    "services": [],
    "notes": [],
}


@pytest.fixture
def here() -> Iterator[Node]:
    with being(COAST, PLATFORM=Platform(id="coast", role="node", names={"zh": "海"})):
        yield COAST


def a_peer(name: str, role: str = "node") -> Peer:
    return Peer.objects.create(name=name, role=role, address=f"http://{name}.test")


def a_done_service(code: str = "id-reissue", **changes: Any) -> Service:
    """Something that can be done here, with a digest as the loading gives it."""
    service = a_service(code, package=a_package(**changes))
    service.version.digest = digest(service.version.package)
    service.version.save()
    return service


def changed(service: Service, **changes: Any) -> None:
    """Publish another package, as a platform's own."""
    package = a_package(**changes)
    package["source"] = {**package["source"], "platform": "coast"}
    publish(service, package)
    service.version.digest = digest(package)
    service.version.save()


def tell(at=MONDAY) -> int:
    return publishing.publish(by=ByNode("coast"), at=at)


def said(event: Outgoing) -> dict[str, Any]:
    keys = [COAST.key.public]
    return read_document(event.data["offer"], keys=keys, kind=KIND)


def test_the_hub_is_told_what_we_do_in_a_document_that_we_signed(here) -> None:
    a_peer("hub", "hub")
    service = a_done_service()
    assert tell() == 1
    event = Outgoing.objects.get()
    assert (event.topic, event.to, event.about) == ("catalog.published", "hub", service.ref)
    document = said(event)
    assert (document["node"], document["service"]) == ("coast", "id-reissue")
    assert document["digest"] == service.version.digest
    assert document["published_at"] == MONDAY.isoformat()
    assert Entry.objects.filter(action="catalog.published", subject="offers/coast").count() == 1


def test_what_everybody_has_goes_without_its_content(here) -> None:
    a_peer("hub", "hub")
    service = a_done_service()
    tell()
    assert said(Outgoing.objects.get())["package"] is None
    changed(service, assurance=2)
    tell(LATER)
    latest = said(Outgoing.objects.latest("pk"))
    assert latest["package"]["assurance"] == 2
    assert latest["digest"] == digest(latest["package"])


def test_telling_again_tells_nothing(here, django_assert_max_num_queries) -> None:
    a_peer("hub", "hub")
    for code in ("one-thing", "another"):
        a_done_service(code)
    assert tell() == 2
    with django_assert_max_num_queries(7):
        assert tell(LATER) == 0
    assert Outgoing.objects.count() == 2
    assert Entry.objects.filter(action="catalog.published").count() == 1


def test_only_what_changed_is_told(here) -> None:
    a_peer("hub", "hub")
    a_done_service("another")
    service = a_done_service()
    tell()
    changed(service, assurance=2)
    assert tell(LATER) == 1
    assert Outgoing.objects.latest("pk").about == "service/id-reissue"


def test_who_comes_later_is_told_everything(here) -> None:
    a_done_service()
    assert tell() == 0
    a_peer("hub", "hub")
    assert tell(LATER) == 1
    assert Outgoing.objects.get().to == "hub"


def test_members_of_a_zone_tell_each_other_and_nobody_else(here) -> None:
    for name in ("delta", "plain"):
        a_peer(name)
    a_peer("hub", "hub")
    a_done_service()
    with override_settings(TONGBAN_ZONES=[ZONE]):
        assert tell() == 2
    assert sorted(Outgoing.objects.values_list("to", flat=True)) == ["delta", "hub"]
    assert Outgoing.objects.values("event_id").distinct().count() == 1


def test_the_hub_and_who_stands_alone_tell_nobody(here) -> None:
    a_peer("delta")
    a_done_service()
    for node in (Node("hub", role="hub"), Node("", role="alone")):
        with being(node, TONGBAN_ZONES=[ZONE]):
            assert tell() == 0


def test_what_is_gone_is_taken_back_from_those_who_heard_of_it(here) -> None:
    a_peer("hub", "hub")
    service = a_done_service()
    tell()
    service.withdrawn_at = LATER
    service.save()
    a_peer("late", "hub")
    assert tell(LATER) == 1
    event = Outgoing.objects.latest("pk")
    assert (event.topic, event.to) == ("catalog.withdrawn", "hub")
    assert event.data == {"service": "id-reissue", "withdrawn_at": LATER.isoformat()}
    assert tell(LATER) == 0


def test_what_comes_back_is_told_anew(here) -> None:
    a_peer("hub", "hub")
    service = a_done_service()
    tell()
    Service.objects.update(withdrawn_at=MONDAY)
    tell(LATER)
    Service.objects.filter(pk=service.pk).update(withdrawn_at=None)
    assert tell(LATER) == 1
    assert said(Outgoing.objects.latest("pk"))["published_at"] > LATER.isoformat()


def test_news_is_newer_than_the_news_before_even_with_the_clock_set_back(here) -> None:
    a_peer("hub", "hub")
    service = a_done_service()
    tell(LATER)
    changed(service, assurance=2)
    tell(MONDAY)
    assert said(Outgoing.objects.latest("pk"))["published_at"] > LATER.isoformat()


def test_listings_and_what_others_do_are_not_ours_to_offer(here) -> None:
    a_peer("hub", "hub")
    a_service("only-listed")
    other = a_done_service("delta-card")
    other.node = "delta"
    other.save()
    assert tell() == 0


def test_a_departments_node_offers_its_own_services_only(here) -> None:
    a_peer("hub", "hub")
    a_done_service()
    ministry = Platform(id="ministry", role="node", names={"zh": "部"}, authorities=("NHSA",))
    with override_settings(PLATFORM=ministry, TONGBAN_REGIONS=()):
        assert tell() == 0
    police = Platform(id="police", role="node", names={"zh": "警"}, authorities=("MPS",))
    with override_settings(PLATFORM=police, TONGBAN_REGIONS=()):
        assert tell() == 1


def test_nothing_is_promised_when_the_transaction_fails(here) -> None:
    a_peer("hub", "hub")
    a_done_service()
    with patch.object(publishing.audit, "record", side_effect=OSError), pytest.raises(OSError):
        tell()
    assert not Outgoing.objects.exists()
    assert not Offer.objects.exists()
