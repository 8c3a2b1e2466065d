"""Telling the nodes that keep a copy of a case what happens to it."""

from collections.abc import Sequence
from datetime import datetime

from tongban.cases.models import Case
from tongban.cases.queries.reports import Taken, report
from tongban.federation import operations as federation
from tongban.federation.queries import here, hub


def tell_others(
    case: Case, taken: Sequence[Taken], *, at: datetime, but: Sequence[str] = ()
) -> None:
    """Promise these steps to whoever keeps a copy, and to the hub, which knows every case.

    A draft is nobody's business. An installation that stands alone tells nobody.
    """
    if not here() or case.submitted_at is None:
        return
    the_hub = hub()
    for name in sorted({*listeners(case), the_hub} - {"", *but}):
        said = report(case, taken, to=name, in_short=name == the_hub)
        federation.send("case.progressed", to=[name], about=case.ref, data=said, at=at)


def listeners(case: Case) -> set[str]:
    """Whoever has, had or began it; we ourselves are not among them."""
    return {*case.holders, case.origin, case.custodian} - {"", here()}
