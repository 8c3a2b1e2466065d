"""The village helper of the demonstration, and whom she may act for."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from tongban.catalog.operations.posts import give_post
from tongban.catalog.queries import helps_at, offices_with_codes
from tongban.catalog.rules import Role
from tongban.identity import operations
from tongban.identity.models import Person
from tongban.identity.rules import MandateKind

Row = Mapping[str, Any]


def register_helper(row: Row, person: Person, *, at: datetime) -> None:
    """Her office registers her, where this platform has that office."""
    helps = row.get("helps")
    for office in offices_with_codes([helps["office"]] if helps else []):
        title = helps.get("title", "") if helps else ""
        give_post(person=person, office=office, role=Role.HELPER, title=title, by=person, at=at)


def entrust(row: Row, people: Mapping[str, Person], *, at: datetime) -> None:
    """Somebody let the helper act for them; again changes nothing that is there."""
    for power in row.get("helped_by", []):
        agent, principal = people.get(power["person"]), people[row["id"]]
        if agent is None or helps_at(agent) is None:
            continue
        with suppress(operations.MandateGiven):
            operations.give_mandate(
                principal=principal,
                agent=agent,
                kind=MandateKind.HELPER,
                services=power["services"],
                ends_at=at + timedelta(days=power["days"]),
                by=principal,
                at=at,
            )
