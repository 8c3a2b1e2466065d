"""Ways out of the platform, what can become of something sent, and how often it is tried."""

from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEASE: Final = timedelta(seconds=60)
BACKOFF: Final = timedelta(seconds=2)
LONGEST: Final = timedelta(minutes=10)


class Channel(TextChoices):
    """In the order in which they are tried: what costs nothing comes first."""

    PUSH = "push", _("Notification of this browser")
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")


LIVES: Final = {  # after this long, one way has failed and the next is taken
    Channel.PUSH: timedelta(hours=1),
    Channel.SMS: timedelta(hours=24),
    Channel.EMAIL: timedelta(hours=24),
}


class State(TextChoices):
    WAITING = "waiting", _("Waiting to be sent")
    TAKEN = "taken", _("Under way")  # a carrier has it and will say what became of it
    SENT = "sent", _("Sent")  # a carrier has it and will say no more
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Not delivered")


class Fault(TextChoices):
    """Why something was not delivered."""

    NO_SUCH_ADDRESS = "no_such_address", _("There is no such number or address.")
    TOO_LATE = "too_late", _("It could not be sent in time.")
    NOT_DELIVERED = "not_delivered", _("The carrier could not deliver it.")


def pause_after(attempts: int) -> timedelta:
    """How long to wait after that many tries: longer each time."""
    doubled: int = 2 ** min(max(attempts, 1) - 1, 16)
    return min(LONGEST, BACKOFF * doubled)
