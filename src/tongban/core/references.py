"""Numbers that people can read over the telephone."""

import secrets
from datetime import datetime

from django.utils.timezone import localtime

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U


def new_reference(*, at: datetime) -> str:
    """A short random number with the day in front: `20261123-7K3F-9QX2`."""
    body = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{localtime(at):%Y%m%d}-{body[:4]}-{body[4:]}"
