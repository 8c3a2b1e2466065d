"""Powers to act for a firm, as other platforms hear of them.

The platform that keeps a firm gives and ends its powers. The hub hears of both, everybody else only
that one has ended: whoever may no longer act for a firm acts nowhere.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation
from tongban.federation.queries import HERE, here, hub, is_hub, peers
from tongban.identity.models import Grant, Link, Organisation, Person
from tongban.identity.operations.links import person_from
from tongban.identity.queries import organisation_with, person_meant, subject_for
from tongban.identity.queries.handles import opened
from tongban.identity.rules import GrantKind

GIVEN, ENDED = "power.given", "power.ended"


class NotTheirFirm(Refusal):
    code = "not_their_firm"
    message = _("Another platform keeps this firm, so what it says about its powers counts.")


def tell_given(grant: Grant, *, at: datetime) -> None:
    """The hub keeps it, too, so that the agent can act for the firm there."""
    _tell(grant, GIVEN, to=[hub()], at=at)


def tell_ended(grants: Iterable[Grant], *, at: datetime) -> None:
    """Everybody hears of it; those who do not know the firm or the agent have nothing to do."""
    names = {hub(), *(peer.name for peer in peers())}
    for grant in grants:
        _tell(grant, ENDED, to=names, at=at)


def _tell(grant: Grant, topic: str, *, to: Iterable[str], at: datetime) -> None:
    firm = grant.organisation
    if not here() or firm.node != HERE:
        return
    for name in sorted(set(to) - {"", here()}):
        subject = subject_for(grant.agent, to=name)
        if name != hub():  # others need to know nothing but whom we mean
            subject = {key: subject[key] for key in ("sub", "handle")}
        data = {
            "organisation": firm.uscc,
            "subject": subject,
            "kind": grant.kind,
            "services": grant.services,
            "starts_at": grant.starts_at.isoformat(),
            "ends_at": grant.ends_at.isoformat() if grant.ends_at else None,
            "revoked_at": grant.revoked_at.isoformat() if grant.revoked_at else None,
        }
        federation.send(topic, to=[name], about=grant.ref, data=data, at=at)


@transaction.atomic
def hear_given(*, said: Mapping[str, Any], source: str, at: datetime) -> Grant | None:
    """Keep a power that another platform gave for a firm of its own; told again, nothing happens.

    None when the firm is not known here. Refuses with NotTheirFirm.
    """
    firm = _firm(said, source)
    if firm is None:
        return None
    agent = person_from(subject=said["subject"], source=source, at=at)
    return _kept(said, firm, agent, at=at)


@transaction.atomic
def hear_ended(*, said: Mapping[str, Any], source: str, at: datetime) -> int:
    """End a power, and what hangs on it here; says how many. News may come in any order.

    Refuses with NotTheirFirm.
    """
    firm = _firm(said, source)
    agent = _agent(said["subject"], source, at=at) if firm else None
    if firm is None or agent is None:
        return 0
    revoked_at = datetime.fromisoformat(said["revoked_at"])
    live = Grant.objects.select_for_update().filter(
        organisation=firm, agent=agent, kind=said["kind"], revoked_at=None
    )
    found = live.filter(starts_at__lte=revoked_at).first()
    if found is None:
        _kept(said, firm, agent, at=at)  # so that it does not begin when that news comes later
        return 0
    return len(end_with_what_hangs_on_it(found, by=agent, under="", at=revoked_at))


@transaction.atomic
def end_all_powers(*, organisation: Organisation, by: audit.Named, under: str, at: datetime) -> int:
    """Nobody acts for a firm any more that has ended itself; says how many powers that were."""
    ended = [
        each
        for grant in Grant.objects.filter(organisation=organisation, revoked_at=None)
        for each in end_with_what_hangs_on_it(grant, by=by, under=under, at=at)
    ]
    tell_ended(ended, at=at)
    return len(ended)


def end_with_what_hangs_on_it(
    grant: Grant, *, by: audit.Named, under: str, at: datetime
) -> list[Grant]:
    """From the top down, each locked before what hangs on it is looked for.

    Whoever is giving a power just now holds theirs: either it is found below, or they are refused.
    """
    ended: list[Grant] = []
    names = [grant.pk]
    while names:
        live = Grant.objects.select_for_update(of=["self"]).select_related("organisation", "agent")
        locked = list(live.filter(pk__in=names).order_by("pk"))
        ended += [each for each in locked if each.revoked_at is None]
        below = Grant.objects.filter(given_under__in=names).order_by("pk")
        names = list(below.values_list("pk", flat=True))
    Grant.objects.filter(pk__in=[each.pk for each in ended]).update(revoked_at=at)
    for each in ended:
        each.revoked_at = at
        audit.record("identity.grant_revoked", subject=each, by=by, under=under, at=at)
    return ended


def _firm(said: Mapping[str, Any], source: str) -> Organisation | None:
    firm = organisation_with(str(said["organisation"]))
    if firm and firm.node != source:
        raise NotTheirFirm
    return firm


def _agent(subject: Mapping[str, Any], source: str, *, at: datetime) -> Person | None:
    """At the hub everybody is somebody; elsewhere only whom we know already."""
    if is_hub():
        return person_from(subject=subject, source=source, at=at)
    known = person_meant(subject, source=source)
    handle = None if known else opened(str(subject.get("handle", "")), at=at)
    if handle is None:
        return known
    link = Link.objects.filter(issuer=handle.issuer, subject=handle.subject)
    found = link.select_related("person").first()
    return found.person if found else None


def _kept(said: Mapping[str, Any], firm: Organisation, agent: Person, *, at: datetime) -> Grant:
    ends_at, revoked_at = said["ends_at"], said["revoked_at"]
    return keep_power(
        organisation=firm,
        agent=agent,
        kind=GrantKind(said["kind"]),
        services=said["services"],
        starts_at=datetime.fromisoformat(said["starts_at"]),
        ends_at=datetime.fromisoformat(ends_at) if ends_at else None,
        revoked_at=datetime.fromisoformat(revoked_at) if revoked_at else None,
        at=at,
    )


@transaction.atomic
def keep_power(
    *,
    organisation: Organisation,
    agent: Person,
    kind: GrantKind,
    services: Iterable[str],
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    revoked_at: datetime | None = None,
) -> Grant:
    """A row for a power of elsewhere. It hangs on nothing here: its end is told by itself."""
    begins = starts_at or at
    same = Grant.objects.filter(organisation=organisation, agent=agent, kind=kind)
    known = same.filter(starts_at=begins).first() or same.filter(revoked_at=None).first()
    if known:
        return known
    grant = Grant.objects.create(
        organisation=organisation,
        agent=agent,
        kind=kind,
        services=list(services),
        starts_at=begins,
        ends_at=ends_at,
        revoked_at=revoked_at,
    )
    audit.record("identity.grant_heard", subject=grant, by=agent, at=at)
    return grant
