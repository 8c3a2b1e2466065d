"""What platforms are called, and which of them a case can go to."""

from collections.abc import Mapping

from django.conf import settings

from tongban.cases.models import Case
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.routing import node_of
from tongban.cases.rules import Mode, Status
from tongban.cases.rules.custody import HERE, MAY_TRAVEL
from tongban.federation.models import Peer
from tongban.federation.queries import here, peer_named, peers

Texts = Mapping[str, str]


def names_of(node: str) -> Texts:
    """The names of a platform in three languages; ours for the empty name. Anyone may ask."""
    if node in (HERE, here()):
        return dict(settings.PLATFORM.names)
    peer = peer_named(node)
    return peer.names if peer else {"zh": node}


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
    return [node_of(case), case.origin]


def is_handed_out_elsewhere(case: Case) -> bool:
    """Whether the applicant collects the result at the counter of the platform that took it in."""
    if case.mode != Mode.COLLECT_FOR or case.origin == HERE:
        return False
    questions = package_of(case).questions
    chosen = [case.answers.get(k) for k, q in questions.items() if q.purpose == "deliver"]
    return "counter" in chosen
