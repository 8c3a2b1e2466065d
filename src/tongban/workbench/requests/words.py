"""Requests in words: the boxes, the lines of a list, the steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from tongban.hotline.models import Request, RequestStep
from tongban.hotline.rules import Status
from tongban.workbench.inbox.rows import Left, left_until
from tongban.workbench.requests.boxes import MOST, Box, Wanted, boxes

LABELS: Final[Mapping[str, StrOrPromise]] = {
    Box.NEW: gettext_lazy("To dispatch"),
    Box.OFFICE: gettext_lazy("My office's"),
    Box.MINE: gettext_lazy("Mine"),
    Box.DUE: gettext_lazy("Due soonest"),
    Box.VISIT: gettext_lazy("To visit"),
    Box.DONE: gettext_lazy("Done"),
    Box.ELSEWHERE: gettext_lazy("Sent elsewhere"),
}
TONES: Final = {
    Status.ANSWERED: "ok",
    Status.NOT_ACCEPTED: "bad",
    Status.CLOSED: "plain",
    Status.MERGED: "plain",
    Status.WITHDRAWN: "plain",
}
STEPS: Final[Mapping[str, StrOrPromise]] = {
    "opened": gettext_lazy("Sent"),
    "sent": gettext_lazy("Passed on to another platform"),
    "arrived": gettext_lazy("Arrived here"),
    "dispatched": gettext_lazy("Dispatched"),
    "taken": gettext_lazy("Taken"),
    "sent_back": gettext_lazy("Sent back"),
    "answered": gettext_lazy("Answered"),
    "supervised": gettext_lazy("Reminded"),
    "overdue": gettext_lazy("Late"),
    "escalated": gettext_lazy("One level up"),
    "joined": gettext_lazy("Joined with another request"),
    "not_accepted": gettext_lazy("Not accepted"),
    "confirmed": gettext_lazy("Solved, says the asker"),
    "visited": gettext_lazy("Return visit: solved"),
    "contested": gettext_lazy("Contested"),
    "closed": gettext_lazy("Closed"),
    "withdrawn": gettext_lazy("Taken back"),
}


@dataclass(frozen=True)
class Row:
    """A request as the list shows it: never its text, never who asked."""

    asked: Request
    left: Left
    tone: str


@dataclass(frozen=True)
class Tab:
    label: StrOrPromise
    number: str
    query: str
    shown: bool


def rows_of(found: Iterable[Request], *, at: datetime) -> list[Row]:
    today = localdate(at)
    return [Row(asked, _left(asked, today), tone_of(asked.status)) for asked in found]


def _left(asked: Request, today: object) -> Left:
    if not asked.is_open or asked.due_on is None:
        return Left(asked.get_status_display())
    return left_until(asked.due_on, today)  # type: ignore[arg-type]


def tone_of(status: str) -> str:
    return TONES.get(Status(status), "")


def tabs(wanted: Wanted, numbers: Mapping[str, int]) -> list[Tab]:
    return [
        Tab(
            label=LABELS[box],
            number=str(numbers[box]) if numbers[box] < MOST else f"{MOST - 1}+",
            query=Wanted(box=box).query,
            shown=wanted.box == box and not wanted.reference,
        )
        for box in boxes()
    ]


def caption(wanted: Wanted) -> str:
    """What the table holds and how it is ordered, for those who cannot see it."""
    if wanted.reference:
        return _("Requests with a number like %(number)s") % {"number": wanted.reference}
    if wanted.box in {Box.DONE, Box.ELSEWHERE}:
        return _("Requests, latest first")
    return _("Requests by due day, most urgent first")


def title_of(step: RequestStep) -> StrOrPromise:
    return STEPS.get(step.action, step.get_status_display())
