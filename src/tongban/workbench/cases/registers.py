"""What registers said for a case, and what they can be asked."""

from dataclasses import dataclass
from datetime import datetime

from tongban.cases import queries
from tongban.cases.models import Case, Consultation
from tongban.cases.rules import WITH_OFFICIALS, Deed, Status, may
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Post
from tongban.sharing.rules import Outcome


@dataclass(frozen=True)
class Said:
    """One answer of a register, or that there was none."""

    consultation: Consultation
    outcome: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """A register of a case as the screen shows it."""

    asks: queries.Asks
    said: list[Said]
    may_ask: bool


def registers_shown(case: Case, post: Post, *, at: datetime) -> list[Shown]:
    """What was asked of registers for a case, and what can be asked now."""
    mine = case.handler_id in {None, post.person_id} and may(post.role, Deed.TAKE)
    here = case.custodian == HERE and Status(case.status) in WITH_OFFICIALS
    found = queries.registers_of(queries.package_of(case), case, at=at)
    return [Shown(each, said_in(each), mine and here) for each in found.values()]


def said_in(asks: queries.Asks) -> list[Said]:
    return [
        Said(each, str(Outcome(each.outcome).label), queries.read_out(each)) for each in asks.said
    ]
