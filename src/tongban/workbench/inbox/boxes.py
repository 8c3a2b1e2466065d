"""The boxes of an official's work: what lies in them, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Q, Subquery
from django.utils.timezone import localdate

from tongban.cases.models import Case, CaseQuerySet
from tongban.cases.queries import Box, cases_at
from tongban.catalog.models import Post
from tongban.catalog.rules.workdays import after_working_days
from tongban.federation.queries import HERE, here

PAGE: Final = 50
SIZES: Final = (50, 100, 200)
MOST: Final = 1000  # more is not counted, and shown as 999+
SOON: Final = 3  # working days
FRESH_FOR: Final = 60  # seconds that the choices of a filter may be old
SHOWN: Final = (
    *("public_id", "reference", "status", "due_on", "decided_at", "submitted_at"),
    *("custodian", "origin"),
    *("service__names", "applicant__name", "organisation__name", "handler__name"),
)


@dataclass(frozen=True)
class Wanted:
    """What an official looks at: a box, or what a filter or a number leaves of it."""

    box: str = Box.MINE
    service: str = ""
    status: str = ""
    reference: str = ""
    page: int = 1
    size: int = PAGE

    @property
    def query(self) -> str:
        """This view of the box as a query string, for links that lead back to it."""
        asked = {
            "box": self.box,
            "service": self.service,
            "status": self.status,
            "q": self.reference,
            "size": self.size if self.size != PAGE else "",
            "page": self.page if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.service or self.status or self.reference)

    def on_page(self, page: int) -> str:
        return replace(self, page=page).query

    def in_box(self, box: str) -> str:
        """Another box with the same number of rows and no filters."""
        return Wanted(box=box, size=self.size).query


class _Number(Subquery):
    """How many rows a query has, as a value of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def page_of(post: Post, wanted: Wanted, *, at: datetime) -> tuple[list[Case], bool]:
    """The rows of one page, and whether more follow, in one statement.

    The ids come from an index alone, so that a late page costs what the first one does.
    """
    start = (wanted.page - 1) * wanted.size
    ids = _ordered(_found(post, wanted, at), wanted).values("pk")[start : start + wanted.size + 1]
    light = cases_at(post).select_related(None).filter(pk__in=ids)
    related = light.select_related("service", "applicant", "organisation", "handler")
    rows = list(_ordered(related.only(*SHOWN), wanted))
    return rows[: wanted.size], len(rows) > wanted.size


def counts(post: Post, *, at: datetime) -> Mapping[str, int]:
    """How much lies in each box, in one statement; from a thousand on it says a thousand."""
    numbers = {
        f"in_{box}": _Number(_found(post, Wanted(box=box), at).order_by().values("pk")[:MOST])
        for box in boxes()
    }
    found: Any = post.person.posts.filter(pk=post.pk).values(**numbers).get()
    return {str(box): found[f"in_{box}"] for box in boxes()}


def boxes() -> list[Box]:
    """The boxes there are; only in a federation can something have gone elsewhere."""
    return [box for box in Box if here() or box != Box.ELSEWHERE]


def beside(case: Case, post: Post, wanted: Wanted, *, at: datetime) -> tuple[Case | None, ...]:
    """The cases before and after this one in its box, each by one look into the index."""
    found = _found(post, wanted, at)
    later, earlier = _after(case, wanted)
    following, preceding = found.filter(later), found.filter(earlier)
    light = "public_id", "reference"
    return (
        _ordered(preceding, wanted).reverse().only(*light).first(),
        _ordered(following, wanted).only(*light).first(),
    )


def services_at(post: Post) -> Sequence[tuple[str, Mapping[str, str]]]:
    """The services of which something waits at the office, as code and names."""
    key = f"work.services.{post.office_id}"
    known: list[tuple[str, Mapping[str, str]]] | None = cache.get(key)
    if known is None:
        waiting = cases_at(post).waiting_at(post.office).order_by("service__code")
        known = list(waiting.values_list("service__code", "service__names").distinct())
        cache.set(key, known, FRESH_FOR)
    return known


def _found(post: Post, wanted: Wanted, at: datetime) -> CaseQuerySet:
    every = cases_at(post).select_related(None)
    if wanted.reference:
        return _numbered(every, wanted.reference)
    found = _box(every, post, wanted.box, at)
    if wanted.service:
        found = found.filter(service__code=wanted.service)
    return found.filter(status=wanted.status) if wanted.status else found


def _numbered(every: CaseQuerySet, reference: str) -> CaseQuerySet:
    """By the beginning of the number, or by the end of it, as people say it on the telephone."""
    if reference[:1].isdigit() and len(reference) >= len("20260302"):
        return every.filter(reference__startswith=reference)
    return every.filter(reference__endswith=reference)


def _box(every: CaseQuerySet, post: Post, box: str, at: datetime) -> CaseQuerySet:
    if box == Box.ELSEWHERE:
        return every.exclude(custodian=HERE)
    if box == Box.DONE:
        return every.here().filter(decided_at__isnull=False)
    waiting = every.waiting_at(post.office)
    if box == Box.MINE:
        return waiting.filter(handler=post.person)
    if box == Box.DUE:
        return waiting.filter(due_on__lte=after_working_days(localdate(at), SOON).on)
    return waiting


def _ordered(found: CaseQuerySet, wanted: Wanted) -> CaseQuerySet:
    if wanted.reference or wanted.box == Box.ELSEWHERE:
        return found.order_by("-submitted_at", "-pk")
    if wanted.box == Box.DONE:
        return found.order_by("-decided_at", "-pk")
    return found.order_by("due_on", "pk")


def _after(case: Case, wanted: Wanted) -> tuple[Q, Q]:
    """What comes later and earlier than this case in the order of its box."""
    name = "decided_at" if wanted.box == Box.DONE else "due_on"
    if wanted.reference or wanted.box == Box.ELSEWHERE:
        name = "submitted_at"
    value = getattr(case, name)
    if value is None:  # it has left the box: begin at the top
        return Q(), Q(pk=None)
    # The bound first: it lets the database begin in the index where this case stands.
    greater = Q(**{f"{name}__gte": value}) & ~Q(**{name: value, "pk__lte": case.pk})
    less = Q(**{f"{name}__lte": value}) & ~Q(**{name: value, "pk__gte": case.pk})
    return (greater, less) if name == "due_on" else (less, greater)
