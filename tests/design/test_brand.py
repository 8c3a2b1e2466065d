"""A platform's own colours, mark and name."""

import json
import re

import pytest

from tests.builders import a_region
from tests.portal.platforms import a_peer, as_platform
from tongban.config.platform import platform

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def place() -> None:
    a_region("410000", "河南省")
    a_region("310000", "上海市")


def test_a_page_links_the_colours_of_its_platform_after_those_of_the_design(client, place) -> None:
    with as_platform("henan"):
        body = text(client.get("/"))
        [sheet] = re.findall(r'href="(/design/brand-[0-9a-f]{12}\.css)"', body)
        assert body.index("tokens.css") < body.index(sheet)
        answer = client.get(sheet)
    brand = platform("henan").brand
    assert answer["Content-Type"].startswith("text/css")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    light, dark = text(answer).splitlines()
    assert f"--brand:{brand['light']['brand']};" in light
    assert f"--brand-ink:{brand['dark']['ink']};" in dark
    assert "prefers-color-scheme:dark" in dark
    assert "style=" not in body


def test_paper_keeps_its_own_colours(client, place) -> None:
    with as_platform("henan"):
        [sheet] = re.findall(r'href="(/design/brand-[^"]+\.css)"', text(client.get("/")))
        assert all(
            line.startswith("@media screen") for line in text(client.get(sheet)).split("\n") if line
        )


def test_two_platforms_look_different_at_different_addresses(client, place) -> None:
    seen = set()
    for name in ("henan", "shanghai"):
        with as_platform(name):
            [sheet] = re.findall(r'href="(/design/brand-[^"]+\.css)"', text(client.get("/")))
            seen.add((sheet, text(client.get(sheet)).partition("}")[0]))
    assert len({sheet for sheet, _ in seen}) == len({look for _, look in seen}) == 2


def test_an_address_of_an_earlier_look_is_answered_but_not_kept(client, place) -> None:
    with as_platform("henan"):
        answer = client.get("/design/brand-000000000000.css")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_the_mark_stands_in_the_header_the_icon_and_the_manifest(client, place) -> None:
    with as_platform("henan"):
        body = text(client.get("/"))
        [icon] = re.findall(r'rel="icon" href="([^"]+)"', body)
        assert ">豫</text>" in body
        picture = client.get(icon)
        assert picture["Content-Type"].startswith("image/svg+xml")
        assert ">豫</text>" in text(picture)
        manifest = client.get("/design/manifest.json", headers=EN)
    content = json.loads(text(manifest))
    assert content["icons"][0]["src"] == icon
    assert content["theme_color"] == platform("henan").brand["light"]["brand"]
    assert content["name"] == platform("henan").names["en"]
    assert content["short_name"] == "Yu Shi Ban"


def test_the_title_says_which_platform_it_is_in_the_reader_s_language(client, place) -> None:
    with as_platform("henan"):
        assert "· 豫事办</title>" in text(client.get("/"))
        assert "· Yu Shi Ban · Henan</title>" in text(client.get("/", headers=EN))


def test_every_page_says_that_it_is_an_illustration_and_where_it_belongs(client, place) -> None:
    a_peer("hub")
    with as_platform("henan"):
        body = text(client.get("/services/", headers=EN))
    assert "Illustration: demonstrates a provincial platform." in body
    assert re.search(r'Part of <a href="[^"]+">National government services</a>', body)


def test_a_city_belongs_to_its_province_and_to_the_nation(client, place) -> None:
    a_peer("hub")
    a_peer("zhejiang")
    a_region("330100", "杭州市")
    with as_platform("hangzhou"):
        body = text(client.get("/services/", headers=EN))
    assert body.index("Zhe Li Ban</a>") < body.index("National government services</a>")


def test_an_installation_that_stands_alone_looks_as_ever(client, place) -> None:
    body = text(client.get("/", headers=EN))
    assert "/design/brand-" not in body
    assert "design/mark.svg" in body
    assert "Government Services</title>" in body
    assert "Illustration" not in body
    assert (
        json.loads(text(client.get("/design/manifest.json", headers=EN)))["theme_color"]
        == "#1553c7"
    )


def test_officials_see_the_mark_of_their_platform_too(client, place) -> None:
    with as_platform("henan"):
        assert ">豫</text>" in text(client.get("/work/sign-in/"))
