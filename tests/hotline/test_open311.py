"""Other cities' programs read and write requests; one of them is `georeport`, which we did not write."""

from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
import requests as http
from django.test import Client
from django.utils.timezone import now
from georeport import GeoReport

from tests.builders import MONDAY, PACK, a_person, a_post, an_authority
from tests.hotline.asking import a_chief, an_answered
from tongban.catalog.models import Post
from tongban.catalog.packages.reading import table
from tongban.hotline import operations
from tongban.hotline.models import Request
from tongban.identity.operations import issue_token

pytestmark = pytest.mark.django_db
HERE = "http://testserver/api/open311/v2"
LAMPS = "050100"
# What 6aika's clients rely on: every part of a request, by its kind.
PARTS = {
    "service_request_id": str,
    "status": str,
    "status_notes": str,
    "service_name": str,
    "service_code": str,
    "description": str,
    "agency_responsible": str,
    "requested_datetime": str,
    "updated_datetime": str,
    "address": str,
}


@pytest.fixture(autouse=True)
def taught() -> None:
    names = {"duties", "examples", "classes", "words"}
    rows = {n: table(PACK / f"hotline_{n}.csv", ()).rows for n in names}
    operations.load_lessons(**rows)


@pytest.fixture
def post() -> Post:
    return a_post("王建国")


@pytest.fixture(params=["json", "xml"])
def foreign(request, monkeypatch) -> GeoReport:
    """The foreign client, whose requests come to the program under test."""

    def get(address: str, params: dict[str, str]) -> http.Response:
        got = Client().get(f"{address}?{urlencode(params)}")
        answer = http.Response()
        answer.status_code, answer._content = got.status_code, got.content
        answer.encoding = "utf-8"
        return answer

    monkeypatch.setattr("georeport.georeport.requests.get", get)
    return GeoReport(HERE, output_format=request.param)


def published(post: Post, **more: Any) -> Request:
    asked = an_answered(post, may_publish=True, **more)
    Request.objects.filter(pk=asked.pk).update(category=LAMPS)
    operations.confirm(request=asked, by=asked.asker, at=MONDAY)
    chief = a_chief(post)
    operations.publish(request=asked, text="路灯坏了", answer="已修好", by=chief, at=MONDAY)
    asked.refresh_from_db()
    return asked


def a_key(name: str = "Dev") -> str:
    person = a_person(name)
    return issue_token(person=person, label="311", by=person, at=now())


def test_a_foreign_client_reads_services_and_their_definitions(foreign: GeoReport) -> None:
    found = foreign.get_service_list()
    assert len(found) > 30
    assert {"service_code", "service_name", "metadata", "type"} <= found[0].keys()
    definition = foreign.get_service_definition(LAMPS)
    assert definition["service_code"] == LAMPS
    assert "kind" in str(definition["attributes"])


def test_a_foreign_client_reads_requests(foreign: GeoReport, post: Post) -> None:
    asked = published(post)
    day = {"start_date": "2026-02-20T00:00:00Z", "end_date": "2026-03-20T00:00:00Z"}
    found = foreign.get_service_requests(**day)
    row = found[0] if isinstance(found, list) else found
    assert row["service_request_id"] == asked.reference
    assert row["description"] == "路灯坏了"
    assert all(isinstance(row[name] or "", kind) for name, kind in PARTS.items())
    one = foreign.get_service_request(asked.reference)
    assert one["status"] == "closed"


def test_what_nobody_has_published_is_not_there(client: Client, post: Post) -> None:
    asked = an_answered(post)
    assert client.get("/api/open311/v2/requests.json").json() == []
    answer = client.get(f"/api/open311/v2/requests/{asked.reference}.json")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"updated_after": "2026-03-01T00:00:00Z"}, 1),
        ({"updated_after": "2026-04-01T00:00:00Z"}, 0),
        ({"start_date": "2026-02-20T00:00:00Z", "end_date": "2026-03-20T00:00:00Z"}, 1),
        ({"start_date": "2026-03-04T00:00:00Z", "end_date": "2026-03-20T00:00:00Z"}, 0),
        ({"updated_after": "2026-03-01T00:00:00Z", "status": "open"}, 0),
        ({"updated_after": "2026-03-01T00:00:00Z", "service_code": "040100,050100"}, 1),
        ({"updated_after": "2026-03-01T00:00:00Z", "service_code": "040100"}, 0),
        ({"updated_after": "2026-03-01T00:00:00Z", "jurisdiction_id": "310104"}, 1),
    ],
)
def test_requests_are_chosen_as_the_standard_says(client, post, query, count) -> None:
    published(post, region="310104")
    assert len(client.get("/api/open311/v2/requests.json", query).json()) == count


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"jurisdiction_id": "999999"}, 404),
        ({"status": "maybe"}, 400),
        ({"start_date": "yesterday"}, 400),
        ({"start_date": "2026-13-45T00:00:00Z"}, 400),
        ({"start_date": "2025-01-01T00:00:00Z", "end_date": "2026-03-01T00:00:00Z"}, 400),
        ({"api_key": "wrong"}, 403),
    ],
)
@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_faults_are_said_in_both_formats(client: Client, suffix: str, query, code: int) -> None:
    answer = client.get(f"/api/open311/v2/requests.{suffix}", query)
    assert answer.status_code == code
    if suffix == "json":
        assert answer.json()[0]["code"] == code
    else:
        assert ET.fromstring(answer.content).findtext("error/code") == str(code)


def test_a_program_with_a_key_asks_and_reads_its_own(client: Client, post: Post) -> None:
    an_authority("L-CG")
    key = a_key()
    said = {"service_code": LAMPS, "description": "路灯不亮", "address_string": "西门"}
    answer = client.post("/api/open311/v2/requests.json", {**said, "api_key": key})
    assert answer.status_code == 201, answer.content
    number = answer.json()[0]["service_request_id"]
    asked = Request.objects.get(reference=number)
    assert (asked.channel, asked.authority.code, asked.category) == ("open311", "L-CG", LAMPS)
    own = client.get(f"/api/open311/v2/requests/{number}.json", {"api_key": key})
    assert own.json()[0]["status"] == "open"
    token = client.get(f"/api/open311/v2/tokens/{asked.public_id}.json", {"api_key": key})
    assert token.json()[0]["service_request_id"] == number
    assert client.get(f"/api/open311/v2/requests/{number}.json").status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"api_key": ""}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "999999"}, 404),
        ({"description": " "}, 400),
        ({"address_string": ""}, 400),
        ({"lat": "north", "long": "1"}, 400),
        ({"lat": "nan", "long": "nan"}, 400),
    ],
)
def test_a_request_that_lacks_something_is_refused(client, post, change, code) -> None:
    an_authority("L-CG")
    said = {"service_code": LAMPS, "description": "路灯不亮", "address_string": "西门"}
    said |= {"api_key": a_key()} | change
    assert client.post("/api/open311/v2/requests.xml", said).status_code == code
    assert not Request.objects.exists()


def test_what_xml_cannot_hold_does_not_break_it(client: Client, post: Post) -> None:
    asked = published(post)
    operations.publish(
        request=asked, text="灯\x0b坏了 <b>&", answer="好", by=a_chief(post), at=MONDAY
    )
    answer = client.get(f"/api/open311/v2/requests/{asked.reference}.xml")
    assert "<b>&" in (ET.fromstring(answer.content).findtext("request/description") or "")


def test_the_endpoint_is_found(client: Client) -> None:
    said = client.get("/api/open311/discovery.json").json()
    assert client.get(said["endpoints"][0]["url"] + "/services.json").status_code == 200
