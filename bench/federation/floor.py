"""What the parts cost alone, in one process: the rows, and the signatures."""

import time
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import now

from tongban.audit.models import Entry
from tongban.crypto import keys
from tongban.federation.models import Incoming, Outgoing

DATA = {"number": 1}
NOBODY = UUID(int=0)
MESSAGE = b"x" * 512  # as long as what a request's signature covers


def bare_rows(*, events: int, batch: int) -> float:
    """Events a second when their rows are merely written: promised, stored, one effect each."""
    began = time.perf_counter()
    for _ in range(0, events, batch):
        ids = [uuid4() for _ in range(batch)]
        for rows in (_outgoing(ids), _incoming(ids), _entries(ids)):
            with transaction.atomic():
                type(rows[0]).objects.bulk_create(rows)
    return events / (time.perf_counter() - began)


def signatures(*, suite: str, times: int) -> dict[str, float]:
    """Signatures made and checked a second."""
    key = keys.generate(suite)
    began = time.perf_counter()
    signed = [key.sign(MESSAGE) for _ in range(times)]
    between = time.perf_counter()
    for signature in signed:
        assert key.public.verify(signature, MESSAGE)
    ended = time.perf_counter()
    return {"made": times / (between - began), "checked": times / (ended - between)}


def _outgoing(ids: list[UUID]) -> list[Outgoing]:
    return [
        Outgoing(event_id=each, topic="floor", to="", about="floor", data=DATA, happened_at=now())
        for each in ids
    ]


def _incoming(ids: list[UUID]) -> list[Incoming]:
    at = now()
    return [
        Incoming(
            source="floor",
            event_id=each,
            topic="floor",
            about="floor",
            data=DATA,
            happened_at=at,
            stored_at=at,
            next_at=at,
            applied_at=at,
        )
        for each in ids
    ]


def _entries(ids: list[UUID]) -> list[Entry]:
    return [
        Entry(action="floor", subject=f"event/{each}", by=NOBODY, detail=DATA, at=now())
        for each in ids
    ]
