"""What a test lets the people and programs of a member do, through its own operations."""

from django.db import transaction
from django.utils.timezone import now

from tongban.federation import operations as federation


def send_notes(*, to: list[str], first: int, last: int, together: int = 1) -> int:
    """Promise notes with these numbers to each, so many in one transaction."""
    numbers = range(first, last + 1)
    for begin in numbers[::together]:
        with transaction.atomic():
            for number in range(begin, min(begin + together, last + 1)):
                federation.send(
                    "test.noted",
                    to=to,
                    about=f"note/{number}",
                    data={"number": number},
                    at=now(),
                )
    return len(numbers)
