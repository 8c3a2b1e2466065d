"""A PRETEND carrier of texts and e-mail: nothing leaves this machine; it is shown on screen."""

from tongban.messages.providers import NeverTaken, NotTaken, Parcel

LOST = "19900009997"
NO_SUCH_NUMBER = "19900009998"
BUSY = "19900009999"


def send(parcel: Parcel) -> bool:
    """Take anything, except for two numbers on which failures can be tried."""
    if parcel.address == NO_SUCH_NUMBER or not parcel.body:
        raise NeverTaken(parcel.ref)
    if parcel.address == BUSY:
        raise NotTaken(parcel.ref)
    return True


def result(parcel: Parcel) -> bool | None:
    """Everything arrives, except at the number where it is lost."""
    return parcel.address != LOST
