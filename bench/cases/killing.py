"""SIGKILL in the middle of work, again and again, while clients ask again with the same key.

What was acknowledged must be there once, whole: one case, one step, one message, one audit line.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from bench.cases.people import PLAIN, Applicant
from bench.load import Ask, drive
from bench.node import Scene, Server

SERVED = 100  # answers between two kills, so that every life of the server did some work
AFTERWARDS = 200  # answers after the last kill
PATIENCE = 20.0  # seconds for each life at most


@dataclass
class Killed:
    """What was acknowledged, and what was found afterwards."""

    kills: int = 0
    broken: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    contradicted: int = 0
    repeated: int = 0
    lost: int = 0
    wrong: int = 0
    unacknowledged: int = 0

    def told(self) -> str:
        return (
            f"killed {self.kills} times: {len(self.acknowledged):,} keys acknowledged, "
            f"{self.repeated} of them after asking again, {self.broken} broken lines; "
            f"{self.unacknowledged} kept but cut off before the answer"
        )


def test(
    scene: Scene, people: Sequence[Applicant], *, clients: int, workers: int, kills: int
) -> Killed:
    found, turn, served, prefix = Killed(), cycle(people), 0, "killed"

    def answered(ask: Ask, status: int, body: bytes) -> None:
        nonlocal served
        if status in {200, 201}:
            served += 1
            found.repeated += status == 200
            told = found.acknowledged.setdefault(ask.key, _id(body))
            found.contradicted += told != _id(body)

    with Server(scene, workers=workers) as server:

        def kill_it() -> None:
            nonlocal served
            if found.kills < kills and served >= SERVED:
                server.kill()
                server.start_again()
                found.kills, served = found.kills + 1, 0

        outcome = drive(
            server.port,
            clients=clients,
            seconds=PATIENCE * (kills + 1),
            enough=lambda: found.kills >= kills and served >= AFTERWARDS,
            next_ask=lambda: next(turn).asks(PLAIN, prefix),
            answered=answered,
            meanwhile=kill_it,
        )
    found.broken = outcome.broken
    _look(found, prefix)
    return found


def _id(body: bytes) -> str:
    return str(json.loads(body)["id"])


def _look(found: Killed, prefix: str) -> None:
    """Compare what was promised with what is there."""
    from tongban.audit.models import Entry
    from tongban.cases.models import Case, Step
    from tongban.messages.models import Message

    cases = list(
        Case.objects.filter(idempotency_key__startswith=prefix).values_list(
            "pk", "public_id", "idempotency_key"
        )
    )
    keys = Counter(key for _, _, key in cases)
    ids = {key: str(public_id) for _, public_id, key in cases}
    steps = Counter(Step.objects.values_list("case_id", flat=True))
    told = Counter(Message.objects.values_list("about", flat=True))
    lines = Counter(
        Entry.objects.filter(action="cases.submitted").values_list("subject", flat=True)
    )
    found.lost = sum(ids.get(key) != told for key, told in found.acknowledged.items())
    found.unacknowledged = sum(key not in found.acknowledged for key in keys)
    whole = {1}
    found.wrong = found.contradicted + sum(
        {keys[key], steps[pk], told[f"case/{public_id}"], lines[f"case/{public_id}"]} != whole
        for pk, public_id, key in cases
    )
