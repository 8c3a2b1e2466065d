"""Places on status lists: one bit for each thing that may be taken back."""

import secrets
from typing import Any, Final

from tongban.certificates.queries.codes import SIZE
from tongban.certificates.rules.codes import Place
from tongban.core.statements import ask

TAKEN: Final = """SELECT "index" FROM {} WHERE number = %s AND "index" IN ({})"""


def free_places(kind: Any, count: int, *, first: int, shards: int) -> list[Place] | None:
    """Random places on the first of these lists that is less than half full; None if all are.

    `kind` is the model whose rows hold a `number` and an `index`. Somebody else may take one
    meanwhile; then its constraint says so, and the caller draws again.
    """
    taken = TAKEN.format(kind._meta.db_table, ", ".join(["%s"] * (3 * count + 8)))
    for number in range(first, first + shards):
        drawn = _drawn(3 * count + 8)
        gone = {index for (index,) in ask(taken, [number, *drawn])}
        free = [index for index in drawn if index not in gone]
        if len(free) >= max(count, len(drawn) / 2):
            return [Place(number, index) for index in free[:count]]
    return None


def _drawn(count: int) -> list[int]:
    """Different random places in the order in which they were drawn."""
    found: dict[int, None] = {}
    while len(found) < count:
        noise = secrets.token_bytes(4 * (count - len(found)))
        places = (int.from_bytes(noise[at : at + 4]) % SIZE for at in range(0, len(noise), 4))
        found.update(dict.fromkeys(places))
    return list(found)
