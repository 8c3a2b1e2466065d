"""A PRETEND carrier: nothing leaves this machine; a demonstration shows it on screen."""

from tongban.messages.providers import NeverTaken, NotTaken

NO_SUCH_NUMBER = "19900009998"
BUSY = "19900009999"


def send(*, phone: str, body: str, ref: str) -> None:
    """Take anything, except for two numbers on which failures can be tried."""
    if phone == NO_SUCH_NUMBER:
        raise NeverTaken(ref)
    if phone == BUSY:
        raise NotTaken(ref)
    if not body:
        raise NeverTaken(ref)
