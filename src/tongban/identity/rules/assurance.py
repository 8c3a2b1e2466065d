"""How sure we are who somebody is, and how often a stranger may ask. Plain Python."""

from collections.abc import Mapping
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


class MandateKind(TextChoices):
    """Who somebody is that acts for a person."""

    FAMILY = "family", _("Family or friend")
    HELPER = "helper", _("Village helper")


class Door(TextChoices):
    """Where somebody signed in. A door opens only its own rooms."""

    PORTAL = "portal", _("Citizens")
    WORK = "work", _("Officials")
    KIOSK = "kiosk", _("A machine in a hall")


class Method(TextChoices):
    """How somebody showed who they are."""

    CODE = "code", _("Text message code")
    PASSKEY = "passkey", _("Passkey")
    PASSWORD = "password", _("Password and authenticator")
    REGISTER = "register", _("Name and ID number")
    PRESENCE = "presence", _("Real-person check (demonstration)")
    HUB = "hub", _("National platform")
    SHOWN = "shown", _("Code shown to a machine")
    DEVICE = "device", _("Agreed to on your phone")


class TokenKind(TextChoices):
    """What a token of OpenID is good for."""

    ACCESS = "access", _("Asking")
    REFRESH = "refresh", _("Renewing")


class Scope(TextChoices):
    """What a client may know of somebody, in words that they understand."""

    OPENID = "openid", _("That it is you, under a name made only for this purpose")
    PROFILE = "profile", _("Your name, language and text size")
    PHONE = "phone", _("Your mobile number")
    REGION = "region", _("Your region")
    PLATFORM = "platform", _("Your sex and date of birth, for filling in forms")
    OFFLINE = "offline_access", _("The same also later, when you are not using it")


@dataclass(frozen=True)
class Party:
    """Somebody who sends people to us to sign in: a platform of the federation or a program."""

    client_id: str
    names: Mapping[str, str]
    is_platform: bool
    method: str  # how it shows who it is
    redirect_uris: tuple[str, ...]
    post_logout_uris: tuple[str, ...]
    logout_uri: str
    keys_uri: str
    scopes: tuple[str, ...]
    grants: tuple[str, ...]
    secret_digest: str = ""

    @property
    def consent_to(self) -> str:
        """All platforms serve one purpose, so that one consent is enough for all of them."""
        return PLATFORMS if self.is_platform else self.client_id


LONGEST_MANDATE: Final = timedelta(days=366)

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
# A machine in a hall forgets whoever has not touched it for a minute.
IDLE: Final = {
    Door.PORTAL: timedelta(hours=12),
    Door.WORK: timedelta(minutes=20),
    Door.KIOSK: timedelta(seconds=60),
}
SEEN_EVERY: Final = timedelta(minutes=1)
HALF_SIGNED_IN: Final = timedelta(minutes=5)

PLATFORMS: Final = "platforms"  # in a consent: every platform of the federation
DEVICE_CODE: Final = "urn:ietf:params:oauth:grant-type:device_code"
PUSHED_LIVES: Final = timedelta(seconds=90)
ASK_LIVES: Final = timedelta(minutes=30)  # signing in, a name, a passkey: people take their time
AUTHORIZATION_CODE_LIVES: Final = timedelta(seconds=60)
ACCESS_LIVES: Final = timedelta(minutes=15)
REFRESH_LIVES: Final = timedelta(days=30)
DEVICE_LIVES: Final = timedelta(minutes=10)
DEVICE_EVERY: Final = timedelta(seconds=5)
ASSERTION_LIVES: Final = timedelta(minutes=10)
LOGOUT_LIVES: Final = timedelta(minutes=2)
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TRIES: Final = 12
# How somebody showed who they are, in the words of RFC 8176.
AMR: Final = {
    Method.CODE: "sms",
    Method.PASSKEY: "swk",
    Method.PASSWORD: "otp",
    Method.REGISTER: "kba",
    Method.PRESENCE: "face",
    Method.HUB: "fed",
    Method.SHOWN: "swk",
    Method.DEVICE: "mca",
}


@dataclass(frozen=True)
class Rate:
    """At most `burst` at once, then one more `every` so often."""

    burst: int
    every: timedelta


MAY_BE_TAKEN_BACK: Final = timedelta(days=7)  # a new number, by the old one
LIMITS: Final = {
    # A text costs money and annoys. An unused code counts; a used one is given back.
    "code.pair": Rate(3, timedelta(minutes=5)),  # this number asked for from this source
    "code.source": Rate(20, timedelta(minutes=6)),
    "code.phone": Rate(15, timedelta(minutes=10)),  # this number, all unknown sources together
    "code.prefix": Rate(20, timedelta(minutes=6)),  # the block of 10,000 numbers around it
    "code.device": Rate(5, timedelta(minutes=3)),  # from a device that knows this number
    # Mail to an address that somebody says is theirs.
    "mail.person": Rate(5, timedelta(minutes=12)),
    "mail.address": Rate(3, timedelta(minutes=20)),
    # Guesses.
    "guess.source": Rate(60, timedelta(seconds=30)),
    "password.pair": Rate(5, timedelta(minutes=3)),
    "password.source": Rate(30, timedelta(minutes=1)),
    "password.device": Rate(10, timedelta(minutes=1)),
    "second.person": Rate(10, timedelta(minutes=1)),
    "name.person": Rate(5, timedelta(minutes=10)),
    "name.source": Rate(30, timedelta(minutes=2)),
    # Programs. A platform asks for all its people, so what works costs nothing.
    "openid.fault": Rate(120, timedelta(seconds=1)),
    "openid.device": Rate(30, timedelta(seconds=5)),
    "copy.made": Rate(20, timedelta(minutes=3)),
    "copy.source": Rate(60, timedelta(seconds=5)),
    "phone.person": Rate(5, timedelta(hours=2)),
    "certificate.found": Rate(40, timedelta(minutes=1)),  # by an official
    "family.person": Rate(5, timedelta(minutes=10)),
    "counter.official": Rate(40, timedelta(minutes=1)),  # people who stand at one counter
    "voucher.source": Rate(10, timedelta(minutes=3)),  # by those who could not sign in
    "openid.user_code": Rate(10, timedelta(minutes=1)),
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


def amr_of(*methods: str) -> list[str]:
    """What a client is told about how somebody showed who they are."""
    return sorted({AMR[Method(method)] for method in methods})


def wait_after(attempts: int) -> timedelta:
    """How long to wait before telling a client once more: 1, 2, 4 … seconds, at most an hour."""
    return timedelta(seconds=min(3600, 2**attempts))
