"""The outbox: leased by one worker at a time, tried again, and ended once."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from tongban.messages.models import Delivery, PushDevice
from tongban.messages.operations.carrying import go_on
from tongban.messages.rules import LEASE, Channel, Fault, State, pause_after

KEPT: Final = timedelta(days=1)  # codes and numbers
KEPT_FOR_RECORD: Final = timedelta(days=30)  # what became of messages and of programs' texts
OPEN: Final = (State.WAITING, State.TAKEN)
ASK_EVERY: Final = timedelta(seconds=30)


@transaction.atomic
def lease(*, state: State, at: datetime, limit: int = 50) -> list[Delivery]:
    """Take what is due in this state for a while, oldest first; nobody else gets it meanwhile.

    A worker that dies gives nothing back; what it had comes round again when the lease is over.
    """
    due = Delivery.objects.filter(state=state, due_at__lte=at, not_after__gt=at)
    locked = due.select_for_update(skip_locked=True, of=("self",))
    leased = list(locked.order_by("due_at", "pk")[:limit])
    tries = 1 if state == State.WAITING else 0
    Delivery.objects.filter(pk__in=[each.pk for each in leased]).update(
        due_at=at + LEASE, attempts=F("attempts") + tries
    )
    for each in leased:
        each.attempts += tries
    return leased


@transaction.atomic
def expire(*, at: datetime, limit: int = 200) -> int:
    """End what nobody took in time; of what a carrier has, it will not be known any more."""
    late = Delivery.objects.filter(state__in=OPEN, not_after__lte=at)
    locked = late.select_for_update(skip_locked=True, of=("self",))
    ended = list(locked.order_by("due_at", "pk")[:limit])
    for each in ended:
        if each.state == State.TAKEN:
            _end(each, State.SENT, at=at)
        else:
            _end(each, State.FAILED, fault=Fault.TOO_LATE, at=at)
    return len(ended)


def delivery_was_taken(*, delivery: Delivery, will_tell: bool, at: datetime) -> None:
    """A carrier has it; it is never sent again. `will_tell`: its result can be asked for."""
    waiting = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    if will_tell:
        waiting.update(state=State.TAKEN, sent_at=at, due_at=at)
    else:
        waiting.update(state=State.SENT, sent_at=at, ended_at=at)


def delivery_was_not_taken(*, delivery: Delivery, at: datetime) -> None:
    """Try again later, and later each time; of one that is under way, ask again later."""
    pause = pause_after(delivery.attempts) if delivery.state == State.WAITING else ASK_EVERY
    Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(due_at=at + pause)


@transaction.atomic
def delivery_ended(*, delivery: Delivery, fault: str = "", at: datetime) -> None:
    """It was delivered, or for this reason never will be; then a message takes its next way."""
    found = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if found.state in OPEN:
        _end(found, State.FAILED if fault else State.DELIVERED, fault=fault, at=at)


def forget_old_deliveries(*, at: datetime) -> int:
    """Codes go after a day, everything else after thirty."""
    codes = Q(message=None, sender=None, queued_at__lt=at - KEPT)
    others = Q(queued_at__lt=at - KEPT_FOR_RECORD)
    ended = Delivery.objects.exclude(state__in=OPEN).filter(codes | others)
    deleted, _rows = ended.delete()
    return deleted


def _end(delivery: Delivery, state: State, *, fault: str = "", at: datetime) -> None:
    delivery.state, delivery.fault, delivery.ended_at = state, fault, at
    delivery.save(update_fields=["state", "fault", "ended_at"])
    if fault == Fault.NO_SUCH_ADDRESS and delivery.channel == Channel.PUSH:
        gone = PushDevice.objects.filter(endpoint_index=delivery.address_index, ended_at=None)
        gone.update(ended_at=at)
    if state == State.FAILED and delivery.message:
        go_on(delivery.message, at=at)
