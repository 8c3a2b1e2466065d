"""Which place does which part of a joint case."""

from dataclasses import dataclass

from tongban.cases.models import Case
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.queries.platforms import platform_name
from tongban.cases.queries.routing import region_from
from tongban.cases.rules import DECIDED
from tongban.catalog.models import in_language
from tongban.federation.queries import here, node_for


@dataclass(frozen=True)
class StageView:
    """One part, who does it, and whether it is done, under way or still to come."""

    name: str
    platform: str
    state: str  # done | now | ahead


def stages_of(case: Case) -> list[StageView]:
    """Every part of a joint case in turn. Applicant and handlers may ask.

    A copy without the answers, as the hub has it, does not know who does what.
    """
    package, party = package_of(case), party_of(case)
    ids = [stage.id for stage in package.stages]
    if case.stage not in ids:
        return []
    place = ids.index(case.stage)
    over = case.status in DECIDED
    found = []
    for number, stage in enumerate(package.stages):
        platform = ""
        if here() and case.answers:
            region = region_from(stage.at, case.service, party, case.answers)
            platform = platform_name(node_for(region=region))
        done = number < place or (over and number == place)
        state = "done" if done else "ahead" if number > place else "now"
        found.append(StageView(in_language(dict(stage.names)), platform, state))
    return found
