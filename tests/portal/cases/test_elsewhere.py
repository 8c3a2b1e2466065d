"""A case that another platform has, on the pages of the platform where it was begun, and of the hub."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import HOUR, MONDAY
from tests.cases.crossing import a_world, ana, apply_at_the_coast, officer, the_case
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tests.doors import sign_in
from tongban.cases import operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = a_world(decide={"by": "official"})
    apply_at_the_coast(world)
    return world


def page_of_the_case(client: Client, name: str = "case") -> str:
    sign_in(client, the_case().applicant)
    shown = client.get(reverse(name, args=[the_case().public_id]))
    assert shown.status_code == 200
    return shown.content.decode()


def test_on_its_way_it_says_where_to(world: World, client: Client) -> None:
    with world.at(COAST):
        text = page_of_the_case(client)
    assert "On its way to Plain" in text
    assert "The case went to Plain" in text


def test_having_arrived_it_says_who_has_it_and_leads_there(world: World, client: Client) -> None:
    world.deliver_all()
    with world.at(COAST):
        text = page_of_the_case(client)
        address = f"/go/plain/?next=/cases/{the_case().public_id}/"
    assert "Plain has your case" in text
    assert "Plain received the case" in text
    assert f'href="{address}"' in text


def test_what_has_to_be_mended_is_mended_there(world: World, client: Client) -> None:
    world.deliver_all()
    with world.at(PLAIN):
        defect = {"kind": "field", "key": "care_region", "problem": "Which city?"}
        operations.ask_correction(case=the_case(), defects=[defect], by=officer(), at=MONDAY)
    world.deliver_all()
    with world.at(COAST):
        text = page_of_the_case(client)
        assert "Which city?" in text
        assert "Correct at Plain" in text
        for screen in ("case_form", "case_materials"):
            args = [the_case().public_id, *(["place"] if screen == "case_form" else [])]
            assert client.get(reverse(screen, args=args)).status_code == 404


def test_the_hub_shows_a_case_of_a_service_that_it_does_not_have(
    world: World, client: Client
) -> None:
    world.deliver_all()
    with world.at(PLAIN):
        operations.accept(case=the_case(), by=officer(), at=MONDAY + HOUR)
    world.deliver_all()
    with world.at(HUB):
        text = page_of_the_case(client)
        for name in ("case_receipt", "case_print", "case_counter", "case_withdraw"):
            assert page_of_the_case(client, name)
        listed = client.get(reverse("cases")).content.decode()
    assert "Plain has your case" in text
    assert "The office accepted your application" in text
    assert "at Plain" in listed


def test_the_receipt_says_who_decides(world: World, client: Client) -> None:
    with world.at(COAST):
        text = page_of_the_case(client, "case_receipt")
    assert "Decided by" in text
    assert "Plain" in text


def test_a_page_that_was_open_before_says_where_the_case_is(world: World, client: Client) -> None:
    with world.at(COAST):
        sign_in(client, ana().person)
        shown = client.post(reverse("case_withdraw", args=[the_case().public_id]))
    assert shown.status_code == 409
    assert "Plain has this case now" in shown.content.decode()
