"""Who wants a place, and what became of it. What touches the tables runs in a child, since each
database needs a Django of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.load import Ask, Outcome

BOOK = "/api/v1/appointments"
SERVICE = "id-reissue"
NO = 409


@dataclass
class Wanted:
    """Who won and who heard that it was full."""

    outcome: Outcome = field(default_factory=Outcome)
    winners: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    oversold: int = 0

    def heard(self, key: str, status: int, body: bytes) -> int:
        """Take an answer down; says how many people have a clear one."""
        if status in {200, 201}:
            self.winners.add(key)
        if status in {200, 201} or (status == NO and json.loads(body)["code"] == "slot_full"):
            self.answered.add(key)
        return len(self.answered)


def wish(token: str, slot: str, *, key: str, service: str = SERVICE) -> Ask:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return Ask(BOOK, {"slot": slot, "service": service}, headers, key)


def people(how_many: int) -> list[str]:
    """Tokens of invented people; with 0, of those that were made before."""
    return list(_in_a_child("people", str(how_many)))


def slots(*, places: int, name: str, letter: str) -> list[str]:
    """The times of a new line with so many places each, soonest first."""
    return list(_in_a_child("slots", str(places), name, letter))


def bookable_services() -> list[str]:
    return list(_in_a_child("services"))


def oversold(slot: str) -> int:
    """How many visits too many there are in a slot, as the tables say."""
    return int(_in_a_child("oversold", slot)[0])


def _in_a_child(*words: str) -> Sequence[Any]:
    """This file again, on the database that the surroundings name."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.booking.tables", *words],
        check=True,
        capture_output=True,
        text=True,
    )
    found: Sequence[Any] = json.loads(told.stdout)
    return found
