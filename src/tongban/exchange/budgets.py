"""How much each peer may ask of us. Every web process keeps count for itself.

A peer is charged for what it signed. Whoever only claims to be a peer is charged by address and
claim, so that a stranger uses up nothing that belongs to somebody else.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from django.conf import settings

from tongban.core.buckets import Buckets

AT_ONCE: Final = 3  # of the four threads of a web process: one is always left for everybody else
STRANGERS: Final = Buckets(rate=5, burst=50)
EVENTS: Final = "events"
QUESTIONS: Final = "questions"


@cache
def budget(kind: str) -> Buckets:
    rate = {EVENTS: settings.TONGBAN_PEER_REQUESTS, QUESTIONS: settings.TONGBAN_PEER_QUESTIONS}
    return Buckets(rate=rate[kind], burst=2 * rate[kind])


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


@cache
def _places(_peer: str) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(AT_ONCE)
