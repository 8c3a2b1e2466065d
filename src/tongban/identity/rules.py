"""How sure we are who somebody is, and how often a stranger may ask. Plain Python."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """Assurance that a person is who they say they are (`acr`)."""

    DECLARED = 1, _("Declared by yourself")
    MATCHED = 2, _("Name and number matched")
    PRESENT = 3, _("Real person checked")
    CERTIFIED = 4, _("Certificate or counter")


class GrantKind(TextChoices):
    """The chain of powers in a firm."""

    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    MANAGER = "manager", _("Certificate manager")
    AGENT = "agent", _("Agent")


class Door(TextChoices):
    """Where somebody signed in. A door opens only its own rooms."""

    PORTAL = "portal", _("Citizens")
    WORK = "work", _("Officials")


class Method(TextChoices):
    """How somebody showed who they are."""

    CODE = "code", _("Text message code")
    PASSKEY = "passkey", _("Passkey")
    PASSWORD = "password", _("Password and authenticator")
    REGISTER = "register", _("Name and ID number")
    PRESENCE = "presence", _("Real-person check (demonstration)")


# Who may give which power to somebody else.
MAY_GIVE: Final = {
    GrantKind.LEGAL_REPRESENTATIVE: {GrantKind.MANAGER, GrantKind.AGENT},
    GrantKind.MANAGER: {GrantKind.AGENT},
    GrantKind.AGENT: set[GrantKind](),
}

CODE_LENGTH: Final = 6
CODE_LIVES: Final = timedelta(minutes=5)
CODE_TRIES: Final = 5
TOKEN_LIVES: Final = timedelta(days=90)
IDLE: Final = {Door.PORTAL: timedelta(hours=12), Door.WORK: timedelta(minutes=20)}
SEEN_EVERY: Final = timedelta(minutes=1)
HALF_SIGNED_IN: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Rate:
    """At most `burst` at once, then one more `every` so often."""

    burst: int
    every: timedelta


LIMITS: Final = {
    # A text costs money and annoys. An unused code counts; a used one is given back.
    "code.pair": Rate(3, timedelta(minutes=5)),  # this number asked for from this source
    "code.source": Rate(20, timedelta(minutes=6)),
    "code.phone": Rate(15, timedelta(minutes=10)),  # this number, all unknown sources together
    "code.prefix": Rate(20, timedelta(minutes=6)),  # the block of 10,000 numbers around it
    "code.device": Rate(5, timedelta(minutes=3)),  # from a device that knows this number
    # Guesses.
    "guess.source": Rate(60, timedelta(seconds=30)),
    "password.pair": Rate(5, timedelta(minutes=3)),
    "password.source": Rate(30, timedelta(minutes=1)),
    "password.device": Rate(10, timedelta(minutes=1)),
    "second.person": Rate(10, timedelta(minutes=1)),
    "name.person": Rate(5, timedelta(minutes=10)),
    "name.source": Rate(30, timedelta(minutes=2)),
}


def is_enough(level: int, *, needed: int) -> bool:
    return level >= needed


def prefix_of(phone: str) -> str:
    """The block of 10,000 numbers that a mobile number belongs to."""
    return phone[:-4]


def level_of_code(person_level: int) -> Level:
    """What a code by text message shows: the phone, and the name if it was matched once."""
    return Level.MATCHED if person_level >= Level.MATCHED else Level.DECLARED


def level_of_passkey(*, bound_level: int, person_level: int) -> Level:
    """A passkey carries the level of the sign-in that made it, never more than 3."""
    return Level(min(bound_level, person_level, Level.PRESENT))


def masked_name(name: str) -> str:
    """林晓 → 林*, Ana Lin → A******."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def masked_number(number: str, *, front: int = 4, back: int = 4) -> str:
    """410105198803150021 → 4101**********0021."""
    hidden = max(0, len(number) - front - back)
    return number[:front] + "*" * hidden + number[len(number) - back :] if hidden else number
