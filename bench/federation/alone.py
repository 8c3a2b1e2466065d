"""Delivering events one by one: each in a request of its own, with a receipt of its own."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tongban.exchange.budgets import AT_ONCE
from tongban.federation import queries
from tongban.federation.models import Peer
from tongban.federation.operations import delivering
from tongban.federation.tasks import send_batch


def one_by_one(*, to: str) -> float:
    """Send a peer everything that waits for it so, on as many lines at once as it lets us open.

    Seconds until the last receipt was noted.
    """
    peer = queries.peer_named(to)
    assert peer is not None
    batch = delivering.next_batch(peer=to, most=1_000_000)
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = [pool.submit(_send, peer, batch, place) for place in range(AT_ONCE)]
        assert all(share.result() for share in shares)
    return time.perf_counter() - began


def _send(peer: Peer, batch: delivering.Batch, first: int) -> bool:
    """One line's share of the events; whether all were taken."""
    chosen = list(zip(batch.rows, batch.parts, strict=True))[first::AT_ONCE]
    try:
        return all(send_batch(peer, delivering.Batch([row], [part])) for row, part in chosen)
    finally:
        connection.close()
