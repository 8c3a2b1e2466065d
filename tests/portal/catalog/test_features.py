"""What the homes of platforms show besides: only what really works."""

import re

import pytest

from tests.builders import a_package, a_region, a_service, publish
from tests.portal.platforms import a_peer, as_platform
from tongban.catalog.models import Theme
from tongban.catalog.queries import spared
from tongban.config.platform import known, platform

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def places() -> None:
    for code in ("110000", "310000", "330000", "330100", "410000", "440000", "440300"):
        a_region(code, f"地{code}")


def home_of(client, name: str) -> str:
    with as_platform(name):
        return client.get("/", headers=EN).content.decode()


def test_the_hub_leads_to_provinces_cities_and_departments(client) -> None:
    for name in ("henan", "shanghai", "shenzhen", "mps"):
        a_peer(name)
    body = home_of(client, "hub")
    listed = re.findall(r'data-platform="(\w+)"', body)
    assert listed == ["shanghai", "henan", "shenzhen", "mps"]
    assert body.index("Choose your province") < body.index("Sui Shen Ban")
    assert body.index("Cities") < body.index("i Shenzhen") < body.index("National departments")
    for name in listed:
        assert re.search(rf'href="(/go/{name}/\?next=/|https://{name}\.example/)"', body)


def test_who_was_excluded_is_not_offered(client) -> None:
    peer = a_peer("henan")
    peer.revoked = True
    peer.save()
    assert "data-platform" not in home_of(client, "hub")


def test_nothing_is_offered_while_nobody_has_joined(client) -> None:
    assert "Choose your province" not in home_of(client, "hub")


def test_papers_fields_and_visits_that_fall_away_are_counted_from_the_services(client) -> None:
    a_service("id-reissue", package=a_package("id-reissue"))
    service = a_service("ss-proof", package=a_package("ss-proof"))
    before = spared()
    assert (before.services, before.without_visit) == (2, 1)
    assert 0 < before.papers_spared <= before.papers
    assert 0 < before.fields_spared < before.fields
    body = home_of(client, "guangdong")
    assert f"of {before.papers} papers" in body
    assert f"of {before.fields} fields" in body
    publish(service, a_package("ss-proof", visits={"count": 1}))
    assert spared().without_visit == 0


def test_services_that_a_rule_decides_are_shown_with_their_number(client) -> None:
    a_service("id-reissue", package=a_package("id-reissue"))
    a_service("ss-proof", package=a_package("ss-proof"))
    body = home_of(client, "shenzhen")
    shown = body[body.index("Decided at once") : body.index("Help from people")]
    assert "/services/ss-proof/" in shown
    assert "/services/id-reissue/" not in shown


def test_seniors_are_one_tap_from_large_text_and_then_see_their_topics(client) -> None:
    Theme.objects.create(code="health", names={"zh": "看病就医"}, audience="person", position=1)
    assert 'name="elder" value="1"' in home_of(client, "zhejiang")
    client.cookies["elder"] = "1"
    assert "/services/?theme=health&amp;doable=on" in home_of(client, "zhejiang")


def test_who_looked_at_my_data_is_on_the_first_page(client) -> None:
    assert 'href="/me/access/"' in home_of(client, "hangzhou")


def test_a_profile_puts_services_and_topics_first(client) -> None:
    service = platform("henan").home["services"][0]
    a_service(service, package=a_package(service))
    assert f"/services/{service}/" in home_of(client, "henan")
    for place, code in enumerate(("birth", "household", "documents")):
        Theme.objects.create(code=code, names={"zh": code}, audience="person", position=place)
    shown = re.findall(r"/services/\?theme=(\w+)", home_of(client, "mps"))
    assert shown[:3] == ["documents", "household", "birth"]


def test_an_installation_that_stands_alone_shows_none_of_it(client) -> None:
    body = client.get("/", headers=EN).content.decode()
    for words in ("Choose your province", "What you are spared", "For seniors", "Illustration"):
        assert words not in body


@pytest.mark.parametrize("name", known())
@pytest.mark.parametrize("elder", ["0", "1"])
def test_every_platform_has_a_home_in_both_modes(client, name: str, elder: str) -> None:
    a_region(platform(name).region, "地")
    client.cookies["elder"] = elder
    body = home_of(client, name)
    assert body.count("<h1") == 1
    assert platform(name).names["en"].partition(" · ")[0] in body


def test_the_home_of_a_platform_costs_few_statements(client, django_assert_max_num_queries) -> None:
    a_peer("hub")
    a_peer("henan")
    for name in ("hub", "henan", "guangdong", "shenzhen"):
        with as_platform(name), django_assert_max_num_queries(7):
            client.get("/")
