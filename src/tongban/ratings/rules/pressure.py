"""Signs in the figures that people did not rate of their own free will.

Four patterns are looked for, at one desk (an official at an office) over the last ninety days.
None of them proves anything; each says where a supervisor should go and look. Under `ENOUGH`
ratings nothing is said about a desk at all.

- **On the spot**: of the ratings obtained on the office's premises (by the code at the counter,
  or on paper), at least `SPOT_SHARE` (80 %) came within `SPOT` (20 seconds) of the end of the
  service, and at least `ALL_TOP` (95 %) of those were the top level. Nobody puts away their
  papers, takes out a phone and reads five choices as fast as that, every time.
- **In a row**: at least `ROW` (8) ratings, each within `BEAT` (30 seconds) of the one before,
  all the top level. One hand gave them.
- **One way only**: by the ways the desk can watch, the share of the top level lies at least
  `FAR` (25 points) above its share by the ways it cannot watch (online, by text), or above what
  the other desks of the office get by the same watched ways; with at least `SOME` (10) ratings
  on either side, and at least `SURE` (3) standard errors apart.
- **Before the report**: at least half (`RUSH`) of a month's ratings, and `ENOUGH` at the least,
  came on its last `LAST_DAYS` (3) days, `ALL_TOP` of them the top level, where at most a third of
  what was done ended on those days. Figures were made for the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Final

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.ratings.rules.scale import Level, Obtained

PERIOD: Final = timedelta(days=90)
ENOUGH: Final = 20
SOME: Final = 10
SPOT: Final = timedelta(seconds=20)
SPOT_SHARE: Final = 0.80
ALL_TOP: Final = 0.95
ROW: Final = 8
BEAT: Final = timedelta(seconds=30)
FAR: Final = 0.25
SURE: Final = 3.0
RUSH: Final = 0.50
DONE_MEANWHILE: Final = 1 / 3
LAST_DAYS: Final = 3
ON_THE_PREMISES: Final = frozenset({Obtained.QR, Obtained.PAPER})


class Pattern(TextChoices):
    ON_THE_SPOT = (
        "on_the_spot",
        _("Rated on the spot, within seconds, and nearly always at the top"),
    )
    IN_A_ROW = "in_a_row", _("Many in a row at the top level, seconds apart")
    ONE_WAY = "one_way", _("Far better where the desk can watch than where it cannot")
    REPORT = "report", _("A rush at the top level just before the end of a month")


@dataclass(frozen=True)
class Given:
    """One rating, as far as it is looked at here: nobody's name and no words."""

    office: str
    desk: str
    level: int
    obtained: str
    ended_at: datetime
    rated_at: datetime

    @property
    def is_top(self) -> bool:
        return self.level == Level.VERY_GOOD

    @property
    def on_the_premises(self) -> bool:
        return self.obtained in ON_THE_PREMISES


@dataclass(frozen=True)
class Desk:
    """What was found at one desk."""

    office: str
    desk: str
    count: int
    top: int
    by_way: Mapping[str, int]
    patterns: Sequence[Pattern]


def looked_through(given: Iterable[Given]) -> list[Desk]:
    """Every desk with enough ratings, those with the most signs first."""
    desks: dict[tuple[str, str], list[Given]] = defaultdict(list)
    offices: dict[str, list[Given]] = defaultdict(list)
    for each in given:
        desks[each.office, each.desk].append(each)
        offices[each.office].append(each)
    found = [
        _desk(office, desk, rows, [each for each in offices[office] if each.desk != desk])
        for (office, desk), rows in desks.items()
        if len(rows) >= ENOUGH
    ]
    return sorted(found, key=lambda each: (-len(each.patterns), -each.count, each.desk))


def _desk(office: str, desk: str, rows: Sequence[Given], others: Sequence[Given]) -> Desk:
    ways: dict[str, int] = defaultdict(int)
    for each in rows:
        ways[each.obtained] += 1
    signs = {
        Pattern.ON_THE_SPOT: _on_the_spot(rows),
        Pattern.IN_A_ROW: _in_a_row(rows),
        Pattern.ONE_WAY: _one_way(rows, others),
        Pattern.REPORT: _before_the_report(rows),
    }
    patterns = [pattern for pattern, is_there in signs.items() if is_there]
    return Desk(office, desk, len(rows), sum(e.is_top for e in rows), dict(ways), patterns)


def _on_the_spot(rows: Sequence[Given]) -> bool:
    here = [each for each in rows if each.on_the_premises]
    quick = [each for each in here if each.rated_at - each.ended_at <= SPOT]
    if len(here) < SOME or len(quick) < SPOT_SHARE * len(here):
        return False
    return sum(each.is_top for each in quick) >= ALL_TOP * len(quick)


def _in_a_row(rows: Sequence[Given]) -> bool:
    length, before = 0, None
    for each in sorted(rows, key=lambda each: each.rated_at):
        follows = before is not None and each.rated_at - before <= BEAT
        length = (length + 1 if follows else 1) if each.is_top else 0
        before = each.rated_at
        if length >= ROW:
            return True
    return False


def _one_way(rows: Sequence[Given], others: Sequence[Given]) -> bool:
    watched = [each for each in rows if each.on_the_premises]
    free = [each for each in rows if not each.on_the_premises]
    theirs = [each for each in others if each.on_the_premises]
    return _far_above(watched, free) or _far_above(watched, theirs)


def _far_above(some: Sequence[Given], rest: Sequence[Given]) -> bool:
    """Two shares of the top level, compared by the usual test of two proportions."""
    if min(len(some), len(rest)) < SOME:
        return False
    top, top_of_rest = sum(e.is_top for e in some), sum(e.is_top for e in rest)
    apart = top / len(some) - top_of_rest / len(rest)
    pooled = (top + top_of_rest) / (len(some) + len(rest))
    error = sqrt(pooled * (1 - pooled) * (1 / len(some) + 1 / len(rest)))
    return apart >= FAR and (error == 0 or apart / error >= SURE)


def _before_the_report(rows: Sequence[Given]) -> bool:
    months: dict[tuple[int, int], list[Given]] = defaultdict(list)
    for each in rows:
        day = localdate(each.rated_at)
        months[day.year, day.month].append(each)
    return any(_is_rush(month) for month in months.values())


def _is_rush(month: Sequence[Given]) -> bool:
    late = [each for each in month if _is_late_in_month(each.rated_at)]
    if len(late) < ENOUGH or len(late) < RUSH * len(month):
        return False
    done = sum(_is_late_in_month(each.ended_at) for each in month)
    is_top = sum(each.is_top for each in late) >= ALL_TOP * len(late)
    return is_top and done <= DONE_MEANWHILE * len(month)


def _is_late_in_month(moment: datetime) -> bool:
    day = localdate(moment)
    return (day + timedelta(days=LAST_DAYS)).month != day.month
