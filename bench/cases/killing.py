"""SIGKILL in the middle of work, again and again, while clients ask again with the same key.

What was acknowledged must be there once, whole: one case, one step, one message, one audit line.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import monotonic

from bench.cases.people import PLAIN, Applicant
from bench.load import Ask, drive
from bench.node import Scene, Server

EVERY = 1.5  # seconds between kills
AFTERWARDS = 2.0


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
    found, turn = Killed(), cycle(people)

    def answered(ask: Ask, status: int, body: bytes) -> None:
        if status in {200, 201}:
            found.repeated += status == 200
            told = found.acknowledged.setdefault(ask.key, _id(body))
            found.contradicted += told != _id(body)

    with Server(scene, workers=workers) as server:
        next_kill = monotonic() + EVERY

        def meanwhile() -> None:
            nonlocal next_kill
            if found.kills < kills and monotonic() >= next_kill:
                server.kill()
                server.start_again()
                found.kills += 1
                next_kill = monotonic() + EVERY

        outcome = drive(
            server.port,
            clients=clients,
            seconds=EVERY * (kills + 1) + AFTERWARDS,
            next_ask=lambda: next(turn).asks(PLAIN),
            answered=answered,
            meanwhile=meanwhile,
        )
    found.broken = outcome.broken
    _look(found)
    return found


def _id(body: bytes) -> str:
    import json

    return str(json.loads(body)["id"])


def _look(found: Killed) -> None:
    """Compare what was promised with what is there."""
    from tongban.audit.models import Entry
    from tongban.cases.models import Case, Step
    from tongban.messages.models import Message

    cases = list(
        Case.objects.filter(idempotency_key__isnull=False).values_list(
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
