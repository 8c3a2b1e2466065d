"""The first screen."""

import pytest

from tests.builders import (
    MONDAY,
    a_case,
    a_certificate,
    a_package,
    a_post,
    a_region,
    a_service,
    an_applicant,
    an_office,
)
from tests.doors import sign_in
from tongban.cases import operations
from tongban.cases.rules import Channel
from tongban.catalog.models import Theme

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_strangers_find_search_topics_and_a_way_in(client) -> None:
    Theme.objects.create(code="health", names={"zh": "看病", "en": "Health"}, audience="person")
    body = text(client.get("/", headers={"accept-language": "en"}))
    assert 'name="q"' in body
    assert "/services/?theme=health" in body
    assert "/sign-in/" in body
    assert "tel:12345" in body


def test_what_is_under_way_comes_first_for_those_signed_in(client) -> None:
    ana, service = an_applicant("Ana"), a_service("id-reissue", package=a_package())
    case = operations.start(service=service, by=ana, at=MONDAY, channel=Channel.MOBILE)
    sign_in(client, ana.person)
    body = text(client.get("/"))
    assert f"/cases/{case.public_id}/" in body
    assert body.index(f"/cases/{case.public_id}/") < body.index("tel:12345")


def test_what_is_finished_is_not_under_way_any_more(client) -> None:
    ana, officer = an_applicant("Ana"), a_post(office=an_office())
    case = a_case(by=ana)
    sign_in(client, ana.person)
    assert case.reference in text(client.get("/"))
    for step in (operations.accept, operations.begin_review, operations.grant):
        step(case=case, by=officer, at=MONDAY)
    assert case.reference not in text(client.get("/"))
    assert case.reference not in text(client.get("/cases/"))
    assert case.reference in text(client.get("/cases/?box=done"))


def test_the_last_day_to_correct_stands_with_the_case(client) -> None:
    ana, officer = an_applicant("Ana"), a_post(office=an_office())
    case = a_case(by=ana)
    defects = [{"kind": "field", "key": "lost_on", "problem": "When?"}]
    operations.ask_correction(case=case, defects=defects, by=officer, at=MONDAY)
    sign_in(client, ana.person)
    for page in ("/", "/cases/"):
        body = text(client.get(page, headers={"accept-language": "en"}))
        assert "correct it by March 23, 2026" in body


def test_nobody_sees_what_somebody_else_has_under_way(client) -> None:
    ana, service = an_applicant("Ana"), a_service("id-reissue", package=a_package())
    case = operations.start(service=service, by=ana, at=MONDAY, channel=Channel.MOBILE)
    sign_in(client, an_applicant("Ben").person)
    assert str(case.public_id) not in text(client.get("/"))


def test_a_certificate_of_the_wallet_is_shown(client) -> None:
    ana = an_applicant("Ana")
    certificate = a_certificate("idcard", holder=ana.person)
    sign_in(client, ana.person)
    assert f"/wallet/{certificate.public_id}/" in text(client.get("/"))


def test_elders_get_voice_a_telephone_number_and_few_large_things(client) -> None:
    a_region("310000", "上海市")
    client.cookies["elder"] = "1"
    body = text(client.get("/"))
    assert "data-elder" in body
    assert "data-voice" in body
    assert "tel:12345" in body


def test_home_costs_few_statements(client, django_assert_max_num_queries) -> None:
    a_region("310000", "上海市")
    with django_assert_max_num_queries(4):
        client.get("/")
    ana = an_applicant("Ana")
    a_certificate("idcard", holder=ana.person)
    sign_in(client, ana.person)
    with django_assert_max_num_queries(8):
        client.get("/")
