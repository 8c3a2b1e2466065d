"""What registers said for a case, as its applicant sees it."""

from typing import NamedTuple

from tongban.cases import queries
from tongban.cases.models import Case, Consultation
from tongban.sharing.rules import Outcome


class Told(NamedTuple):
    """One time that a register was asked, and what it said."""

    consultation: Consultation
    outcome: str
    lines: list[tuple[str, str]]


def told_for(case: Case) -> list[Told]:
    return [told_of(each) for each in queries.consultations_of(case).select_related("by")]


def told_of(each: Consultation) -> Told:
    return Told(each, str(Outcome(each.outcome).label), queries.read_out(each))
