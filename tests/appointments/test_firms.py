"""Booking for a firm: under a power, for somebody who is named and stays the same."""

import pytest

from tests.appointments.offering import a_line, a_slot
from tests.builders import DAY, MONDAY, a_person, a_service, an_organisation
from tongban.appointments import operations, queries
from tongban.appointments.models import Visit
from tongban.appointments.operations import Wish, refusals
from tongban.identity.models import Actor, Grant, Organisation
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db


def an_agent(firm: Organisation, *services: str) -> Actor:
    grant = Grant.objects.create(
        organisation=firm,
        agent=a_person("Agent"),
        kind=GrantKind.AGENT,
        services=list(services),
        starts_at=MONDAY - DAY,
    )
    return Actor(grant.agent, grant)


def test_a_firm_sends_somebody_who_is_named() -> None:
    firm, service = an_organisation(), a_service()
    agent = an_agent(firm)
    wish = Wish(a_slot(), service, visitor="王五")
    visit = operations.hold(wish=wish, by=agent, at=MONDAY)
    visit = operations.confirm(visit=visit, by=agent, at=MONDAY)
    assert (visit.organisation, visit.holder, visit.visitor) == (firm, agent.person, "王五")
    assert queries.visits_of(agent).get() == visit
    assert not queries.visits_of(Actor(agent.person)).exists()


def test_a_person_comes_themselves() -> None:
    ana = Actor(a_person())
    wish = Wish(a_slot(), a_service(), visitor="Somebody else")
    assert operations.book(wish=wish, by=ana, at=MONDAY).visitor == ""


def test_a_power_reaches_as_far_as_it_says() -> None:
    firm, service = an_organisation(), a_service()
    line = a_line()
    with pytest.raises(refusals.PowerTooSmall):
        operations.book(wish=Wish(a_slot(line), service), by=an_agent(firm, "other"), at=MONDAY)
    ended = an_agent(firm)
    assert ended.grant is not None
    ended.grant.revoked_at = MONDAY
    with pytest.raises(refusals.PowerTooSmall):
        operations.book(wish=Wish(a_slot(line), service), by=ended, at=MONDAY)
    assert not Visit.objects.exists()


def test_an_agent_books_for_the_firm_and_for_themselves() -> None:
    firm, service, line = an_organisation(), a_service(), a_line()
    agent = an_agent(firm)
    operations.book(wish=Wish(a_slot(line), service), by=agent, at=MONDAY)
    operations.book(wish=Wish(a_slot(line), service), by=Actor(agent.person), at=MONDAY)
    with pytest.raises(refusals.AlreadyBooked):
        operations.book(wish=Wish(a_slot(line, nth=1), service), by=agent, at=MONDAY)
