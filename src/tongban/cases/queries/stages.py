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
    """Every part of a joint case in turn. Applicant and handlers may ask."""
    package = package_of(case)
    ids = [stage.id for stage in package.stages]
    if case.stage not in ids:
        return []
    place = ids.index(case.stage)
    over = case.status in DECIDED
    found, nodes = [], stage_nodes(case)
    for number, stage in enumerate(package.stages):
        platform = platform_name(nodes[stage.id]) if stage.id in nodes else ""
        done = number < place or (over and number == place)
        state = "done" if done else "ahead" if number > place else "now"
        found.append(StageView(in_language(dict(stage.names)), platform, state))
    return found


def stage_nodes(case: Case) -> dict[str, str]:
    """Which node does which part. A copy without the answers has it from whoever has them."""
    if not here() or not case.stage:
        return {}
    if not case.answers:
        return dict(case.stage_nodes)
    party = party_of(case)
    regions = {
        stage.id: region_from(stage.at, case.service, party, case.answers)
        for stage in package_of(case).stages
    }
    return {stage: node_for(region=region) or here() for stage, region in regions.items()}
