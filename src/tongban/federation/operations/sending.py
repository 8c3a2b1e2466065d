"""Promising to tell other nodes something, in the same transaction as the thing itself."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from tongban.federation.models import Outgoing
from tongban.federation.queries import here
from tongban.federation.rules import Data


def send(topic: str, *, to: Iterable[str], about: str, data: Data, at: datetime) -> None:
    """Promise one event to each of these peers, inside the caller's transaction or not at all.

    A worker delivers it until the peer has signed a receipt. `data` must fit the topic's schema.
    The empty name and our own are left out: nobody tells themselves.
    """
    event_id = uuid4()
    for name in sorted(set(to) - {"", here()}):
        Outgoing.objects.create(
            event_id=event_id, topic=topic, to=name, about=about, data=dict(data), happened_at=at
        )
