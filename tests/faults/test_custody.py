"""A case goes from one province to another and back while they are killed at every step of it."""

from dataclasses import dataclass
from itertools import cycle
from uuid import UUID

import pytest

from tests.faults.conftest import ON_BOTH, QUICK, as_often
from tests.faults.ledger import LONG
from tests.harness.fleet import Fleet, Member, until

TIMES = 30 if LONG else 1
ANSWERS = {
    "reason": "lost",
    "lost_on": "2026-01-02",
    "lost_where": "Metro",
    "delivery": "counter",
}
SMALL, LARGE = 8, 1400  # pixels; the large picture is fetched after the case
pytestmark = ON_BOTH
GIVER, TAKER = "giver", "taker"


@dataclass(frozen=True)
class Place:
    """Which process of whom dies where."""

    name: str
    whose: str
    role: str
    where: str


WRITING = "before tongban.cases.operations.custody:send_off"
GIVING_UP = "after tongban.cases.operations:give_up"
UNDER_WAY = (
    "SELECT count(*) FROM federation_outgoing WHERE about = ? AND topic = 'case.handed_over'"
    " AND received_at IS NULL"
)
STORED = "SELECT count(*) FROM federation_incoming WHERE about = ?"
APPLIED = (
    "SELECT count(*) FROM federation_incoming WHERE about = ? AND topic = 'case.handed_over'"
    " AND applied_at IS NOT NULL"
)
PLACES = [
    Place("promised, before sending", GIVER, "work", "before tongban.federation.tasks:send_batch"),
    Place(
        "stored, before the receipt", TAKER, "web", "after tongban.federation.operations:receive"
    ),
    Place(
        "receipt here, before noting it",
        GIVER,
        "work",
        "before tongban.federation.operations.delivering:note_receipt",
    ),
    Place(
        "before taking it over",
        TAKER,
        "work",
        "before tongban.federation.operations.applying:_apply",
    ),
    Place("while taking it over", TAKER, "work", "after tongban.cases.inbound:handed_over"),
    Place(
        "taken over, before saying so",
        TAKER,
        "work",
        "before tongban.federation.tasks:send_batch",
    ),
]


@dataclass
class Journey:
    """A case that provinces give to each other, and which of them may act on it."""

    nation: Fleet
    case: str
    files: list[str]  # digests of their contents
    epoch: int = 1

    def holders(self) -> list[str]:
        """Those whose own rows say that it is theirs; never two of them."""
        found = [name for name in ("hub", "shanghai", "henan") if self.row(name)[0] == ""]
        assert len(found) <= 1, f"{found} both have the case"
        return found

    def row(self, name: str) -> tuple[object, ...]:
        rows = self.nation[name].rows(
            "SELECT custodian, epoch, arrived FROM cases_case WHERE public_id = ?", self.case
        )
        return rows[0] if rows else ("unknown", 0, 0)

    def next(self) -> tuple[Member, Member]:
        """Who gives it now, and to whom."""
        (holder,) = self.holders()
        other = "henan" if holder == "shanghai" else "shanghai"
        return self.nation[holder], self.nation[other]

    def has_arrived(self, giver: Member, taker: Member) -> bool:
        return (
            self.holders() == [taker.name]
            and self.row(taker.name)[1] == self.epoch
            and self.row(giver.name) == (taker.name, self.epoch, 1)
        )

    def arrives(self, giver: Member, taker: Member) -> None:
        until(lambda: self.has_arrived(giver, taker), f"it did not arrive: {self}")

    def has_files(self) -> None:
        """Whoever has the case has every file of it, as it was given."""
        (holder,) = map(self.nation.__getitem__, self.holders())
        until(
            lambda: holder.does("files_of", case=self.case) == self.files,
            f"{holder.name} lacks files: {self}",
        )


@pytest.fixture
def journey(nation: Fleet) -> Journey:
    case = nation["shanghai"].does(
        "apply_for", service="id-reissue", answers=ANSWERS, person="citizen"
    )
    given = [
        nation["shanghai"].does("give_picture", case=case, key=f"picture-{size}", size=size)
        for size in (SMALL, LARGE)
    ]
    return Journey(nation, case, sorted(given))


def test_a_case_is_never_at_two_provinces_and_ends_at_one_with_all_its_files(
    journey: Journey,
) -> None:
    times = as_often(TIMES, journey.nation)
    for place, _time in zip(cycle(PLACES), range(times * len(PLACES)), strict=False):
        giver, taker = journey.next()
        dying = giver if place.whose == GIVER else taker
        dying.run(place.role, FLEET_DIES=place.where, FLEET_TIMING=QUICK)
        dying.wait_until_it_answers()
        dying.order_to_die()
        giver.does("hand_over", case=journey.case, to=taker.name)
        journey.epoch += 1
        dying.has_died(place.role)
        journey.holders()
        dying.run(place.role, FLEET_TIMING=QUICK)
        journey.arrives(giver, taker)
        journey.has_files()


def test_whoever_dies_while_handing_over_still_has_the_case(journey: Journey) -> None:
    giver, taker = journey.next()
    giver.lend_a_hand(FLEET_DIES=WRITING)
    giver.order_to_die()
    giver.begins("hand_over", case=journey.case, to=taker.name)
    giver.has_died("hand")
    assert journey.holders() == [giver.name]

    giver.does("hand_over", case=journey.case, to=taker.name)

    journey.epoch += 1
    journey.arrives(giver, taker)


def test_a_case_that_was_given_up_is_had_again_by_one_whoever_dies_meanwhile(
    journey: Journey,
) -> None:
    giver, taker = journey.next()
    taker.run("web", FLEET_DIES=GIVING_UP, FLEET_TIMING=QUICK)
    taker.wait_until_it_answers()
    taker.stop("work")
    giver.does("hand_over", case=journey.case, to=taker.name)
    about = f"case/{UUID(journey.case)}"
    until(
        lambda: taker.count(STORED, about) == 1,
        "it was not stored",
    )
    until(lambda: giver.count(UNDER_WAY, about) == 0, "it was not receipted")
    giver.changes("UPDATE federation_outgoing SET dead_at = received_at WHERE about = ?", about)

    taker.order_to_die()
    assert giver.does("reclaim", case=journey.case) == "peer_away"
    taker.has_died("web")
    assert journey.holders() == []
    taker.run("web", FLEET_TIMING=QUICK)
    taker.wait_until_it_answers()
    assert giver.does("reclaim", case=journey.case) == ""
    assert journey.holders() == [giver.name]

    taker.run("work", FLEET_TIMING=QUICK)  # and it applies what it stored
    until(lambda: taker.count(APPLIED, about) == 1, f"it was not applied: {journey}")
    assert journey.holders() == [giver.name]
    assert journey.row(giver.name)[1] == journey.epoch + 2
