"""Whether a case may be handed in: everything is looked at, and said, at once."""

from collections.abc import Sequence
from datetime import datetime

from tongban.cases.models import Case, Material
from tongban.cases.operations.refusals import Incomplete
from tongban.cases.queries.checking import Checked as Ready
from tongban.cases.queries.checking import checked
from tongban.cases.rules.package import Package

__all__ = ["Ready", "ready_to_send"]


def ready_to_send(
    case: Case, package: Package, given: Sequence[Material], *, at: datetime
) -> Ready:
    """The case as it goes out. Refuses with Incomplete, which names every place to mend."""
    ready = checked(case, package, given, at=at)
    if ready.faults:
        raise Incomplete(faults=ready.faults)
    return ready
