"""How much each peer may ask of us. The processes of a web server count together.

A peer is charged for what it signed. Whoever only claims to be a peer is charged by address and
key before anything is read, so that a stranger uses up nothing that belongs to somebody else, and
whoever asks without end is turned away before it costs anything.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from django.conf import settings

from tongban.exchange.sharing import SharedBuckets, Shelf
from tongban.identity.rules.buckets import Buckets

AT_ONCE: Final = 3  # of the four threads of a web process: one is always left for everybody else
STRANGERS: Final = Buckets(rate=5, burst=50)
EVENTS: Final = "events"
QUESTIONS: Final = "questions"
DEBT: Final = 5.0  # seconds without asking after which whoever did not wait is served again
# Made when this is loaded, since processes share only what was there before they were forked.
_PROVEN: Final = {EVENTS: Shelf(), QUESTIONS: Shelf()}
_CLAIMED: Final = {EVENTS: Shelf(), QUESTIONS: Shelf()}


@cache
def budget(kind: str) -> Buckets:
    """What a peer that proved who it is may ask."""
    return SharedBuckets(rate=_rate(kind), burst=2 * _rate(kind), shelf=_PROVEN[kind])


@cache
def claims(kind: str) -> Buckets:
    """The same for an address and the key that it claims to have, before anything is proven."""
    rate = _rate(kind)
    return SharedBuckets(rate=rate, burst=2 * rate, debt=DEBT * rate, shelf=_CLAIMED[kind])


def forget() -> None:
    """As if nobody had ever asked, and with the settings as they are now."""
    STRANGERS.forget()
    for kind in (EVENTS, QUESTIONS):
        for buckets in (budget, claims):
            buckets(kind).forget()
    budget.cache_clear()
    claims.cache_clear()


@contextmanager
def one_of_few(peer: str) -> Iterator[bool]:
    """Whether this peer has a place among those that we work for at once."""
    places = _places(peer)
    got = places.acquire(blocking=False)
    try:
        yield got
    finally:
        if got:
            places.release()


def _rate(kind: str) -> float:
    rates = {EVENTS: settings.TONGBAN_PEER_REQUESTS, QUESTIONS: settings.TONGBAN_PEER_QUESTIONS}
    return float(rates[kind])


@cache
def _places(_peer: str) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(AT_ONCE)
