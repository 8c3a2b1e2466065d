"""Language, elder mode and region, from the first screen on."""

import pytest

from tests.builders import a_person, a_region
from tests.doors import sign_in
from tongban.catalog.models import Region
from tongban.identity.models import Person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def text(response) -> str:
    return response.content.decode()


def test_a_choice_is_kept_and_leads_back(client) -> None:
    a_region()
    answer = client.post("/preferences/", {"region": "310104", "next": "/offices/"})
    assert answer["Location"] == "/offices/"
    assert "徐汇区" in text(client.get("/"))


def test_language_and_elder_mode_change_the_page(client) -> None:
    client.post("/preferences/", {"language": "ko"})
    client.post("/preferences/", {"elder": "1"})
    assert '<html lang="ko" data-elder>' in text(client.get("/"))
    client.post("/preferences/", {"elder": "0"})
    assert "data-elder" not in text(client.get("/"))


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_nobody_is_led_away(client, address) -> None:
    assert client.post("/preferences/", {"elder": "1", "next": address})["Location"] == "/"


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"elder": "2"}, {"region": "999999"}])
def test_a_choice_that_is_none_changes_nothing(client, wrong) -> None:
    answer = client.post("/preferences/", wrong)
    assert answer.status_code == 302
    assert not {"django_language", "elder", "region"} & set(answer.cookies)


def test_choices_follow_a_person_to_another_device(client, client_elsewhere) -> None:
    a_region()
    ana = a_person("Ana")
    sign_in(client, ana)
    client.post("/preferences/", {"language": "en"})
    client.post("/preferences/", {"elder": "1"})
    client.post("/preferences/", {"region": "310104"})
    ana = Person.objects.get(pk=ana.pk)
    assert (ana.language, ana.elder, ana.region) == ("en", True, "310104")
    sign_in(client_elsewhere, ana)
    assert '<html lang="en" data-elder>' in text(client_elsewhere.get("/"))


@pytest.fixture
def client_elsewhere():
    from django.test import Client

    return Client(headers={"accept-language": "zh-hans"})


def test_regions_are_found_by_name_pinyin_and_initials(client) -> None:
    Region.objects.create(
        code="310104",
        name="徐汇区",
        names={"zh": "徐汇区", "en": "Xuhui District"},
        level="county",
        pinyin="xuhuiqu",
        initials="xhq",
    )
    for query in ("徐汇", "xuhui", "xhq", "Xuhui D"):
        assert 'value="310104"' in text(client.get("/regions/", {"q": query})), query
    part = text(client.get("/regions/", {"q": "xuhui"}, headers=HTMX))
    assert "<html" not in part
    assert 'id="places"' in part


def test_regions_are_reached_from_the_country_down(client) -> None:
    province = Region.objects.create(
        code="310000", name="上海市", names={"zh": "上海市"}, level="province"
    )
    between = Region.objects.create(
        code="310100", name="市辖区", names={"zh": "市辖区"}, level="city", parent=province
    )
    Region.objects.create(
        code="310104", name="徐汇区", names={"zh": "徐汇区"}, level="county", parent=between
    )
    assert "in=310000" in text(client.get("/regions/"))
    inside = text(client.get("/regions/?in=310000"))
    assert 'name="region" value="310104"' in inside
    assert 'name="region" value="310000"' in inside
    assert "市辖区" not in inside
    assert "上海市" in text(client.get("/regions/?q=徐汇"))
