"""What should happen to places and visits, in plain Python: no tables, no transactions.

It says which answer an operation must give. Where chance decides, it takes what was drawn and
checks that it was allowed.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
LIVE = {"held", "booked"}


@dataclass
class V:
    """A visit as it should be."""

    person: int
    service: int
    slot: int
    place: int
    status: str
    made_at: datetime
    held_until: datetime | None = None


@dataclass
class P:
    """A place as it should be; when it is drawn is chance within bounds."""

    slot: int
    state: str = "free"
    given_back_at: datetime | None = None


@dataclass
class Model:
    """One day of one line."""

    starts: list[datetime]
    places: dict[int, P]
    visits: dict[int, V] = field(default_factory=dict)
    keys: dict[tuple[int, str], int] = field(default_factory=dict)
    waits: dict[int, int] = field(default_factory=dict)  # person: service
    lapses: dict[int, list[datetime]] = field(default_factory=dict)
    returned: list[int] = field(default_factory=list)  # places of which chance has to be read

    def free(self, slot: int) -> bool:
        return any(p.state == "free" and p.slot == slot for p in self.places.values())

    def live_of(self, person: int, service: int) -> int | None:
        for key, v in self.visits.items():
            if (v.person, v.service) == (person, service) and v.status in LIVE:
                return key
        return None

    def barred(self, person: int, slot: int, at: datetime) -> str:
        """Why this person may have no place in this slot, whatever is free."""
        if self.starts[slot] <= at:
            return "slot_over"
        lately = sorted(t for t in self.lapses.get(person, []) if t > at - timedelta(hours=24))
        if len(lately) >= 3:
            return "let_go_too_often"
        return ""

    def hold(self, person: int, service: int, slot: int, at: datetime) -> tuple[str, int | None]:
        """The answer, and the visit that must come back when it is one that was there."""
        if no := self.barred(person, slot, at):
            return no, None
        before = self.live_of(person, service)
        if before is not None and self.visits[before].slot == slot:
            return "ok", before
        if not self.free(slot):
            return "slot_full", None
        if before is not None and self.visits[before].status != "held":
            return "already_booked", None
        return "ok", None

    def book(
        self, person: int, service: int, slot: int, key: str | None, at: datetime
    ) -> tuple[str, int | None]:
        if no := self.barred(person, slot, at):
            return no, None
        named = self.keys.get((person, key)) if key else None
        if self.free(slot) and named is None:
            taken = self.live_of(person, service) is not None
            return ("already_booked" if taken else "ok"), None
        if named is None:
            return "slot_full", None
        v = self.visits[named]
        same = (v.slot, v.service) == (slot, service)
        return ("ok", named) if same else ("idempotency_key_reused", None)

    def confirm(self, key: int, at: datetime) -> str:
        v = self.visits[key]
        if v.status == "booked":
            return "ok"
        if v.status == "lapsed" or (v.held_until is not None and v.held_until <= at):
            return "hold_over"
        return "ok" if v.status == "held" else "visit_is_past_that"

    def cancel(self, key: int, at: datetime) -> str:
        v = self.visits[key]
        if v.status == "cancelled":
            return "ok"
        over = self.starts[v.slot] <= at or v.status not in LIVE
        return "visit_is_past_that" if over else "ok"

    def move(self, key: int, slot: int, at: datetime) -> str:
        v = self.visits[key]
        if v.status != "booked":
            return "visit_is_past_that"
        if v.slot == slot:
            return "ok"
        if self.starts[v.slot] <= at:
            return "visit_is_past_that"
        if no := self.barred(v.person, slot, at):
            return no
        return "ok" if self.free(slot) else "slot_full"

    def wait_for(self, at: datetime) -> str:
        coming = [slot for slot, start in enumerate(self.starts) if start > at]
        if not coming or any(self.free(slot) for slot in coming):
            return "nothing_to_wait_for"
        return "ok"

    def take(self, place: int) -> None:
        self.places[place].state, self.places[place].given_back_at = "taken", None

    def give_back(self, place: int, at: datetime) -> None:
        self.places[place].state, self.places[place].given_back_at = "kept", at
        self.returned.append(place)

    def came_back(self, place: int, state: str) -> bool:
        """Take over what chance decided about a place; says whether it was allowed to."""
        there = self.places[place]
        last = self.starts[there.slot] - 60 * MINUTE
        assert there.given_back_at is not None
        may = {"free"} if there.given_back_at + 15 * MINUTE >= last else set()
        may |= {"kept"} if there.given_back_at + 5 * MINUTE < last else set()
        there.state = state
        return state in may

    def lapse(self, at: datetime) -> None:
        for v in self.visits.values():
            if v.status == "held" and v.held_until and v.held_until <= at:
                offered = v.held_until - v.made_at > 10 * MINUTE
                v.status = "cancelled" if offered else "lapsed"
                if not offered:
                    self.lapses.setdefault(v.person, []).append(at)
                v.held_until = None
                self.give_back(v.place, at)
