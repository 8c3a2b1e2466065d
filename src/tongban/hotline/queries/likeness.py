"""Requests that repeat another one, or have the same cause. The program points; people decide."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tongban.hotline.models import Request
from tongban.hotline.rules import WITH_OFFICIALS
from tongban.hotline.rules.likeness import ALIKE, likeness, shape

LATELY: Final = timedelta(days=30)
LOOKED_AT: Final = 300
SHOWN: Final = 5


@dataclass(frozen=True)
class Like:
    """Another open request, and how alike it is, in hundredths."""

    request: Request
    percent: int
    same_asker: bool


def alike(request: Request) -> list[Like]:
    """Open requests of the same desk and place that say the same. For officials of the desk."""
    near = Request.objects.filter(
        center=request.center_id,
        region__startswith=request.region[:4],
        status__in=WITH_OFFICIALS,
        main=None,
        opened_at__gte=request.opened_at - LATELY,
    ).exclude(pk=request.pk)
    found, ours = [], shape(request.text)
    for other in near.order_by("-opened_at")[:LOOKED_AT]:
        same = other.asker_id is not None and other.asker_id == request.asker_id
        how_much = likeness(ours, shape(other.text)) + (0.15 if same else 0)
        if how_much >= ALIKE:
            found.append(Like(other, min(100, round(how_much * 100)), same))
    return sorted(found, key=lambda like: -like.percent)[:SHOWN]
