"""Who has a case, and whose word about it counts. Plain Python: no tables, no clock, no request.

Exactly one node has a case. Whoever has it may hand it over, which ends one custody and begins the
next with the next epoch. Within a custody only the custodian takes steps, and counts them
(`progress`). So epoch and progress order all news of a case, whatever order it arrives in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tongban.cases.rules.states import Status
from tongban.catalog.rules import Mode

HERE: Final = ""  # as in tables: the empty name of a node is our own

MODES: Final[Mapping[str, Mode]] = {
    "全程网办": Mode.FULL_ONLINE,
    "全程网办/异地代收代办": Mode.FULL_ONLINE,
    "异地代收代办": Mode.COLLECT_FOR,
    "多地联办": Mode.JOINT,
}

# While the applicant has to act, or a pause counts days, a case stays where it is.
MAY_TRAVEL: Final = frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.REVIEWING, Status.GRANTED})


@dataclass(frozen=True)
class Standing:
    """What a node knows of a case: who has it, and how new that is."""

    custodian: str
    epoch: int
    progress: int


@dataclass(frozen=True)
class News:
    """What another node says: a step of its own, or with another `custodian` a hand-over."""

    source: str
    custodian: str
    epoch: int
    progress: int


class Verdict(Enum):
    OLD = "old"  # we know as much or more
    NEWER = "newer"  # our copy becomes what it says
    OURS = "ours"  # from now on we have the case
    DOUBTFUL = "doubtful"  # somebody speaks who did not have it


def judged(known: Standing | None, news: News) -> Verdict:
    """What to make of news. Nobody can take a case from the node that has it."""
    theirs = Verdict.OURS if news.custodian == HERE else Verdict.NEWER
    if known is None:
        return theirs
    if news.epoch < known.epoch:
        return Verdict.OLD
    if news.epoch == known.epoch:
        if news.custodian != known.custodian:
            return Verdict.DOUBTFUL
        return theirs if news.progress > known.progress and known.custodian else Verdict.OLD
    if known.custodian == HERE:
        return Verdict.DOUBTFUL
    hands_over = news.source != news.custodian
    if hands_over and news.epoch == known.epoch + 1 and known.custodian != news.source:
        return Verdict.DOUBTFUL
    return theirs
