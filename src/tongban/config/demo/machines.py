"""The self-service machine of a demonstration: one at the office of the first chief."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from tongban.catalog.queries import published_services
from tongban.catalog.rules import Role
from tongban.certificates import operations, queries
from tongban.certificates.operations.kiosks import SCENE
from tongban.config.platform import demonstration
from tongban.identity.models import Person

LIVES: Final = timedelta(days=365)


def set_up(people: Iterable[Person], *, at: datetime) -> int:
    """Set up the machine if there is none yet; says how many were. Its secret is nobody's: the
    start page of a demonstration needs none."""
    wanted = demonstration()["kiosk"]
    online = published_services().filter(online=True).values_list("code", flat=True)
    services = [code for code in wanted["services"] if code in set(online)]
    if queries.scene_called(SCENE) is None:
        return 0
    for person in people:
        chief = person.posts.filter(ended_at=None, role=Role.CHIEF).select_related("office").first()
        if chief is None or not services:
            continue
        if queries.kiosks_of(chief).exists():
            return 0
        operations.set_up_kiosk(
            code=wanted["code"],
            names=wanted["names"],
            services=services,
            until=at + LIVES,
            by=chief,
            at=at,
        )
        return 1
    return 0
