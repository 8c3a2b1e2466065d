"""Do we and a peer remember the same? What it lacks is sent again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.federation import queries
from tongban.federation.models import Comparison, Outgoing
from tongban.federation.operations.asking import BadQuestion, PeerAway, ask
from tongban.federation.rules import Question
from tongban.federation.rules.hours import closed_hours, digest_of, hour_of

COMPARE: Final = "federation.compared"
LIST: Final = "federation.listed"
MOST_LISTED: Final = 50_000


class TooMany(Refusal):
    code = "too_many_to_list"
    message = _("There are too many events in this hour to list.")


def compare_with(peer: str, *, at: datetime) -> int:
    """Compare what we told a peer in closed hours; says how many events are sent again.

    Refuses with PeerAway or PeerSaidNo, as `ask` does.
    """
    wanted = closed_hours(at=at)
    agreed = queries.agreed_hours(peer, wanted)
    hours = [hour for hour in wanted if hour not in agreed]
    if not hours:
        return 0
    told = queries.told_by_hour(peer, hours)
    data = {"hours": [hour.isoformat() for hour in hours]}
    theirs = ask(COMPARE, of=peer, data=data, at=at).get("hours")
    resent = 0
    for hour, count, digest in _counted(theirs, hours):
        if (count, digest) == (len(told[hour]), digest_of(told[hour])):
            note_agreement(peer=peer, hour=hour, count=count, at=at)
        else:
            stored = _listed(ask(LIST, of=peer, data={"hour": hour.isoformat()}, at=at))
            resent += note_difference(peer=peer, hour=hour, told=told[hour], stored=stored, at=at)
    return resent


@transaction.atomic
def note_agreement(*, peer: str, hour: datetime, count: int, at: datetime) -> None:
    _note(peer, hour, at=at, sent=count, stored=count, agreed=True)


@transaction.atomic
def note_difference(
    *, peer: str, hour: datetime, told: Sequence[UUID], stored: Collection[UUID], at: datetime
) -> int:
    """Send again what the peer lacks; take as received what it has and we still waited for."""
    lacking = set(told) - set(stored)
    ours = Outgoing.objects.filter(to=peer)
    ours.waiting().filter(event_id__in=set(stored) - set(told)).update(received_at=at)
    again = ours.filter(event_id__in=lacking).update(received_at=None, dead_at=None, why="")
    _note(peer, hour, at=at, sent=len(told), stored=len(stored), agreed=False, resent=again)
    return again


def compared(question: Question) -> dict[str, Any]:
    """What we stored of the asking peer's events: how many in each hour, and which."""
    hours = [_hour(text) for text in question.data["hours"]]
    stored = queries.stored_by_hour(question.source, hours)
    return {
        "hours": {
            hour.isoformat(): {"count": len(events), "digest": digest_of(events)}
            for hour, events in stored.items()
        }
    }


def listed(question: Question) -> dict[str, Any]:
    """Every event of the asking peer that we stored of one hour."""
    hour = _hour(question.data["hour"])
    events = queries.stored_by_hour(question.source, [hour])[hour]
    if len(events) > MOST_LISTED:
        raise TooMany
    return {"events": sorted(map(str, events))}


def _note(peer: str, hour: datetime, *, at: datetime, resent: int = 0, **facts: Any) -> None:
    Comparison.objects.update_or_create(
        peer=peer, hour=hour, defaults={**facts, "resent": resent, "compared_at": at}
    )


def _hour(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if hour_of(found) != found:
        raise BadQuestion
    return found


def _counted(theirs: Any, hours: Sequence[datetime]) -> list[tuple[datetime, int, str]]:
    """What the peer said of each hour; raises PeerAway if that is no answer."""
    try:
        said = [(hour, theirs[hour.isoformat()]) for hour in hours]
        return [(hour, int(each["count"]), str(each["digest"])) for hour, each in said]
    except (TypeError, KeyError, ValueError) as error:
        raise PeerAway("answer_malformed") from error


def _listed(answer: dict[str, Any]) -> set[UUID]:
    try:
        return {UUID(each) for each in answer["events"]}
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise PeerAway("answer_malformed") from error
