"""What only one may win, when many change the same certificate, tie or chain at once."""

from datetime import timedelta

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post
from tests.certificates.wallets import TODAY, issued
from tests.identity.test_firms import a_firm, chief_of, give
from tests.identity.test_races import at_once
from tongban.certificates import operations, tasks
from tongban.certificates.models import Certificate, FamilyTie
from tongban.certificates.rules import Status
from tongban.identity import operations as identity
from tongban.identity.models import Actor, Grant, Person
from tongban.identity.rules import GrantKind
from tongban.messages.queries import messages_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_renewals_one_becomes_the_next_version() -> None:
    ana = a_person()
    first = issued(holder=ana)
    kind, issuer = first.type, first.type.issuer

    def renew() -> Certificate:
        old = Certificate.objects.select_related("type").get(pk=first.pk)
        return issued(holder=ana, replaces=old, type=kind, issuer=issuer, by=ana)

    assert at_once(renew, times=6) == 1
    [live] = Certificate.objects.filter(status=Status.VALID)
    assert (live.number, live.replaces) == (2, first)
    assert Certificate.objects.count() == 2


def test_a_certificate_is_renewed_or_cancelled_but_never_both() -> None:
    ana, chief = a_person(), a_post("Chief")
    first = issued(holder=ana)
    kind, issuer = first.type, first.type.issuer
    turns = iter(range(8))

    def either() -> object:
        old = Certificate.objects.select_related("type", "person").get(pk=first.pk)
        if next(turns) % 2:
            return operations.cancel(certificate=old, reason="x", by=chief, at=MONDAY)
        return issued(holder=ana, replaces=old, type=kind, issuer=issuer, by=ana)

    assert at_once(either, times=8) == 1
    first.refresh_from_db()
    newer = Certificate.objects.filter(replaces=first).count()
    assert newer == (1 if first.status == Status.CHANGED else 0)


def test_a_first_certificate_is_issued_once() -> None:
    ana = a_person()
    kind = issued("sscard").type
    again = {"type": kind, "issuer": kind.issuer, "by": ana}
    assert at_once(lambda: issued("sscard", holder=ana, **again), times=6) == 1
    assert Certificate.objects.filter(person=ana).count() == 1


def test_a_reminder_comes_once_from_many_workers() -> None:
    ana = a_person()
    issued(holder=ana, ends=TODAY + timedelta(days=20))
    at_once(lambda: tasks.remind_of_ends(at=MONDAY), times=6)
    assert messages_of(ana).count() == 1


def test_a_relative_is_let_in_once() -> None:
    elder, son = a_person("Zhou"), a_person("Son")

    def let() -> FamilyTie:
        until = TODAY + DAY * 9
        return operations.let_keep(name="Son", phone=son.phone, until=until, by=elder, at=MONDAY)

    assert at_once(let, times=4) == 1
    assert FamilyTie.objects.count() == 1


def test_nobody_is_appointed_under_a_power_that_is_just_ending() -> None:
    firm = a_firm()
    manager = give(chief_of(firm), a_person("Mei"), GrantKind.MANAGER)
    agents = [a_person(f"Agent {n}") for n in range(7)]
    chief, waiting = chief_of(firm), iter([*agents[:4], None, *agents[4:]])

    def either() -> object:
        agent: Person | None = next(waiting)
        if agent is None:
            return identity.revoke_grant(grant=manager, by=chief, at=MONDAY)
        return give(Actor(manager.agent, manager), agent)

    at_once(either, times=8)
    assert not Grant.objects.filter(given_under=manager, revoked_at=None).exists()
