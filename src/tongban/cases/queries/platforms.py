"""What platforms are called, and which of them a case can go to."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.cases.models import Case
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.routing import node_of
from tongban.cases.rules import Mode, Status
from tongban.cases.rules.custody import HERE, MAY_TRAVEL
from tongban.catalog.models import in_language
from tongban.federation.models import Peer
from tongban.federation.queries import came_to_nothing, here, peers

Texts = Mapping[str, str]
FRESH_FOR: Final = 60.0  # seconds that the names of the others may be old

_known: dict[str, tuple[float, dict[str, Texts]]] = {}


@dataclass(frozen=True)
class Stuck:
    """A case that its receiver could not take: why (a code), since when, and the next try if any."""

    why: str
    since: datetime
    again_at: datetime | None


@dataclass(frozen=True)
class Whereabouts:
    """The platforms that had a case, in turn. The last one has it, or will when it has arrived."""

    names: Sequence[str]
    node: str
    arrived: bool
    stuck: Stuck | None = None

    @property
    def now(self) -> str:
        return self.names[-1]

    @property
    def is_here(self) -> bool:
        return self.node == HERE


def names_of(node: str) -> Texts:
    """The names of a platform in three languages; ours for the empty name. Anyone may ask."""
    if node in (HERE, here()):
        return dict(settings.PLATFORM.names)
    return _others().get(node, {"zh": node})


def platform_name(node: str) -> str:
    """What a platform is called, in the reader's language."""
    return in_language(dict(names_of(node)))


def _others() -> dict[str, Texts]:
    read_at, names = _known.get(here(), (0.0, {}))
    if not names or time.monotonic() - read_at > FRESH_FOR:
        names = {peer.name: peer.names for peer in peers()}
        _known[here()] = time.monotonic(), names
    return names


def forget_platforms() -> None:
    """Read the names again at the next question, after they were changed here."""
    _known.clear()


def whereabouts(case: Case) -> Whereabouts | None:
    """Who has a case that more than one platform has to do with. For applicant and officials."""
    if not is_shared(case):
        return None
    stops = case.steps.exclude(to=HERE).order_by("number").values_list("to", flat=True)
    names = [platform_name(node) for node in (case.origin, *stops)]
    if names[-1] != platform_name(case.custodian):  # a hand-over that we have not heard of yet
        names.append(platform_name(case.custodian))
    return Whereabouts(names, case.custodian, case.arrived, stuck(case))


def stuck(case: Case) -> Stuck | None:
    """Whether the hand-over that we promised came to nothing. For applicant and officials."""
    if case.custodian == HERE or case.arrived:
        return None
    letter = came_to_nothing("case.handed_over", about=case.ref, to=case.custodian)
    if letter is None or letter.dead_at is None:
        return None
    return Stuck(letter.why, letter.dead_at, letter.retry_at)


def lost_case(about: str) -> Case | None:
    """The case of a hand-over that came to nothing. Operators may ask, and see nothing of it."""
    found = Case.objects.filter(public_id=about.removeprefix("case/")).first()
    return found if found and stuck(found) else None


def is_shared(case: Case) -> bool:
    """Whether more than one platform has to do with it."""
    return bool(case.custodian or case.origin or case.holders)


def destinations(case: Case) -> list[Peer]:
    """The platforms that a case may be handed over to now, the likeliest first. For officials."""
    if case.custodian != HERE or not here() or Status(case.status) not in MAY_TRAVEL:
        return []
    names = [name for name in _wanted(case) if name not in (HERE, here())]
    found = {peer.name: peer for peer in peers().filter(name__in=names)}
    return [found[name] for name in dict.fromkeys(names) if name in found]


def _wanted(case: Case) -> list[str]:
    if case.status == Status.GRANTED:
        return [case.origin] if is_handed_out_elsewhere(case) else []
    if case.mode == Mode.JOINT:
        return []  # each stage says itself where the next one is
    decides = node_of(case) if case.mode else HERE
    return [decides, case.origin if case.status == Status.SUBMITTED else HERE]


def is_only_collected(case: Case) -> bool:
    """Whether we take it in for another platform, which decides it."""
    return case.mode == Mode.COLLECT_FOR and case.custodian == HERE and node_of(case) != HERE


def is_handed_out_elsewhere(case: Case) -> bool:
    """Whether the applicant collects the result at the counter of the platform that took it in."""
    if case.mode != Mode.COLLECT_FOR or case.origin == HERE:
        return False
    questions = package_of(case).questions
    chosen = [case.answers.get(k) for k, q in questions.items() if q.purpose == "deliver"]
    return "counter" in chosen
