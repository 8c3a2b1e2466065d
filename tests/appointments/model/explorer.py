"""Doing things at random, and comparing every answer and row with the reference."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from tests.appointments.model.reference import LIVE, MINUTE, Model, P, V
from tests.appointments.offering import a_line, slots_on, somebody
from tests.builders import DAY, MONDAY, a_service
from tongban.appointments import operations
from tongban.appointments.models import Place, Visit, Wait
from tongban.appointments.operations import Wish
from tongban.appointments.rules.fairness import in_drawn_order
from tongban.audit.models import Entry
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor

PEOPLE, SERVICES = 8, 2
EVERY = 20  # operations between two comparisons of everything


class Anomaly(AssertionError):
    """What happened is not what should have."""


class Killed(Exception):
    """The process died before its transaction was kept."""


class Explorer:
    """One line, one day: three times with two places each, and eight people who want them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.line = a_line(hours="工作日 9:00-10:30", ahead_days=3)
        self.day = date(2026, 3, 5)
        self.slots = slots_on(self.line, self.day)
        self.people = [somebody(f"P{n}") for n in range(PEOPLE)]
        self.services = [a_service() for _ in range(SERVICES)]
        numbers = {slot.pk: n for n, slot in enumerate(self.slots)}
        self.slot_of = {p.pk: numbers[p.slot_id] for p in Place.objects.filter(slot__on=self.day)}
        places = {pk: P(slot) for pk, slot in self.slot_of.items()}
        self.model = Model([slot.starts_at for slot in self.slots], places)
        self.who = {who.person.pk: n for n, who in enumerate(self.people)}
        self.what = {service.pk: n for n, service in enumerate(self.services)}
        self.at: datetime = MONDAY + 2 * DAY
        self.done = Counter[str]()

    @property
    def is_over(self) -> bool:
        return self.at > self.model.starts[-1] + 30 * MINUTE

    def step(self) -> None:
        """One deed of somebody or of the clock; sometimes the process dies with it."""
        deeds: list[tuple[Callable[[], None], int]] = [
            (self._hold, 6),
            (self._book, 5),
            (self._confirm, 5),
            (self._cancel, 4),
            (self._move, 4),
            (self._wait, 2),
            (self._lapse, 3),
            (self._draw, 3),
            (self._time, 3),
        ]
        kinds, weights = zip(*deeds, strict=True)
        (deed := self.chance.choices(kinds, weights)[0])()
        self._read_chance()
        self.done[deed.__name__] += 1
        if self.done.total() % EVERY == 0:
            self.compare()

    def expect(self, said: str, deed: Callable[[], Visit | None]) -> Visit | None:
        """Do it, and be sure that the answer is the one it must be. None when it died or no."""
        dies = self.chance.random() < 0.05
        try:
            with transaction.atomic():
                visit = deed()
                if dies:
                    raise Killed
        except Killed:
            self.done["killed"] += 1
            return None
        except Refusal as refusal:
            if refusal.code != said:
                raise Anomaly(f"{refusal.code} instead of {said}") from refusal
            return None
        except IntegrityError as error:
            raise Anomaly("only the database stopped it") from error
        if said != "ok":
            raise Anomaly(f"done instead of {said}")
        return visit

    def _some(self) -> tuple[int, int, int]:
        pick = self.chance.randrange
        return pick(PEOPLE), pick(SERVICES), pick(len(self.slots))

    def _wish(self, service: int, slot: int) -> Wish:
        return Wish(self.slots[slot], self.services[service])

    def _hold(self) -> None:
        who, what, when = self._some()
        said, same = self.model.hold(who, what, when, self.at)
        before = self.model.live_of(who, what)
        visit = self.expect(
            said,
            lambda: operations.hold(wish=self._wish(what, when), by=self.people[who], at=self.at),
        )
        if visit is None or self._is_same(visit, same):
            return
        if before is not None:
            old = self.model.visits[before]
            old.status, old.held_until = "cancelled", None
            self.model.give_back(old.place, self.at)
        self._new(visit, who, what, when, "held", self.at + 10 * MINUTE)

    def _book(self) -> None:
        who, what, when = self._some()
        key = self.chance.choice([None, "a", "b"])
        said, same = self.model.book(who, what, when, key, self.at)
        visit = self.expect(
            said,
            lambda: operations.book(
                wish=self._wish(what, when), by=self.people[who], at=self.at, idempotency_key=key
            ),
        )
        if visit is None or self._is_same(visit, same):
            return
        self._new(visit, who, what, when, "booked", None)
        if key:
            self.model.keys[who, key] = visit.pk

    def _new(
        self, visit: Visit, who: int, what: int, when: int, status: str, until: datetime | None
    ) -> None:
        place = visit.place_id or 0
        there = self.model.places[place]
        if there.slot != when or there.state == "taken" or place in self.model.returned:
            raise Anomaly(f"place {place} was {there.state} in slot {there.slot}, not {when}")
        self.model.take(place)
        self.model.visits[visit.pk] = V(who, what, when, place, status, self.at, until)

    def _is_same(self, visit: Visit, same: int | None) -> bool:
        if same is not None and visit.pk != same:
            raise Anomaly("another visit came back")
        return same is not None

    def _one(self) -> int | None:
        keys = list(self.model.visits)[-40:]
        return self.chance.choice(keys) if keys else None

    def _confirm(self) -> None:
        key = self._one()
        if key is None:
            return
        said = self.model.confirm(key, self.at)
        visit = self.expect(
            said,
            lambda: operations.confirm(visit=Visit(pk=key), by=self._holder(key), at=self.at),
        )
        if visit is not None:
            self.model.visits[key].status, self.model.visits[key].held_until = "booked", None

    def _cancel(self) -> None:
        key = self._one()
        if key is None:
            return
        said, v = self.model.cancel(key, self.at), self.model.visits[key]
        visit = self.expect(
            said,
            lambda: operations.cancel(visit=Visit(pk=key), by=self._holder(key), at=self.at),
        )
        if visit is not None and v.status != "cancelled":
            v.status, v.held_until = "cancelled", None
            self.model.give_back(v.place, self.at)

    def _move(self) -> None:
        key, when = self._one(), self.chance.randrange(len(self.slots))
        if key is None:
            return
        said, v = self.model.move(key, when, self.at), self.model.visits[key]
        visit = self.expect(
            said,
            lambda: operations.move(
                visit=Visit(pk=key), slot=self.slots[when], by=self._holder(key), at=self.at
            ),
        )
        if visit is None or v.slot == when:
            return
        old, place = v.place, visit.place_id or 0
        if self.model.places[place].slot != when or self.model.places[place].state == "taken":
            raise Anomaly(f"moved to place {place}")
        self.model.take(place)
        v.slot, v.place = when, place
        self.model.give_back(old, self.at)

    def _holder(self, key: int) -> Actor:
        return self.people[self.model.visits[key].person]

    def _wait(self) -> None:
        who, what, _when = self._some()
        said = self.model.wait_for(self.at)
        try:
            operations.wait_for(
                schedule=self.line,
                on=self.day,
                service=self.services[what],
                by=self.people[who],
                at=self.at,
            )
        except Refusal as refusal:
            if refusal.code != said:
                raise Anomaly(f"{refusal.code} instead of {said}") from refusal
        else:
            if said != "ok":
                raise Anomaly(f"waits instead of {said}")
            self.model.waits.setdefault(who, what)

    def _lapse(self) -> None:
        operations.lapse(at=self.at)
        self.model.lapse(self.at)

    def _draw(self) -> None:
        """Whom chance took is in the trail; that it took nobody else is checked."""
        due = {p.pk for p in Place.objects.filter(state="kept", draw_at__lte=self.at)}
        late = {
            key
            for key, p in self.model.places.items()
            if p.given_back_at and p.state == "kept" and self.at - p.given_back_at >= 15 * MINUTE
        }
        kept = set(Place.objects.filter(state="kept").values_list("pk", flat=True))
        if not (late & kept) <= due:
            raise Anomaly("a place waits longer than it may")
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        waits = {w.public_id: w for w in Wait.objects.filter(schedule=self.line, ended_at=None)}
        operations.draw(at=self.at)
        lines = Entry.objects.filter(pk__gt=last, action="appointments.drawn")
        order = [n for e in lines for n in in_drawn_order(waits, seed=str(e.detail["seed"]))]
        held = Visit.objects.filter(status="held", made_at=self.at)  # some of them by hand
        offered = {v.holder_id: v for v in held if v.pk not in self.model.visits}
        left = {p for p in due if self.model.starts[self.slot_of[p]] - 30 * MINUTE > self.at}
        for name in order:
            wait, who = waits[name], self.who[waits[name].person_id]
            if not left:
                break
            self.model.waits.pop(who, None)
            if self.model.live_of(who, self.what[wait.service_id]) is not None:
                continue
            visit = offered.pop(wait.person_id, None)
            if visit is None or visit.place_id not in left:
                raise Anomaly("the one whose turn it was got nothing")
            left.discard(visit.place_id)
            due.discard(visit.place_id)
            slot = self.slot_of[visit.place_id]
            until = min(self.at + timedelta(hours=2), self.model.starts[slot] - 30 * MINUTE)
            self._new(visit, who, self.what[wait.service_id], slot, "held", until)
        if offered:
            raise Anomaly("somebody was drawn whose turn it was not")
        for place in due:
            self.model.places[place].state = "free"

    def _time(self) -> None:
        self.at += self.chance.choice([1, 4, 7, 11, 40, 180]) * MINUTE

    def compare(self) -> None:
        """Every row is as it should be."""
        rows = Visit.objects.filter(schedule=self.line).values_list(
            "pk", "status", "place", "held_until", "holder", "service"
        )
        found = {pk: (s, p, h, self.who[w], self.what[x]) for pk, s, p, h, w, x in rows}
        wanted = {
            key: (v.status, v.place, v.held_until, v.person, v.service)
            for key, v in self.model.visits.items()
        }
        if found != wanted:
            wrong = [k for k in found.keys() | wanted.keys() if found.get(k) != wanted.get(k)]
            raise Anomaly(f"{[(found.get(k), wanted.get(k)) for k in wrong]}")
        for place in Place.objects.filter(slot__on=self.day, slot__schedule=self.line):
            self._compare_place(place)
        waiting = Wait.objects.filter(schedule=self.line, ended_at=None)
        if {self.who[w.person_id] for w in waiting} != self.model.waits.keys():
            raise Anomaly("other people wait")

    def _compare_place(self, place: Place) -> None:
        if place.state != (should := self.model.places[place.pk].state):
            raise Anomaly(f"{place} is {place.state}, not {should}")
        live = [v for v in self.model.visits.values() if v.status in LIVE]
        held = sum(v.place == place.pk for v in live)
        if held != (place.state == "taken"):
            raise Anomaly(f"{place} is {place.state} with {held} on it")

    def _read_chance(self) -> None:
        """Whether a place that went back is free or waits is chance near the start."""
        for place in self.model.returned:
            if not self.model.came_back(place, Place.objects.get(pk=place).state):
                raise Anomaly(f"place {place} came back at the wrong time")
        self.model.returned.clear()
