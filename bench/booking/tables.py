"""What the measurement needs of the tables: `python -m bench.booking.tables WHAT …` prints JSON."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.utils.timezone import localdate, now  # noqa: E402

from tongban.appointments import operations, queries  # noqa: E402
from tongban.appointments.models import Visit  # noqa: E402
from tongban.appointments.operations import Plan  # noqa: E402
from tongban.appointments.rules import OCCUPYING  # noqa: E402
from tongban.catalog.models import Post  # noqa: E402
from tongban.catalog.queries import published_services  # noqa: E402
from tongban.catalog.rules import Role  # noqa: E402
from tongban.identity import operations as identity  # noqa: E402
from tongban.identity.rules import Level  # noqa: E402

ALL_DAY = "每天 0:05-23:55"


def people(how_many: str) -> list[str]:
    kept = Path(settings.TONGBAN_HOME) / "bench-tokens.json"
    if how_many == "0":
        found: list[str] = json.loads(kept.read_text())
        return found
    at, tokens = now(), []
    for n in range(int(how_many)):
        person = identity.register_person(
            phone=f"1990088{n:04d}",
            name=f"测试{n}",
            number=f"41010219900202{n:04d}",
            facts={"sex": "女", "birth_on": "1990-02-02", "region": "410100", "address": "示例路"},
            level=Level.PRESENT,
            region="410100",
            synthetic=True,
            at=at,
        )
        tokens.append(identity.issue_token(person=person, label="bench", by=person, at=at))
    kept.write_text(json.dumps(tokens))
    return tokens


def slots(places: str, name: str, letter: str) -> list[str]:
    at = now()
    chief = Post.objects.select_related("office", "person").filter(role=Role.CHIEF, ended_at=None)
    plan = Plan(
        name=name,
        letter=letter,
        hours=ALL_DAY,
        minutes=60,
        counters=int(places),
        ahead_days=1,
        release_at=time(0),
    )
    post = chief.order_by("pk")[0]
    line = operations.open_line(plan=plan, by=post, at=at)
    tomorrow = localdate(at) + timedelta(days=1)
    days = queries.open_days(line, at=at)
    return [
        str(each.slot.public_id) for day, times in days.items() if day >= tomorrow for each in times
    ]


def services() -> list[str]:
    return [service.code for service in published_services()[:200]]


def oversold(slot: str) -> list[int]:
    found = queries.slot_with_id(UUID(slot))
    assert found is not None
    given = Visit.objects.filter(place__slot=found, status__in=sorted(OCCUPYING)).count()
    return [max(0, given - found.places.count())]


WHAT: Mapping[str, Callable[..., object]] = {
    "people": people,
    "slots": slots,
    "services": services,
    "oversold": oversold,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(WHAT[sys.argv[1]](*sys.argv[2:])))
