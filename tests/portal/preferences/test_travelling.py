"""What of a reader's choices comes along to another platform."""

import pytest

from tests.builders import a_region
from tests.portal.platforms import a_peer, as_platform
from tongban.portal.preferences.surroundings import REGION

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    for code in ("110000", "310104", "410000", "410100"):
        a_region(code, f"地{code}")


def test_a_region_travels_only_when_somebody_chose_it(client) -> None:
    a_peer("henan")
    with as_platform("hub"):
        assert "region=&" in client.get("/go/henan/")["Location"] + "&"
        client.cookies[REGION] = "310104"
        assert "region=310104" in client.get("/go/henan/")["Location"]


@pytest.mark.parametrize(
    ("name", "region", "kept"),
    [("henan", "410100", True), ("henan", "310104", False), ("hub", "310104", True)],
)
def test_who_comes_to_a_province_is_in_it(client, name: str, region: str, kept: bool) -> None:
    with as_platform(name):
        answer = client.get("/arrive/", {"next": "/", "region": region, "lang": "en"})
    assert (REGION in answer.cookies) is kept
    assert answer.cookies["django_language"].value == "en"
