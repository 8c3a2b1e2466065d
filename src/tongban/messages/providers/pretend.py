"""A PRETEND carrier: nothing leaves this machine. In a demonstration the on-screen phone shows it."""

from tongban.messages.providers import NeverTaken, NotTaken

NO_SUCH_NUMBER = "19900000000"
BUSY = "19900000001"


def send(*, phone: str, body: str, ref: str) -> None:
    """Take anything, except for two numbers on which failures can be tried."""
    if phone == NO_SUCH_NUMBER:
        raise NeverTaken(ref)
    if phone == BUSY:
        raise NotTaken(ref)
    if not body:
        raise NeverTaken(ref)
