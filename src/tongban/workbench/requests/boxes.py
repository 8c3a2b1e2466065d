"""The boxes of requests at an office: what lies in them, and in which order."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Subquery
from django.utils.timezone import localdate

from tongban.catalog.models import Post
from tongban.catalog.rules.workdays import after_working_days
from tongban.federation.queries import HERE, here
from tongban.hotline.models import Request, RequestQuerySet
from tongban.hotline.queries import answered_by, on_desk_of, requests_at, watched_by
from tongban.hotline.rules import OVER, Status

PAGE: Final = 50
MOST: Final = 1000  # more is not counted, and shown as 999+
SOON: Final = 1  # working days
SHOWN: Final = (
    *("public_id", "reference", "kind", "category", "status", "due_on", "opened_at", "region"),
    *("answered_at", "closed_at", "urgency", "bounces", "level", "abusive", "custodian"),
    *("supervised_at", "authority__names", "office__names", "handler__name"),
)


class Box(StrEnum):
    NEW = "new"  # to give to whoever answers
    OFFICE = "office"
    MINE = "mine"
    DUE = "due"
    VISIT = "visit"  # answered, and to be asked about
    DONE = "done"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Wanted:
    """What an official looks at: a box, or what a kind or a number leaves of it."""

    box: str = Box.OFFICE
    kind: str = ""
    reference: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        asked = {
            "box": self.box,
            "kind": self.kind,
            "q": self.reference,
            "page": self.page if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in asked.items() if value})

    def on_page(self, page: int) -> str:
        return replace(self, page=page).query


class _Number(Subquery):
    """How many rows a query has, as a value of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def boxes() -> list[Box]:
    """The boxes there are; only in a federation can something have gone elsewhere."""
    return [box for box in Box if here() or box != Box.ELSEWHERE]


def page_of(post: Post, wanted: Wanted, *, at: datetime) -> tuple[list[Request], bool]:
    """The rows of one page, and whether more follow. The ids come from an index alone."""
    start = (wanted.page - 1) * PAGE
    found = _ordered(_found(post, wanted, at), wanted)
    ids = found.values("pk")[start : start + PAGE + 1]
    light = requests_at(post).select_related(None).filter(pk__in=ids)
    related = light.select_related("authority", "office", "handler").only(*SHOWN)
    rows = list(_ordered(related, wanted))
    return rows[:PAGE], len(rows) > PAGE


def counts(post: Post, *, at: datetime) -> dict[str, int]:
    """How much lies in each box, in one statement; from a thousand on it says a thousand."""
    numbers = {
        f"in_{box}": _Number(_found(post, Wanted(box=box), at).order_by().values("pk")[:MOST])
        for box in boxes()
    }
    found: Any = post.person.posts.filter(pk=post.pk).values(**numbers).get()
    return {str(box): found[f"in_{box}"] for box in boxes()}


def _found(post: Post, wanted: Wanted, at: datetime) -> RequestQuerySet:
    every = requests_at(post).select_related(None)
    if wanted.reference:
        return every.filter(reference__endswith=wanted.reference)
    found = _box(post, wanted.box, at)
    return found.filter(kind=wanted.kind) if wanted.kind else found


def _box(post: Post, box: str, at: datetime) -> RequestQuerySet:
    if box == Box.ELSEWHERE:
        return watched_by(post).exclude(custodian=HERE).exclude(status__in=OVER)
    if box == Box.DONE:
        return answered_by(post).filter(status__in=[*sorted(OVER), Status.MERGED])
    if box == Box.NEW:
        return watched_by(post).filter(status=Status.RECEIVED, custodian=HERE)
    if box == Box.VISIT:
        return watched_by(post).filter(status=Status.ANSWERED, custodian=HERE)
    at_work = on_desk_of(post)
    if box == Box.MINE:
        return at_work.filter(handler=post.person)
    if box == Box.DUE:
        return at_work.filter(due_on__lte=after_working_days(localdate(at), SOON).on)
    return at_work


def _ordered(found: RequestQuerySet, wanted: Wanted) -> RequestQuerySet:
    if wanted.reference or wanted.box in {Box.ELSEWHERE, Box.DONE}:
        return found.order_by("-opened_at", "-pk")
    if wanted.box == Box.VISIT:
        return found.order_by("answered_at", "pk")
    return found.order_by("due_on", "pk")
