"""Firms: powers come from the law or from somebody above, and die with what they hang on."""

from datetime import timedelta
from typing import Any

import pytest
from stdnum.cn import uscc

from tests.builders import DAY, MONDAY, a_person
from tongban.audit.queries import trail_of
from tongban.identity import operations, queries
from tongban.identity.models import Actor, Grant, Organisation, Person
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db

CODE = "91310104MA1FRTEST"


def a_code(order: str = "9") -> str:
    body = f"91310104MA1FRTE{order}X"
    return body + uscc.calc_check_digit(body + "0")


def a_firm(chief: Person | None = None, order: str = "9") -> Organisation:
    chief = chief or a_person("Chief")
    return operations.register_organisation(
        name="Example Ltd", uscc=a_code(order), legal_representative=chief, by=chief, at=MONDAY
    )


def chief_of(firm: Organisation) -> Actor:
    return Actor(firm.legal_representative, firm.grants.get(kind=GrantKind.LEGAL_REPRESENTATIVE))


def give(by: Actor, agent: Person, kind: GrantKind = GrantKind.AGENT, **more: Any) -> Grant:
    return operations.give_grant(agent=agent, kind=kind, by=by, at=MONDAY, **more)


def test_the_legal_representative_may_act_from_the_start() -> None:
    firm = a_firm()
    grant = queries.live_grants_of(firm.legal_representative, at=MONDAY).get()
    assert (grant.organisation, grant.given_under) == (firm, None)
    assert [entry.action for entry in trail_of(firm.ref)] == ["identity.organisation_registered"]


def test_a_firm_is_registered_once() -> None:
    a_firm()
    with pytest.raises(operations.OrganisationKnown):
        a_firm()


def test_a_wrong_credit_code_is_refused_with_the_fault() -> None:
    chief = a_person("Chief")
    with pytest.raises(operations.CodeFaulty) as refused:
        operations.register_organisation(
            name="X", uscc="91310104MA1FRTE9X0", legal_representative=chief, by=chief, at=MONDAY
        )
    assert "uscc" in refused.value.faults


def test_an_agent_acts_for_the_firm_until_the_power_ends() -> None:
    firm, ana = a_firm(), a_person("Ana")
    grant = give(chief_of(firm), ana, ends_at=MONDAY + DAY)
    actor = queries.actor_of(ana, grant=grant.public_id, at=MONDAY)
    assert actor is not None
    assert actor.organisation == firm
    assert actor.under == grant.ref
    assert queries.actor_of(ana, grant=grant.public_id, at=MONDAY + DAY) is None


def test_nobody_acts_under_somebody_elses_grant() -> None:
    firm, ana, ben = a_firm(), a_person("Ana"), a_person("Ben")
    grant = give(chief_of(firm), ana)
    assert queries.actor_of(ben, grant=grant.public_id, at=MONDAY) is None


@pytest.mark.parametrize("kind", list(GrantKind))
def test_an_agent_gives_no_powers(kind: GrantKind) -> None:
    ana = a_person("Ana")
    grant = give(chief_of(a_firm()), ana)
    with pytest.raises(operations.MayNotGive):
        give(Actor(ana, grant), a_person("Ben"), kind)


def test_a_person_for_herself_gives_no_powers() -> None:
    with pytest.raises(operations.MayNotGive):
        give(Actor(a_person("Ana")), a_person("Ben"))


def test_nobody_gives_the_power_of_the_legal_representative() -> None:
    with pytest.raises(operations.MayNotGive):
        give(chief_of(a_firm()), a_person("Ben"), GrantKind.LEGAL_REPRESENTATIVE)


def test_a_power_is_never_longer_or_wider_than_the_one_it_hangs_on() -> None:
    firm, ana = a_firm(), a_person("Ana")
    grant = give(
        chief_of(firm), ana, GrantKind.MANAGER, ends_at=MONDAY + DAY, services=["id-reissue"]
    )
    manager = Actor(ana, grant)
    with pytest.raises(operations.MayNotGive):
        give(manager, a_person("Ben"), services=["passport"])
    longer = give(manager, a_person("Cho"), ends_at=MONDAY + 9 * DAY)
    assert (longer.ends_at, longer.services) == (MONDAY + DAY, ["id-reissue"])


def test_a_power_is_given_once() -> None:
    firm, ana = a_firm(), a_person("Ana")
    give(chief_of(firm), ana)
    with pytest.raises(operations.AlreadyGiven):
        give(chief_of(firm), ana)


def test_ending_a_managers_power_ends_what_the_manager_gave() -> None:
    firm, ana, ben = a_firm(), a_person("Ana"), a_person("Ben")
    manager = give(chief_of(firm), ana, GrantKind.MANAGER)
    hanging = give(Actor(ana, manager), ben)

    ended = operations.revoke_grant(grant=manager, by=chief_of(firm), at=MONDAY)
    assert ended == 2
    assert queries.actor_of(ben, grant=hanging.public_id, at=MONDAY) is None
    assert [entry.action for entry in trail_of(hanging.ref)][-1] == "identity.grant_revoked"
    with pytest.raises(operations.GrantEnded):
        give(Actor(ana, manager), a_person("Cho"))
    with pytest.raises(operations.GrantEnded):
        operations.revoke_grant(grant=manager, by=chief_of(firm), at=MONDAY)


def test_ending_the_legal_representatives_power_ends_everything() -> None:
    firm, ana, ben = a_firm(), a_person("Ana"), a_person("Ben")
    chief = chief_of(firm)
    manager = give(chief, ana, GrantKind.MANAGER)
    give(Actor(ana, manager), ben)
    assert chief.grant is not None
    assert operations.revoke_grant(grant=chief.grant, by=chief, at=MONDAY) == 3
    assert not Grant.objects.live(at=MONDAY + timedelta(seconds=1)).exists()


def test_an_agent_may_lay_down_only_their_own_power() -> None:
    firm, ana, ben = a_firm(), a_person("Ana"), a_person("Ben")
    mine, theirs = give(chief_of(firm), ana), give(chief_of(firm), ben)
    with pytest.raises(operations.MayNotGive):
        operations.revoke_grant(grant=theirs, by=Actor(ana, mine), at=MONDAY)
    assert operations.revoke_grant(grant=mine, by=Actor(ana, mine), at=MONDAY) == 1


def test_another_firm_cannot_end_a_power() -> None:
    grant = give(chief_of(a_firm()), a_person("Ana"))
    stranger = chief_of(a_firm(a_person("Dee"), order="8"))
    with pytest.raises(operations.MayNotGive):
        operations.revoke_grant(grant=grant, by=stranger, at=MONDAY)


def test_an_agent_is_appointed_by_phone_and_name() -> None:
    firm, ana = a_firm(), a_person("Ana")
    chief = chief_of(firm)

    def appoint(phone: str, name: str) -> Grant:
        return operations.appoint(phone=phone, name=name, kind=GrantKind.AGENT, by=chief, at=MONDAY)

    assert appoint(ana.phone, "Ana").agent == ana
    ben = a_person("Ben", level=1)
    for phone, name in [(ana.phone, "Ben"), ("13999999999", "Ana"), (ben.phone, "Ben")]:
        with pytest.raises(operations.NobodyLikeThat):
            appoint(phone, name)
    with pytest.raises(operations.AlreadyGiven):
        appoint(ana.phone, "Ana")
    with pytest.raises(operations.TooOften):
        appoint(ana.phone, "Ana")


def test_who_may_act_is_told_to_those_who_may_give() -> None:
    firm, ana = a_firm(), a_person("Ana")
    grant = give(chief_of(firm), ana)
    assert queries.grants_at(chief_of(firm), at=MONDAY).count() == 2
    assert not queries.grants_at(Actor(ana, grant), at=MONDAY).exists()
    assert not queries.grants_at(Actor(ana), at=MONDAY).exists()
