"""Whose case it is: on every screen of a case, others find nothing, and a weak sign-in steps up."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.builders import (
    ANSWERS,
    DAY,
    MONDAY,
    a_person,
    an_applicant,
    an_id_service,
    an_office,
    an_organisation,
)
from tests.doors import sign_in
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.identity.models import Actor, Grant
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db

SCREENS = {
    "case": [],
    "case_form": ["about"],
    "case_materials": [],
    "case_material": ["hukou-book"],
    "case_present": ["hukou-book"],
    "case_check": [],
    "case_receipt": [],
    "case_counter": [],
    "case_withdraw": [],
    "case_print": [],
}


def a_draft(by: Actor) -> Case:
    an_office()
    case = operations.start(service=an_id_service(), by=by, at=MONDAY)
    return operations.save_draft(case=case, answers=ANSWERS, by=by, at=MONDAY)


def first_page(case: Case) -> str:
    return str(case.version.package["form"]["pages"][0]["id"])


def address(case: Case, screen: str) -> str:
    more = [first_page(case)] if screen == "case_form" else SCREENS[screen]
    return reverse(screen, args=[case.public_id, *more])


def asked(client: Client, method: str, where: str) -> HttpResponse:
    answer: HttpResponse = getattr(client, method)(where)
    return answer


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("handed_in", [False, True], ids=["draft", "handed in"])
@pytest.mark.parametrize("screen", SCREENS)
def test_nobody_else_finds_the_case(
    client: Client, screen: str, handed_in: bool, method: str
) -> None:
    ana = an_applicant()
    case = a_draft(ana)
    if handed_in:
        case = operations.submit(case=case, by=ana, at=MONDAY)
    before = Case.objects.filter(pk=case.pk).values().get()

    assert asked(client, method, address(case, screen))["Location"].startswith("/sign-in/")
    sign_in(client, a_person("Ben"))
    assert asked(client, method, address(case, screen)).status_code in {404, 405}

    assert Case.objects.filter(pk=case.pk).values().get() == before


@pytest.mark.parametrize("screen", SCREENS)
def test_a_person_acting_for_a_firm_leaves_the_own_case_alone(client: Client, screen: str) -> None:
    ana = an_applicant()
    case = a_draft(ana)
    grant = Grant.objects.create(
        organisation=an_organisation(),
        agent=ana.person,
        kind=GrantKind.AGENT,
        starts_at=MONDAY - DAY,
    )
    sign_in(client, ana.person, grant=grant)
    assert client.get(address(case, screen)).status_code == 404


@pytest.mark.parametrize("screen", SCREENS)
def test_no_cache_keeps_what_the_owner_sees(client: Client, screen: str) -> None:
    ana = an_applicant()
    case = a_draft(ana)
    sign_in(client, ana.person)
    assert "private" in client.get(address(case, screen))["Cache-Control"]


@pytest.mark.parametrize("screen", ["case_form", "case_material", "case_check", "case_withdraw"])
def test_a_weaker_sign_in_than_the_service_asks_steps_up_first(client: Client, screen: str) -> None:
    ana = an_applicant()
    case = a_draft(ana)
    sign_in(client, ana.person, level=1)
    answer = client.post(address(case, screen), {"reason": "stolen", "remove": "1"})
    assert answer["Location"].startswith("/step-up/")
    case.refresh_from_db()
    assert (case.status, case.answers) == ("draft", ANSWERS)
