"""One line of the inbox, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.cases.models import Case
from tongban.cases.queries import platform_name
from tongban.cases.rules import WITH_OFFICIALS, Status
from tongban.catalog.rules.workdays import working_days_between

SOON: Final = 3
TONES: Final = {
    Status.SUBMITTED: "",
    Status.CORRECTION: "warn",
    Status.PAUSED: "plain",
    Status.GRANTED: "ok",
    Status.DELIVERED: "ok",
    Status.REFUSED: "bad",
    Status.NOT_ACCEPTED: "bad",
    Status.CLOSED: "plain",
    Status.WITHDRAWN: "plain",
}


@dataclass(frozen=True)
class Left:
    """How much time is left, and how urgent that is: late, soon or nothing."""

    words: str
    tone: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Row:
    """A case as the inbox shows it."""

    case: Case
    left: Left
    tone: str

    @property
    def platform(self) -> str:
        """Who has it, or where it came from, if that is another platform."""
        node = self.case.custodian or self.case.origin
        return platform_name(node) if node else ""

    @property
    def applicant(self) -> str:
        """A firm by its name, which is public; a person masked."""
        firm = self.case.organisation
        return firm.name if firm else self.case.applicant.masked_name


def rows_of(cases: Iterable[Case], *, at: datetime) -> list[Row]:
    """Lines for these cases. Days are counted once for each day that occurs."""
    today, known = localdate(at), dict[date, Left]()
    return [
        Row(case=case, left=left_of(case, today, known), tone=tone_of(case.status))
        for case in cases
    ]


def tone_of(status: str) -> str:
    """The colour of a status."""
    return TONES.get(Status(status), "")


def left_until(due_on: date, today: date) -> Left:
    """Working days until a day, in words; colour only repeats them."""
    days = working_days_between(today, due_on)
    if due_on < today:
        n = max(1, -days)
        late = ngettext("%(n)d working day overdue", "%(n)d working days overdue", n)
        return Left(late % {"n": n}, "late", due_on)
    if due_on == today:
        return Left(_("Due today"), "soon", due_on)
    words = ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}
    return Left(words, "soon" if days <= SOON else "", due_on)


def left_of(case: Case, today: date, known: dict[date, Left] | None = None) -> Left:
    """What there is to say about the time of a case; `known` spares counting a day twice."""
    known = {} if known is None else known
    status = Status(case.status)
    if case.custodian:
        return Left(_("Elsewhere"))
    if status == Status.PAUSED:
        return Left(_("Clock stopped"))
    if status == Status.CORRECTION:
        return Left(_("With the applicant"))
    if status not in WITH_OFFICIALS or case.due_on is None:
        return Left(_("Finished"))
    if case.due_on not in known:
        known[case.due_on] = left_until(case.due_on, today)
    return known[case.due_on]
