"""Acting for somebody else: giving that power, seeing what was done under it, and stopping it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tongban.audit import operations as audit
from tongban.cases.models import Act, Case
from tongban.cases.operations.moving import record
from tongban.cases.operations.refusals import NotNow
from tongban.cases.operations.vouching import may_take
from tongban.cases.operations.withdrawing import withdraw
from tongban.cases.queries.packages import package_of
from tongban.cases.rules import DECIDED, Status
from tongban.catalog.models import Post
from tongban.catalog.queries import helps_at
from tongban.core.languages import in_every_language
from tongban.core.refusal import Refusal
from tongban.identity import operations as identity
from tongban.identity.models import Actor, Mandate, Person
from tongban.identity.rules import MandateKind
from tongban.messages import operations as messages
from tongban.privacy import operations as privacy
from tongban.privacy import queries as looks
from tongban.privacy.rules import By, Shown

ACTS_FOR_YOU: Final = gettext_noop("Fills in your application for you")
SEEN: Final = ("name", "id_number", "phone", "progress")


class VetoOver(Refusal):
    code = "veto_over"
    message = _(
        "The days in which this could be stopped are over, or it was decided. You can still end"
        " the power, and complain or appeal."
    )


def entrust(
    *,
    by: Person,
    phone: str,
    name: str,
    services: Iterable[str],
    ends_at: datetime,
    at: datetime,
) -> Mandate:
    """Let a relative or a village helper act for oneself in some matters until a day.

    Refuses with TooOften, NobodyLikeThat and whatever `identity.give_mandate` refuses.
    """
    agent = identity.agent_called(phone=phone, name=name, by=by, at=at)
    with transaction.atomic():
        mandate = identity.give_mandate(
            principal=by,
            agent=agent,
            kind=_kind_of(agent),
            services=services,
            ends_at=ends_at,
            by=by,
            at=at,
        )
        _tell(mandate, "begun", at=at)
    return mandate


def record_paper(
    *,
    principal: Person,
    phone: str,
    name: str,
    services: Iterable[str],
    ends_at: datetime,
    paper: str,
    by: Post,
    at: datetime,
) -> Mandate:
    """Write down the signed paper of somebody who stands at the counter and has no phone.

    It holds once a colleague has confirmed it. Refuses with MayNot, TooOften, NobodyLikeThat and
    whatever `identity.give_mandate` refuses.
    """
    may_take(by)
    agent = identity.agent_called(phone=phone, name=name, by=by.person, at=at)
    return identity.give_mandate(
        principal=principal,
        agent=agent,
        kind=_kind_of(agent),
        services=services,
        ends_at=ends_at,
        paper=paper[:60],
        recorded_by=by.person,
        by=by.person,
        under=by.ref,
        at=at,
    )


@transaction.atomic
def confirm_paper(*, mandate: Mandate, by: Post, at: datetime) -> Mandate:
    """A second official has seen the paper. Both people are told.

    Refuses with MayNot and whatever `identity.confirm_mandate` refuses.
    """
    may_take(by)
    held = identity.confirm_mandate(mandate=mandate, by=by.person, under=by.ref, at=at)
    _tell(held, "begun", at=at)
    return held


@transaction.atomic
def end_power(*, mandate: Mandate, by: Person | Post, at: datetime) -> None:
    """Either side ends it, at any time; or an official for the principal who stands there.

    Refuses with MandateOver.
    """
    official = by if isinstance(by, Post) else None
    person = by.person if isinstance(by, Post) else by
    if official:
        may_take(official)
    under = official.ref if official else ""
    identity.end_mandate(mandate=mandate, by=person, under=under, at=at)
    _tell(mandate, "ended", at=at)


@transaction.atomic
def veto(*, act: Act, by: Person | Post, at: datetime, also_end: bool = False) -> Case:
    """Stop what somebody did in one's name: the draft or the application is withdrawn.

    Also through an official before whom the principal stands. Refuses with VetoOver.
    """
    held = Act.objects.select_for_update(of=["self"]).select_related("mandate", "case")
    found = held.get(pk=act.pk)
    case, mandate = found.case, found.mandate
    if found.vetoed_at or at > found.veto_until or Status(case.status) in DECIDED:
        raise VetoOver
    stopped = Act.objects.filter(case=case, mandate=mandate, vetoed_at=None, veto_until__gte=at)
    stopped.update(vetoed_at=at)
    actor = Actor(mandate.principal)
    record(case, "vetoed", by=by if isinstance(by, Post) else actor, at=at)
    if case.status != Status.WITHDRAWN:
        try:
            case = withdraw(case=case, by=actor, at=at)
        except NotNow as error:
            raise VetoOver from error
    _tell(mandate, "stopped", at=at, case=case)
    if also_end and mandate.ended_at is None:
        end_power(mandate=mandate, by=by, at=at)
    return case


def look_for(*, case: Case, by: Actor, at: datetime) -> None:
    """Somebody reads a case for its applicant, who sees that they did; once a day."""
    mandate = by.mandate
    if mandate is None:
        return
    labels = {key: dict(q.label) for key, q in package_of(case).questions.items()}
    fields = sorted({*SEEN, *labels})
    seen, _reason = looks.looked_today(by.person, under=mandate.ref, about=case.ref, at=at)
    if seen >= set(fields):
        return
    with transaction.atomic():
        privacy.record_access(
            person=by.person,
            by=by.hand,
            under=mandate.ref,
            office=in_every_language(MandateKind(mandate.kind).label),
            about=case.ref,
            fields=fields,
            reason=ACTS_FOR_YOU,
            at=at,
            shown=Shown(
                kind=By.RELATIVE, matter=case.service.names, labels=labels, purpose="decide"
            ),
        )
        audit.record("cases.looked_for", subject=case, by=by.hand, under=mandate.ref, at=at)


def _kind_of(agent: Person) -> MandateKind:
    return MandateKind.HELPER if helps_at(agent) else MandateKind.FAMILY


def _tell(mandate: Mandate, what: str, *, at: datetime, case: Case | None = None) -> None:
    """Both sides read what begins, ends or was stopped."""
    params: dict[str, object] = {
        "agent": mandate.agent.masked_name,
        "principal": mandate.principal.masked_name,
        "until": mandate.ends_at.isoformat(),
        "service": case.service.names if case else {},
    }
    for person, side in ((mandate.principal, "principal"), (mandate.agent, "agent")):
        messages.queue(
            f"cases/power_{what}",
            to=person,
            about=mandate.ref,
            params={**params, "side": side},
            at=at,
        )
