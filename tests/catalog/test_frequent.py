"""The list that everybody uses: the hub's word, version by version, and what of it is done where."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.builders import MONDAY, a_package, a_service
from tests.federation.nodes import Node, being
from tongban.audit.models import Entry
from tongban.catalog import queries
from tongban.catalog.models import FrequentList, Offer
from tongban.catalog.operations import frequent
from tongban.catalog.packages.faults import PackBroken
from tongban.catalog.packages.frequent import frequent_faults
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document
from tongban.catalog.rules import ByNode
from tongban.crypto.documents import sign_document
from tongban.federation.models import Outgoing, Peer
from tongban.federation.providers.listeners import applier_of, fits
from tongban.federation.rules import Event

pytestmark = pytest.mark.django_db
HUB, COAST, DELTA = Node("hub", role="hub"), Node("coast"), Node("delta")
BY = ByNode("hub")


@pytest.fixture(autouse=True)
def _services() -> Iterator[None]:
    a_service("id-reissue", package=a_package())
    for code in ("school-enroll", "tax-record", "old-thing"):
        a_service(code, package=None)
    for node in (HUB, COAST, DELTA):
        facts = node.entry()
        Peer.objects.create(**{k: facts[k] for k in ("name", "names", "role", "address", "keys")})
    yield


def a_version(number: int, *codes: str, **changes: Any) -> dict[str, Any]:
    entry = {"area": "education", "source": "compiled", "confidence": "compiled"}
    words = {"zh": "说明", "en": "Note", "ko": "설명"}
    return {
        "number": number,
        "published_on": f"2026-0{number}-01",
        "note": words,
        "source": "compiled",
        "confidence": "compiled",
        "entries": [{**entry, "service": code} for code in codes],
        **changes,
    }


def hears(content: dict[str, Any], *, of: Node = HUB, signed_by: Node | None = None) -> None:
    document = sign_document(content, [(signed_by or of).key], kind=frequent.KIND)
    event = Event(
        uuid4(), "catalog.listed", of.name, "frequent/1", {"list": document}, MONDAY, MONDAY
    )
    assert fits(event.topic, event.data)
    applier_of(event.topic)(event)


def test_every_node_is_told_each_version_once_and_a_told_one_is_not_rewritten(a_pack) -> None:
    with being(HUB):
        frequent.load_lists(a_pack("id-reissue"), by=BY, at=MONDAY)
        assert frequent.publish(by=BY, at=MONDAY) == 2
        assert frequent.publish(by=BY, at=MONDAY) == 0
        assert {event.to for event in Outgoing.objects.filter(topic="catalog.listed")} == {
            "coast",
            "delta",
        }
        with pytest.raises(PackBroken):
            frequent.load_lists(a_pack("school-enroll"), by=BY, at=MONDAY)
        assert FrequentList.objects.get().content["entries"][0]["service"] == "id-reissue"


def test_a_node_goes_by_what_the_hub_signed_and_by_nobody_elses_list() -> None:
    with being(COAST):
        hears(a_version(1, "id-reissue", "old-thing"))
        hears(a_version(1, "id-reissue", "old-thing"))
        hears(a_version(2, "id-reissue", "school-enroll"))
        for wrong, refusal in (
            (lambda: hears(a_version(3, "tax-record"), of=DELTA), frequent.NotTheHub),
            (lambda: hears(a_version(3, "tax-record"), signed_by=DELTA), frequent.ListNotSigned),
            (lambda: hears(a_version(3)), frequent.ListNotSigned),
            (lambda: hears(a_version(2, "tax-record")), frequent.ListChanged),
        ):
            with pytest.raises(refusal):
                wrong()

        now = queries.frequent_list()

    assert now is not None
    assert now.numbers == [2, 1]
    assert [each.service.code for each in now.fresh] == ["school-enroll"]
    assert [each.code for each in now.gone] == ["old-thing"]
    assert Entry.objects.filter(action="catalog.list_taken_in").count() == 2


def test_the_page_says_what_cannot_be_done_by_phone_yet_and_managers_see_who_does_what(
    client: Client,
) -> None:
    with being(COAST):
        hears(a_version(1, "id-reissue", "school-enroll", "tax-record"))
        service = queries.published_service("tax-record")
        Offer.objects.create(
            service=service, node="delta", code="tax-record", digest="x", published_at=MONDAY
        )
        said = client.get("/frequent/").content.decode()
        found = queries.frequent_list()
        assert found is not None
        done = {str(each.node): sorted(each.done) for each in queries.coverage(found)}

    assert said.count("Not on the phone yet") == 1
    assert said.count("On your phone") == 2
    assert done == {"": ["id-reissue"], "delta": ["tax-record"], "hub": []}
    assert client.get("/frequent/7/").status_code == 404


@pytest.fixture
def a_pack(tmp_path) -> Any:
    def made(*codes: str) -> Pack:
        version = a_version(1, *codes)
        version["added"], version["removed"] = version.pop("entries"), []
        data = {"versions": [version]}
        nothing = Document(tmp_path / "none.yaml", {})
        papers = ("manifest", "themes", "people", "places", "scenes", "purposes", "guides")
        pack = Pack(folder=tmp_path, **dict.fromkeys(papers, nothing))
        pack.frequent = Document(tmp_path / "frequent.yaml", data)
        pack.tables = {"listings.csv": type("Listings", (), {"rows": []})()}  # type: ignore[dict-item]
        return pack

    return made


def test_a_list_names_real_services_once_and_always_covers_four_areas(a_pack) -> None:
    said = [fault.what for fault in frequent_faults(a_pack("nowhere", "nowhere"))]

    assert "there is no service nowhere" in said
    assert "nowhere is on the list already" in said
    assert "the source compiled is not in pack.yaml" in said
    assert {f"the newest version has nothing of the area {area}" for area in ("health", "tax")} <= {
        *said
    }
