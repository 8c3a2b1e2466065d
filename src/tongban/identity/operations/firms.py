"""Firms, and the chain of powers to act for them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.federation.queries import HERE
from tongban.identity.models import Actor, Grant, Organisation, Person
from tongban.identity.operations import limits
from tongban.identity.operations.links import person_from
from tongban.identity.operations.powers import (
    end_with_what_hangs_on_it,
    tell_ended,
    tell_given,
)
from tongban.identity.queries import person_known_as
from tongban.identity.rules import MAY_GIVE, GrantKind
from tongban.identity.rules.numbers import uscc_fault


class CodeFaulty(Refusal):
    """The credit code cannot be one; `faults["uscc"]` says what to mend."""

    code = "credit_code_faulty"
    message = _("The credit code of the firm is not right.")


class OrganisationKnown(Refusal):
    code = "organisation_known"
    message = _("A firm with this credit code is already here. Please check the code.")


class MayNotGive(Refusal):
    code = "may_not_give"
    message = _("Your own power for this firm does not allow you to give this one to others.")


class AlreadyGiven(Refusal):
    code = "already_given"
    message = _("This person already has this power. End it first if it should change.")


class NobodyLikeThat(Refusal):
    code = "nobody_like_that"
    message = _(
        "Nobody with this name and phone has confirmed their name here."
        " Check both, or ask them to sign in and confirm their name first."
    )


class FirmElsewhere(Refusal):
    code = "firm_elsewhere"
    message = _("Another platform keeps the powers of this firm. Give and end them there.")


class GrantEnded(Refusal):
    code = "grant_ended"
    message = _("This power to act for a firm has ended. Ask the firm if you still need it.")


@transaction.atomic
def register_organisation(
    *,
    name: str,
    uscc: str,
    legal_representative: Person,
    region: str = "",
    synthetic: bool = False,
    node: str = HERE,
    by: Person,
    at: datetime,
) -> Organisation:
    """A firm, whose legal representative may act for it.

    Refuses with CodeFaulty or OrganisationKnown.
    """
    fault = uscc_fault(uscc)
    if fault:
        raise CodeFaulty(faults={"uscc": fault.message})
    known = Organisation.objects.filter(uscc=uscc, grants=None).first()
    organisation = known or Organisation(uscc=uscc, created_at=at)  # or heard of from a case only
    organisation.name, organisation.region, organisation.synthetic = name, region, synthetic
    organisation.legal_representative, organisation.node = legal_representative, node
    with refusing({"organisation_is_known_once": OrganisationKnown}):
        organisation.save()
    Grant.objects.create(
        organisation=organisation,
        agent=legal_representative,
        kind=GrantKind.LEGAL_REPRESENTATIVE,
        starts_at=at,
    )
    audit.record("identity.organisation_registered", subject=organisation, by=by, at=at)
    return organisation


def firm_from(*, said: Mapping[str, Any], source: str, at: datetime) -> Organisation | None:
    """The firm of a case that another node tells us of: found, or made here.

    Nobody can act for it here by that, since no node can give powers over a firm of another. None
    when we do not know it and are not told who represents it. Refuses with SubjectFaulty.
    """
    uscc = str(said["uscc"]).upper()
    found = Organisation.objects.filter(uscc=uscc).first()
    if found or not said.get("representative") or uscc_fault(uscc):
        return found
    facts = {
        "name": str(said["name"])[:200],
        "region": str(said["region"])[:12],
        "node": source,
        "legal_representative": person_from(subject=said["representative"], source=source, at=at),
        "created_at": at,
    }
    made, new = Organisation.objects.get_or_create(uscc=uscc, defaults=facts)
    if new:
        detail: dict[str, object] = {"node": source}
        representative = made.legal_representative
        audit.record(
            "identity.organisation_heard_of",
            subject=made,
            by=representative,
            at=at,
            detail=detail,
        )
    return made


@transaction.atomic
def give_grant(
    *,
    agent: Person,
    kind: GrantKind,
    by: Actor,
    at: datetime,
    ends_at: datetime | None = None,
    services: Iterable[str] = (),
) -> Grant:
    """Let somebody act for the firm that `by` acts for, never for longer or more than `by` may.

    Refuses with GrantEnded, FirmElsewhere, MayNotGive or AlreadyGiven.
    """
    own = _own_grant(by, at=at)
    wanted = list(services) or own.services
    if kind not in MAY_GIVE[GrantKind(own.kind)]:
        raise MayNotGive
    if own.services and not set(wanted) <= set(own.services):
        raise MayNotGive
    ends = [end for end in (ends_at, own.ends_at) if end]
    with refusing({"grant_is_given_once": AlreadyGiven}):
        grant = Grant.objects.create(
            organisation=own.organisation,
            agent=agent,
            kind=kind,
            services=wanted,
            given_under=own,
            starts_at=at,
            ends_at=min(ends) if ends else None,
        )
    audit.record("identity.grant_given", subject=grant, by=by, under=by.under, at=at)
    tell_given(grant, at=at)
    return grant


def appoint(
    *,
    phone: str,
    name: str,
    kind: GrantKind,
    by: Actor,
    at: datetime,
    ends_at: datetime | None = None,
    services: Iterable[str] = (),
) -> Grant:
    """Give a power to somebody by phone and name, as a legal representative knows them.

    Not atomic as a whole: a guess that is refused stays counted.
    Refuses with TooOften, NobodyLikeThat and what `give_grant` refuses.
    """
    limits.spend([("name.person", by.person.ref)], at=at)
    agent = person_known_as(phone=phone, name=name)
    if agent is None:
        raise NobodyLikeThat
    return give_grant(agent=agent, kind=kind, by=by, at=at, ends_at=ends_at, services=services)


@transaction.atomic
def revoke_grant(*, grant: Grant, by: Actor, at: datetime) -> int:
    """End a power and everything that hangs on it; says how many ended.

    One may end one's own, and what one may give at that firm. Other platforms hear of it.
    Refuses with GrantEnded, FirmElsewhere or MayNotGive.
    """
    own = _own_grant(by, at=at)
    if grant.organisation_id != own.organisation_id:
        raise MayNotGive
    if grant.pk != own.pk and grant.kind not in MAY_GIVE[GrantKind(own.kind)]:
        raise MayNotGive
    ended = end_with_what_hangs_on_it(grant, by=by, under=by.under, at=at)
    if not ended:
        raise GrantEnded
    tell_ended(ended, at=at)
    return len(ended)


def _own_grant(by: Actor, *, at: datetime) -> Grant:
    if by.grant is None:
        raise MayNotGive
    own = (
        Grant.objects.live(at=at)
        .select_related("organisation")
        .select_for_update(of=["self"])
        .filter(pk=by.grant.pk, agent=by.person)
        .first()
    )
    if own is None:
        raise GrantEnded
    if own.organisation.node != HERE:
        raise FirmElsewhere
    return own
