"""Signing in with a phone and a code that is sent to it."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.crypto import vault
from tongban.identity.models import Challenge, Person, SignIn, phone_index
from tongban.identity.operations import limits
from tongban.identity.operations.sign_ins import open_sign_in
from tongban.identity.queries.phones import was_replaced
from tongban.identity.rules import (
    CODE_LENGTH,
    CODE_LIVES,
    CODE_TRIES,
    Door,
    Method,
    level_of_code,
    prefix_of,
)


class Tell(Protocol):
    """Puts a text message into the outbox; `messages.operations.text` does."""

    def __call__(
        self, body: str, *, phone: str, purpose: str, at: datetime, lives: timedelta
    ) -> object: ...


class CodeWrong(Refusal):
    """The code is another one. `left` says how many tries remain."""

    code = "code_wrong"
    message = _("That is not the code we sent. Please check it.")

    def __init__(self, left: int = 0) -> None:
        super().__init__()
        self.left = left

    def __str__(self) -> str:
        return ngettext(
            "That is not the code we sent. Please check it; you have %(left)d more try.",
            "That is not the code we sent. Please check it; you have %(left)d more tries.",
            self.left,
        ) % {"left": self.left}


class NumberReplaced(Refusal):
    code = "number_replaced"
    message = _(
        "The account of this number signs in with another one now. If you did not change it,"
        " open the link in the text message that we sent to this phone."
    )


class CodeGone(Refusal):
    code = "code_gone"
    message = _("This code no longer works. Please ask for a new one.")


@transaction.atomic
def send_code(*, phone: str, source: str, known_device: str, tell: Tell, at: datetime) -> Challenge:
    """Send a code to a phone. Nothing is looked up, so it is the same for every number.

    `known_device` names a device that signed in with this number before, else it is empty: such a
    device has its own budget, which strangers cannot use up. Refuses with TooOften.
    """
    spent = limits.spend(_purses(phone, source=source, known_device=known_device), at=at)
    code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"
    public_id = uuid4()
    challenge = Challenge.objects.create(
        public_id=public_id,
        phone=phone,
        phone_index=phone_index(phone),
        digest=_digest(public_id, code),
        budgets=spent,
        asked_at=at,
        expires_at=at + CODE_LIVES,
    )
    body = gettext(
        "%(code)s is your code for %(platform)s. It works for %(minutes)d minutes."
        " Nobody from the government will ever ask you for it."
    ) % {
        "code": code,
        "platform": settings.PLATFORM_NAME,
        "minutes": CODE_LIVES.total_seconds() // 60,
    }
    tell(body, phone=phone, purpose="identity.code", at=at, lives=CODE_LIVES)
    audit.record("identity.code_sent", subject=challenge, by=challenge, at=at)
    return challenge


def sign_in_with_code(
    *, challenge: UUID, code: str, source: str, device: str, at: datetime
) -> SignIn:
    """Let in whoever has the phone; a number we did not know becomes a new person now.

    Not atomic as a whole: a wrong try must stay counted although it is refused.
    Refuses with TooOften, CodeGone, CodeWrong, NumberReplaced or AccountClosed.
    """
    asked = proven(challenge=challenge, code=code, source=source, at=at)
    return _let_in(asked, device=device, at=at)


def proven(*, challenge: UUID, code: str, source: str, at: datetime) -> Challenge:
    """A code that is right, and not used up yet. A wrong try is counted.

    Refuses with TooOften, CodeGone or CodeWrong.
    """
    limits.spend([("guess.source", source)], at=at)
    asked = _count_a_try(challenge, at=at)
    if asked is None:
        raise CodeGone
    if not compare_digest(asked.digest, _digest(asked.public_id, code)):
        if asked.tries >= CODE_TRIES:
            raise CodeGone
        raise CodeWrong(CODE_TRIES - asked.tries)
    return asked


def used_up(challenge: Challenge, *, at: datetime) -> None:
    """It was for something; what asking cost is given back. Refuses with CodeGone."""
    if not Challenge.objects.filter(pk=challenge.pk, used_at=None).update(used_at=at):
        raise CodeGone
    limits.give_back(challenge.budgets)


def _purses(phone: str, *, source: str, known_device: str) -> list[limits.Purse]:
    index = phone_index(phone)
    if known_device:
        return [("code.device", f"{index} {known_device}")]
    return [
        ("code.source", source),
        ("code.pair", f"{index} {source}"),
        ("code.phone", index),
        ("code.prefix", prefix_of(phone)),
    ]


def _digest(public_id: UUID, code: str) -> str:
    return vault.blind(f"{public_id} {code}", place="identity.code")


@transaction.atomic
def _count_a_try(challenge: UUID, *, at: datetime) -> Challenge | None:
    open_one = Challenge.objects.filter(
        public_id=challenge, used_at=None, expires_at__gt=at, tries__lt=CODE_TRIES
    )
    if not open_one.update(tries=F("tries") + 1):
        return None
    return Challenge.objects.get(public_id=challenge)


@transaction.atomic
def _let_in(challenge: Challenge, *, device: str, at: datetime) -> SignIn:
    used_up(challenge, at=at)
    if was_replaced(challenge.phone_index, at=at):
        raise NumberReplaced
    person, is_new = Person.objects.get_or_create(
        phone_index=challenge.phone_index,
        defaults={"phone": challenge.phone, "created_at": at},
    )
    if is_new:
        audit.record("identity.person_joined", subject=person, by=person, at=at)
    return open_sign_in(
        person=person,
        door=Door.PORTAL,
        method=Method.CODE,
        level=level_of_code(person.level),
        device=device,
        at=at,
    )
