"""How long, how often, how many. Each number stands next to its reason."""

import random
from datetime import datetime, timedelta
from typing import Final

SKEW: Final = timedelta(seconds=120)  # how far a signature's time may be from ours
NONCE_KEPT: Final = 2 * SKEW + timedelta(seconds=60)  # nothing older passes the clock anyway

REGISTRY_LIVES: Final = timedelta(days=7)  # a week without a hub is survived
REGISTRY_LIVES_LEAST: Final = timedelta(hours=72)
REGISTRY_RENEWED: Final = timedelta(hours=6)  # so that a fresh copy has nearly a week left
KEY_ANNOUNCED: Final = timedelta(minutes=5)  # neighbours look at the registry every minute
KEY_OVERLAP: Final = timedelta(hours=24)

MOST_EVENTS: Final = 500
MOST_BYTES: Final = 4 * 1024 * 1024
EVENTS_SENT: Final = 200  # a batch is stored in one transaction; longer ones hold others up

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0  # a healed connection is used again within this
GIVE_UP_AFTER: Final = timedelta(days=7)  # the retry budget of an event
LANE_LEASE: Final = timedelta(seconds=30)  # longer than one exchange can take

AGAIN_FIRST: Final = timedelta(hours=1)  # what a peer refused, it may take when it has changed
AGAIN_MOST: Final = 5  # one hour, three, nine, 27 and 81: five days

APPLY_FIRST_WAIT: Final = 1.0
APPLY_LONGEST_WAIT: Final = 3600.0

OUTGOING_KEPT: Final = timedelta(days=30)
DEAD_KEPT: Final = timedelta(days=90)  # of both ways; the trail keeps that there was one
INCOMING_KEPT: Final = timedelta(days=60)  # longer than anybody tries, so no double gets in


def wait_after(failures: int, *, first: float = FIRST_WAIT, longest: float = LONGEST_WAIT) -> float:
    """Seconds until the next try: exponential, with full jitter so that many do not come at once."""
    return random.uniform(0, min(longest, first * 2 ** min(failures, 30)))  # noqa: S311  no secret


def again_at(times: int, *, at: datetime) -> datetime | None:
    """When something that a peer refused is sent anew by itself; None when it never is."""
    return at + AGAIN_FIRST * 3**times if times < AGAIN_MOST else None


def given_up(*, happened_at: datetime, at: datetime) -> bool:
    return at - happened_at > GIVE_UP_AFTER
