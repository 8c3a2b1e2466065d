"""Powers of one person to act for another, given on a phone or on paper."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.identity.models import Mandate, Person
from tongban.identity.operations import limits
from tongban.identity.operations.firms import NobodyLikeThat
from tongban.identity.queries import person_known_as
from tongban.identity.rules import LONGEST_MANDATE, MandateKind


class NotForYourself(Refusal):
    code = "mandate_for_oneself"
    message = _("Nobody needs a power to act for themselves.")


class MandateTooLong(Refusal):
    code = "mandate_too_long"
    message = _("Choose at least one matter, and a last day within a year from today.")


class MandateGiven(Refusal):
    code = "mandate_given_already"
    message = _("This person may act for you already. End that first if it should change.")


class MandateOver(Refusal):
    code = "mandate_over"
    message = _("This power to act for somebody has ended, or has not begun.")


class ConfirmedByTheSame(Refusal):
    code = "confirmed_by_the_same"
    message = _("A colleague has to confirm this, who has seen the paper, and not you yourself.")


def agent_called(*, phone: str, name: str, by: Person, at: datetime) -> Person:
    """Whom somebody means to give a power. A guess stays counted, so call it outside a transaction.

    Refuses with TooOften or NobodyLikeThat.
    """
    limits.spend([("family.person", by.ref)], at=at)
    agent = person_known_as(phone=phone, name=name)
    if agent is None:
        raise NobodyLikeThat
    return agent


@transaction.atomic
def give_mandate(
    *,
    principal: Person,
    agent: Person,
    kind: MandateKind,
    services: Iterable[str],
    ends_at: datetime,
    by: audit.Named,
    under: str = "",
    at: datetime,
    paper: str = "",
    recorded_by: Person | None = None,
) -> Mandate:
    """Let somebody act for a person. With `recorded_by` it waits until another official confirms it.

    Refuses with NotForYourself, MandateTooLong or MandateGiven.
    """
    wanted = sorted(set(services))
    if principal.pk == agent.pk:
        raise NotForYourself
    if not wanted or not at < ends_at <= at + LONGEST_MANDATE:
        raise MandateTooLong
    over = Mandate.objects.filter(principal=principal, agent=agent, ended_at=None, ends_at__lte=at)
    over.update(ended_at=at)
    with refusing({"mandate_is_given_once": MandateGiven}):
        mandate = Mandate.objects.create(
            principal=principal,
            agent=agent,
            kind=kind,
            services=wanted,
            given_at=at,
            starts_at=None if recorded_by else at,
            ends_at=ends_at,
            paper=paper,
            recorded_by=recorded_by,
        )
    audit.record("identity.mandate_given", subject=mandate, by=by, under=under, at=at)
    return mandate


@transaction.atomic
def confirm_mandate(*, mandate: Mandate, by: Person, under: str, at: datetime) -> Mandate:
    """A second official has seen the signed paper; from now on it holds.

    Refuses with MandateOver or ConfirmedByTheSame.
    """
    waiting = Mandate.objects.select_for_update(of=["self"]).select_related("principal", "agent")
    held = waiting.filter(pk=mandate.pk, starts_at=None, ended_at=None, ends_at__gt=at).first()
    if held is None:
        raise MandateOver
    if held.recorded_by_id == by.pk or by.pk in (held.agent_id, held.principal_id):
        raise ConfirmedByTheSame
    held.starts_at, held.confirmed_by = at, by
    held.save(update_fields=["starts_at", "confirmed_by"])
    audit.record("identity.mandate_confirmed", subject=held, by=by, under=under, at=at)
    return held


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: audit.Named, under: str = "", at: datetime) -> None:
    """It holds no longer. Refuses with MandateOver."""
    live = Mandate.objects.filter(pk=mandate.pk, ended_at=None)
    if not live.update(ended_at=at):
        raise MandateOver
    audit.record("identity.mandate_ended", subject=mandate, by=by, under=under, at=at)
