"""Taking in what other nodes do: only their own word for it, and never an older one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from tests.builders import MONDAY, a_package, a_region, a_service, an_authority
from tests.federation.nodes import Node, being
from tongban.audit.models import Entry
from tongban.catalog import queries
from tongban.catalog.models import Offer, Service, Theme
from tongban.catalog.operations import indexing, offers
from tongban.catalog.packages import offering
from tongban.catalog.packages.reading import digest
from tongban.config.topics import TOPICS, schema_of
from tongban.crypto.documents import sign_document
from tongban.federation.models import Peer
from tongban.federation.providers.listeners import applier_of, fits
from tongban.federation.rules import Event, NotYet

pytestmark = pytest.mark.django_db
HUB = Node("hub", role="hub")
COAST = Node("coast", regions=("310000",))
DELTA = Node("delta", regions=("440000",), suite="gm")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_hub(settings, tmp_path) -> Iterator[None]:
    settings.TONGBAN_HOME, settings.TONGBAN_INDEX = tmp_path, tmp_path / "index"
    a_region("310000", "海省")
    an_authority()
    for node in (COAST, DELTA):
        facts = node.entry()
        Peer.objects.create(
            **{k: facts[k] for k in ("name", "names", "role", "address")},
            regions=facts["regions"],
            keys=facts["keys"],
        )
    with being(HUB):
        yield


@pytest.fixture
def service() -> Service:
    made = a_service("id-reissue", package=a_package())
    made.version.digest = digest(made.version.package)
    made.version.save()
    return made


def a_document(
    package: dict[str, Any] | None,
    *,
    code: str = "id-reissue",
    node: Node = COAST,
    by: Node | None = None,
    at: datetime = MONDAY,
    **changes: Any,
) -> str:
    said = offering.content(
        node=node.name,
        service=code,
        named=digest(package or a_package()),
        package=package,
        themes=["documents"],
        at=at,
    )
    return sign_document({**said, **changes}, [(by or node).key], kind=offering.KIND)


def an_event(topic: str, data: dict[str, Any], *, source: Node = COAST) -> Event:
    return Event(uuid4(), topic, source.name, "service/x", data, MONDAY, MONDAY)


def tell(document: str, *, source: Node = COAST) -> None:
    event = an_event("catalog.published", {"offer": document}, source=source)
    assert fits(event.topic, event.data)
    applier_of(event.topic)(event)


def take_back(code: str, *, at: datetime, source: Node = COAST) -> None:
    data = {"service": code, "withdrawn_at": at.isoformat()}
    event = an_event("catalog.withdrawn", data, source=source)
    assert fits(event.topic, event.data)
    applier_of(event.topic)(event)


def theirs(**changes: Any) -> dict[str, Any]:
    package = a_package(**changes)
    return {**package, "source": {**package["source"], "platform": "coast"}}


def own(name: str = "coast-card", **changes: Any) -> dict[str, Any]:
    return theirs(id=name, codes={}, **changes)


def test_the_topics_have_schemas_and_listeners() -> None:
    for topic in ("catalog.published", "catalog.withdrawn"):
        assert topic in TOPICS
        assert schema_of(topic)
        assert applier_of(topic)
    assert settings.TONGBAN_TOPICS == "tongban.config.topics"


@pytest.mark.parametrize("node", [COAST, DELTA], ids=["Ed25519", "SM2"])
def test_an_offer_is_kept_with_its_proof_and_a_trace(service, node: Node) -> None:
    package = theirs(assurance=2)
    document = a_document(package, node=node)
    tell(document, source=node)
    offer = Offer.objects.get()
    assert (offer.service, offer.node, offer.code) == (service, node.name, "id-reissue")
    assert (offer.package, offer.document) == (package, document)
    assert offer.published_at == MONDAY
    line = Entry.objects.get(action="catalog.offer_taken_in")
    assert line.subject == service.ref
    assert line.detail["node"] == node.name


def test_a_short_offer_stands_for_the_nations_package(service) -> None:
    tell(a_document(None))
    [way] = [each for each in queries.choices_with_packages(service, region="310000") if each.node]
    assert way.package == service.version.package


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(lambda: a_document(theirs(), by=DELTA), id="signed by another node"),
        pytest.param(lambda: a_document(theirs(), by=Node("coast")), id="by an unknown key"),
        pytest.param(lambda: a_document(theirs(), node=DELTA, by=COAST), id="in another's name"),
        pytest.param(lambda: "x", id="no document"),
        pytest.param(lambda: a_document(theirs())[:-30] + '"}]}', id="cut"),
    ],
)
def test_only_a_nodes_own_word_counts(service, document) -> None:
    with pytest.raises(offers.OfferNotSigned):
        tell(document())
    assert not Offer.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(lambda: a_document(theirs(), digest="0" * 64), id="another content"),
        pytest.param(lambda: a_document({"id": "id-reissue"}), id="no package"),
        pytest.param(lambda: a_document(theirs(names={"zh": "x"})), id="no translations"),
        pytest.param(lambda: a_document({**theirs(), "source": 3}), id="a source that is none"),
        pytest.param(lambda: a_document(theirs(decide=[])), id="a decision that is none"),
        pytest.param(lambda: a_document(theirs(), themes="all"), id="odd themes"),
        pytest.param(lambda: a_document(theirs(), published_at="soon"), id="no time"),
        pytest.param(lambda: a_document(own("coast-other"), code="coast-card"), id="another id"),
        pytest.param(lambda: a_document(None, code="coast-card"), id="own without a package"),
    ],
)
def test_an_offer_that_is_not_what_it_says_is_refused(service, document) -> None:
    with pytest.raises(offers.OfferMalformed):
        tell(document())
    assert not Offer.objects.exists()
    assert Service.objects.count() == 1


def test_newer_news_replaces_older_and_never_the_other_way_round(service) -> None:
    newer, older = a_document(theirs(assurance=4), at=MONDAY + HOUR), a_document(theirs())
    for document in (older, newer, older, newer):
        tell(document)
    assert (Offer.objects.get().package or {})["assurance"] == 4
    assert Entry.objects.filter(action="catalog.offer_taken_in").count() == 2


def test_what_is_withdrawn_is_gone_whatever_comes_late(service) -> None:
    tell(a_document(theirs()))
    take_back("id-reissue", at=MONDAY + HOUR)
    tell(a_document(theirs(assurance=2), at=MONDAY + HOUR / 2))
    take_back("id-reissue", at=MONDAY + HOUR)
    assert Offer.objects.get().withdrawn_at == MONDAY + HOUR
    assert Entry.objects.filter(action="catalog.offer_withdrawn").count() == 1
    tell(a_document(theirs(), at=MONDAY + 2 * HOUR))
    assert Offer.objects.get().withdrawn_at is None


def test_a_withdrawal_that_was_overtaken_changes_nothing(service) -> None:
    tell(a_document(theirs(), at=MONDAY + HOUR))
    take_back("id-reissue", at=MONDAY)
    assert Offer.objects.get().withdrawn_at is None


def test_a_withdrawal_before_the_offer_waits_for_it(service) -> None:
    with pytest.raises(NotYet):
        take_back("id-reissue", at=MONDAY + HOUR)
    tell(a_document(theirs()))
    take_back("id-reissue", at=MONDAY + HOUR)
    assert Offer.objects.get().withdrawn_at


def test_nobody_withdraws_for_another(service) -> None:
    tell(a_document(theirs()))
    with pytest.raises(NotYet):
        take_back("id-reissue", at=MONDAY + HOUR, source=DELTA)
    assert Offer.objects.get().withdrawn_at is None


def test_a_service_that_our_pack_lacks_waits() -> None:
    with pytest.raises(NotYet):
        tell(a_document(theirs(id="id-new"), code="id-new"))


def test_a_stranger_waits_for_the_registry(service) -> None:
    stranger = Node("stranger")
    with pytest.raises(NotYet):
        tell(a_document(theirs(), node=stranger), source=stranger)


def test_what_only_one_node_does_becomes_a_service_that_is_found() -> None:
    Theme.objects.create(code="documents", names={"zh": "证件"}, audience="person")
    names = {"zh": "海边停车证", "en": "Beach parking card", "ko": "해변 주차증"}
    tell(a_document(own(names=names), code="coast-card"))
    service = Service.objects.get(code="coast-card")
    assert (service.node, service.online, service.region.code) == ("coast", False, "310000")
    assert service.themes.get().code == "documents"
    indexing.reindex(at=MONDAY)
    assert queries.find("海边停车证", region="310104").services == [service]


def test_and_goes_with_the_node_that_did_it() -> None:
    tell(a_document(own(), code="coast-card"))
    before = queries.fingerprint()
    take_back("coast-card", at=MONDAY + HOUR)
    assert Service.objects.get(code="coast-card").withdrawn_at
    assert queries.fingerprint() != before
    tell(a_document(own(), code="coast-card", at=MONDAY + 2 * HOUR))
    assert Service.objects.get(code="coast-card").withdrawn_at is None


def test_nobody_takes_the_name_of_anothers_service() -> None:
    tell(a_document(own(), code="coast-card"))
    with pytest.raises(offers.NotYourService):
        tell(a_document(own(), code="coast-card", node=DELTA), source=DELTA)
    assert Offer.objects.count() == 1


def test_the_same_basic_item_of_two_nodes_is_one_service() -> None:
    item = {"codes": {"basic": "000511099001"}}
    for node in (COAST, DELTA):
        package = {**own(f"{node.name}-card"), **item}
        tell(a_document(package, code=f"{node.name}-card", node=node), source=node)
    service = Service.objects.get()
    assert service.region is None
    assert [o.code for o in service.offers.order_by("node")] == ["coast-card", "delta-card"]
    take_back("coast-card", at=MONDAY + HOUR)
    service.refresh_from_db()
    assert service.withdrawn_at is None


def test_a_basic_code_that_several_services_share_joins_nothing(service) -> None:
    for code in ("hf-one", "hf-two"):
        other = a_service(code)
        other.basic_code = "000511099001"
        other.save()
    tell(a_document({**own(), "codes": {"basic": "000511099001"}}, code="coast-card"))
    assert Service.objects.filter(code="coast-card").exists()


def test_one_item_is_offered_once_by_a_node(service) -> None:
    service.basic_code = "000511099001"
    service.save()
    tell(a_document(theirs()))
    with pytest.raises(offers.OfferedTwice):
        tell(a_document({**own(), "codes": {"basic": "000511099001"}}, code="coast-card"))
    take_back("id-reissue", at=MONDAY + HOUR)
    tell(a_document({**own(), "codes": {"basic": "000511099001"}}, code="coast-card"))
    assert Offer.objects.get().code == "coast-card"


def test_an_offer_of_an_authority_that_we_do_not_know_waits_for_it() -> None:
    said = a_document(own(authority="LATER"), code="coast-card")
    with pytest.raises(NotYet):
        tell(said)
    an_authority("LATER")
    tell(said)
    assert Service.objects.get().authority.code == "LATER"


def test_what_others_do_too_needs_no_new_index(service) -> None:
    indexing.reindex(at=MONDAY)
    tell(a_document(theirs()))
    tell(a_document(theirs(assurance=2), at=MONDAY + HOUR))
    assert indexing.is_fresh()


def test_what_only_others_do_needs_a_new_index(service) -> None:
    Service.objects.update(online=False)
    indexing.reindex(at=MONDAY)
    tell(a_document(theirs()))
    assert not indexing.is_fresh()
