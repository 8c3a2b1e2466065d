"""Browsing, and the guide of one service."""

import pytest

from tests.builders import (
    MONDAY,
    a_certificate,
    a_package,
    a_region,
    a_service,
    an_applicant,
)
from tests.doors import sign_in
from tongban.cases import operations
from tongban.cases.rules import Channel
from tongban.catalog.models import Office, Theme

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def service():
    made = a_service("id-reissue", package=a_package())
    made.names, made.summary = a_package()["names"], a_package()["summary"]
    made.save()
    return made


def test_a_guide_says_time_money_visits_materials_steps_and_basis(client, service) -> None:
    body = text(client.get("/services/id-reissue/", headers=ENGLISH))
    for words in ("15 working days", "40 yuan", "1 visit", "Household register", "Sample data"):
        assert words in body
    assert a_package()["legal_basis"][0] in body
    assert a_package()["steps"][0]["names"]["en"] in body


def test_applying_is_a_post_with_a_token(client, service) -> None:
    body = text(client.get("/services/id-reissue/"))
    form = body[body.index('action="/services/id-reissue/apply/"') - 40 :]
    assert 'method="post"' in form[:60]
    assert "csrfmiddlewaretoken" in form[:300]


def test_what_the_reader_holds_is_struck_out(client, service) -> None:
    ana = an_applicant("Ana")
    sign_in(client, ana.person)
    assert "<s>" in text(client.get("/services/id-reissue/"))
    client.logout()
    client.cookies.clear()
    assert "<s>" not in text(client.get("/services/id-reissue/"))


def test_an_open_draft_is_continued(client, service) -> None:
    ana = an_applicant("Ana")
    sign_in(client, ana.person)
    assert "Apply online" in text(client.get("/services/id-reissue/", headers=ENGLISH))
    operations.start(service=service, by=ana, at=MONDAY, channel=Channel.MOBILE)
    assert "Apply online" not in text(client.get("/services/id-reissue/", headers=ENGLISH))


def test_a_listing_says_that_it_cannot_be_done_here_and_where_to_go(client) -> None:
    listing = a_service("id-first")
    listing.elsewhere = {"zh": "到派出所", "en": "Go to a police station"}
    listing.save()
    body = text(client.get("/services/id-first/", headers=ENGLISH))
    assert "This cannot be done here yet" in body
    assert "Go to a police station" in body
    assert "apply/" not in body


def test_a_service_for_firms_says_who_can_apply(client, service) -> None:
    service.for_person, service.for_organisation = False, True
    service.save()
    body = text(client.get("/services/id-reissue/", headers=ENGLISH))
    assert "Only firms can apply" in body


def test_a_withdrawn_service_is_gone(client, service) -> None:
    service.withdrawn_at = MONDAY
    service.save()
    assert client.get("/services/id-reissue/").status_code == 404
    assert client.get("/services/never-was/").status_code == 404


def test_a_bundle_shows_its_parts(client, service) -> None:
    bundle = a_service("newborn")
    bundle.bundle = ["id-reissue", "not-there"]
    bundle.save()
    assert "/services/id-reissue/" in text(client.get("/services/newborn/"))


def test_the_nearest_office_comes_first(client, service) -> None:
    xuhui, pudong = a_region(), a_region("310115", "浦东新区")
    Office.objects.create(code="b", names={"zh": "徐汇"}, region=xuhui)
    Office.objects.create(code="a", names={"zh": "浦东"}, region=pudong)
    client.cookies["region"] = "310104"
    body = text(client.get("/services/id-reissue/"))
    assert body.index("徐汇<small>") < body.index("浦东<small>")


def test_a_guide_costs_few_statements(client, service, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(5):
        client.get("/services/id-reissue/")
    ana = an_applicant("Ana")
    a_certificate("idcard", holder=ana.person)
    sign_in(client, ana.person)
    with django_assert_max_num_queries(10):
        client.get("/services/id-reissue/")


def test_browsing_by_topic_authority_letter_and_audience(client, service) -> None:
    theme = Theme.objects.create(code="documents", names={"zh": "证件"}, audience="person")
    service.themes.add(theme)
    for narrowed in ("theme=documents", "authority=MPS", "letter=J", "doable=on"):
        assert "/services/id-reissue/" in text(client.get(f"/services/?{narrowed}")), narrowed
    for other in ("theme=health", "letter=Z", "doable=on&audience=organisation"):
        assert "/services/id-reissue/" not in text(client.get(f"/services/?{other}")), other


def test_a_region_shows_its_own_services_and_national_ones(client, service) -> None:
    local = a_service("local")
    local.region = a_region("511602", "广安区")
    local.save()
    client.cookies["region"] = "310104"
    assert "/services/local/" not in text(client.get("/services/?authority=MPS"))
    client.cookies["region"] = "511602"
    both = text(client.get("/services/?authority=MPS"))
    assert "/services/local/" in both
    assert "/services/id-reissue/" in both


def test_long_lists_come_in_pages(client, django_assert_max_num_queries) -> None:
    for number in range(45):
        a_service(f"listed-{number:02}")
    first = text(client.get("/services/?authority=MPS"))
    assert first.count('class="row" href="/services/listed-') == 20
    with django_assert_max_num_queries(5):
        last = text(client.get("/services/?authority=MPS&page=3"))
    assert last.count('class="row" href="/services/listed-') == 5
