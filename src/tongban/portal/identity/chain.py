"""The powers of a firm as a chain: everybody below the one who appointed them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tongban.identity.models import Grant


@dataclass(frozen=True)
class Link:
    """One power and how far it is from the legal representative: 0, 1 or 2."""

    grant: Grant
    depth: int


def linked(grants: Iterable[Grant]) -> list[Link]:
    """Each power right after the one on which it hangs."""
    every = list(grants)
    known = {grant.pk for grant in every}
    below: dict[int | None, list[Grant]] = {}
    for grant in every:
        above = grant.given_under_id if grant.given_under_id in known else None
        below.setdefault(above, []).append(grant)

    def walk(above: int | None, depth: int) -> list[Link]:
        found = []
        for grant in below.get(above, []):
            found += [Link(grant, depth), *walk(grant.pk, depth + 1)]
        return found

    return walk(None, 0)
