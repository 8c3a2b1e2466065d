"""What the worker does for messages, over and over."""

from datetime import datetime

from tongban.messages import operations
from tongban.messages.providers import NeverTaken, NotTaken, carrier


def deliver_texts(*, at: datetime, limit: int = 50) -> int:
    """Hand waiting texts to the carrier; says how many it took. Sent at least once."""
    taken, send = 0, carrier().send
    for text in operations.lease_texts(at=at, limit=limit):
        try:
            send(phone=text.phone, body=text.body, ref=str(text))
        except NotTaken:
            operations.text_was_not_taken(text=text, at=at)
        except NeverTaken:
            operations.text_failed(text=text, at=at)
        else:
            operations.text_was_taken(text=text, at=at)
            taken += 1
    return taken


def tidy(*, at: datetime) -> int:
    """Forget what need not be kept."""
    return operations.forget_old_texts(at=at)
