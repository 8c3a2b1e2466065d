"""What the worker does for messages, over and over."""

import logging
from datetime import datetime

from tongban.messages import operations
from tongban.messages.models import Delivery
from tongban.messages.providers import NeverTaken, NotTaken, Parcel, carrier
from tongban.messages.rules import Fault, State

log = logging.getLogger("tongban.messages")


def carry(*, at: datetime) -> int:
    """See which messages also go to phones, mailboxes and browsers."""
    return operations.carry(at=at)


def deliver(*, at: datetime, limit: int = 50) -> int:
    """Hand what waits to the carriers; says how many they took. Sent at least once."""
    taken = 0
    for each in operations.lease(state=State.WAITING, at=at, limit=limit):
        try:
            will_tell = carrier(each.channel).send(_parcel(each, at=at))
        except NotTaken as problem:
            log.info("%s was not taken: %s", each, problem)
            operations.delivery_was_not_taken(delivery=each, at=at)
        except NeverTaken:
            operations.delivery_ended(delivery=each, fault=Fault.NO_SUCH_ADDRESS, at=at)
        else:
            operations.delivery_was_taken(delivery=each, will_tell=will_tell, at=at)
            taken += 1
    return taken


def ask_results(*, at: datetime, limit: int = 200) -> int:
    """Ask the carriers what became of what they took, and give up what is too late."""
    known = operations.expire(at=at)
    for each in operations.lease(state=State.TAKEN, at=at, limit=limit):
        try:
            arrived = carrier(each.channel).result(_parcel(each, at=at))
        except NotTaken:
            arrived = None
        if arrived is None:
            operations.delivery_was_not_taken(delivery=each, at=at)
            continue
        fault = "" if arrived else Fault.NOT_DELIVERED
        operations.delivery_ended(delivery=each, fault=fault, at=at)
        known += 1
    return known


def tidy(*, at: datetime) -> int:
    """Forget what need not be kept."""
    return operations.forget_old_deliveries(at=at)


def _parcel(delivery: Delivery, *, at: datetime) -> Parcel:
    return Parcel(delivery.address, delivery.title, delivery.body, str(delivery), at)
