"""Places on status lists: one bit for each thing that may be taken back."""

import secrets
from typing import Any

from tongban.certificates.queries.codes import SIZE
from tongban.certificates.rules.codes import Place


def free_places(kind: Any, count: int, *, first: int, shards: int) -> list[Place] | None:
    """Random places on the first of these lists that is less than half full; None if all are.

    `kind` is the model whose rows hold a `number` and an `index`. Somebody else may take one
    meanwhile; then its constraint says so, and the caller draws again.
    """
    for number in range(first, first + shards):
        drawn = {secrets.randbelow(SIZE) for _place in range(4 * count + 8)}
        taken = kind.objects.filter(number=number, index__in=drawn)
        free = list(drawn - set(taken.values_list("index", flat=True)))
        if len(free) >= len(drawn) / 2:
            secrets.SystemRandom().shuffle(free)
            return [Place(number, index) for index in free[:count]]
    return None
