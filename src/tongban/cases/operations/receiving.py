"""Taking over what other nodes say about a case, in whatever order it arrives."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.operations.arriving import arrive
from tongban.cases.operations.bundles import go_on
from tongban.cases.operations.copying import copied, with_steps
from tongban.cases.operations.reclaiming import settled
from tongban.cases.operations.refusals import NotTheirs
from tongban.cases.rules.custody import HERE, News, Standing, Verdict, judged
from tongban.federation.queries import here

Said = Mapping[str, Any]


@transaction.atomic
def receive(*, said: Said, source: str, at: datetime) -> None:
    """Another node hands a case over to us. Told twice or late, it changes nothing.

    Refuses with NotTheirs when the source did not have the case.
    """
    case = _known(said)
    verdict = _verdict(case, said, source)
    if verdict != Verdict.OURS or not _taken(said, at=at):
        _old(case, said, at=at)
        return
    came_back = case is not None and here() in case.holders
    case = copied(case, said, source=source, at=at)
    with_steps(case, said, at=at)
    arrive(case, said, source=source, came_back=came_back, at=at)


@transaction.atomic
def hear(*, said: Said, source: str, at: datetime) -> None:
    """Another node says what happened to a case of which we keep a copy, or begin to keep one.

    Refuses with NotTheirs when the source does not have the case.
    """
    case = _known(said)
    if _verdict(case, said, source) != Verdict.NEWER:
        _old(case, said, at=at)
        return
    case = copied(case, said, source=source, at=at)
    with_steps(case, said, at=at)
    go_on(case, at=at)


def _old(case: Case | None, said: Said, *, at: datetime) -> None:
    """Late news changes nothing but the line of steps, in which it may fill a gap."""
    if case:
        with_steps(case, said, at=at)


def _taken(said: Said, *, at: datetime) -> bool:
    """Whether we take it; not if we have told the sender that we never will."""
    return settled(UUID(str(said["case"])), int(said["epoch"]), taken=True, at=at)


def _known(said: Said) -> Case | None:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("service", "applicant", "organisation", "office")
        .filter(public_id=said["case"])
        .first()
    )


def _verdict(case: Case | None, said: Said, source: str) -> Verdict:
    custodian = HERE if said["custodian"] == here() else str(said["custodian"])
    news = News(source, custodian, int(said["epoch"]), int(said["progress"]))
    known = Standing(case.custodian, case.epoch, case.progress) if case else None
    verdict = judged(known, news)
    if verdict == Verdict.DOUBTFUL:
        raise NotTheirs
    return verdict
