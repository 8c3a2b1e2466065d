"""Officials: a password and a second factor, or a passkey."""

from datetime import datetime
from functools import cache
from hmac import compare_digest
from typing import Final

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.identity.models import Authenticator, Person, SignIn
from tongban.identity.operations import limits
from tongban.identity.operations.sign_ins import open_sign_in
from tongban.identity.rules import Door, Level, Method

STEP: Final = 30  # seconds that one code of an authenticator lasts


class NameOrPasswordWrong(Refusal):
    code = "name_or_password_wrong"
    message = _(
        "The sign-in name or the password is wrong. Please check both,"
        " or ask the administrator of your office."
    )


class SecondFactorWrong(Refusal):
    code = "second_factor_wrong"
    message = _(
        "That code of the authenticator app is wrong or was used before. Please wait for the next."
    )


def check_official(
    *, login_name: str, password: str, source: str, known_device: str, at: datetime
) -> Person:
    """Is this an official's name and password? The work is the same for an unknown name.

    Limits come before hashing, which is slow on purpose, and are kept per pair of name and
    source, so that nobody can lock an official out from elsewhere.
    Refuses with TooOften or NameOrPasswordWrong.
    """
    if known_device:
        spent = limits.spend([("password.device", f"{login_name} {known_device}")], at=at)
    else:
        pair = ("password.pair", f"{login_name} {source}")
        spent = limits.spend([pair, ("password.source", source)], at=at)
    person = Person.objects.filter(login_name=login_name, is_official=True, is_active=True).first()
    if not check_password(password, person.password if person else _nobodys_password()):
        raise NameOrPasswordWrong
    if person is None or not Authenticator.objects.filter(person=person).exists():
        raise NameOrPasswordWrong
    limits.give_back(spent)
    return person


def sign_in_official(*, person: Person, code: str, device: str, at: datetime) -> SignIn:
    """The second factor after `check_official`. A code works once, whichever worker sees it.

    Not atomic as a whole: a guess that is refused stays counted.
    Refuses with TooOften, SecondFactorWrong or AccountClosed.
    """
    spent = limits.spend([("second.person", person.ref)], at=at)
    sign_in = _second_factor(person, code, device=device, at=at)
    limits.give_back(spent)
    return sign_in


@transaction.atomic
def _second_factor(person: Person, code: str, *, device: str, at: datetime) -> SignIn:
    authenticator = Authenticator.objects.select_for_update().get(person=person)
    step = _step_of(authenticator.secret, code, at=at)
    if step is None or step <= authenticator.last_step:
        raise SecondFactorWrong
    authenticator.last_step = step
    authenticator.save(update_fields=["last_step"])
    return open_sign_in(
        person=person,
        door=Door.WORK,
        method=Method.PASSWORD,
        level=Level(min(person.level, Level.PRESENT)),
        device=device,
        at=at,
    )


def _step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The step that a code belongs to: this one, or a neighbour if clocks differ a little."""
    app = pyotp.TOTP(secret, interval=STEP)
    near = (app.timecode(at) + drift for drift in (0, -1, 1))
    return next(
        (step for step in near if compare_digest(app.generate_otp(step).encode(), code.encode())),
        None,
    )


@cache
def _nobodys_password() -> str:
    """A hash that costs as much to check as a real one."""
    return make_password("nobody")


@transaction.atomic
def register_official(
    *,
    person: Person,
    login_name: str,
    password: str,
    secret: str,
    by: Person,
    at: datetime,
) -> Person:
    """Give a person the keys of an official: a name, a password and an authenticator's secret."""
    person.login_name, person.is_official = login_name, True
    person.set_password(password)
    person.save(update_fields=["login_name", "is_official", "password"])
    Authenticator.objects.update_or_create(person=person, defaults={"secret": secret})
    audit.record("identity.official_registered", subject=person, by=by, at=at)
    return person
