"""How often: budgets in the database, so that all workers share them (GCRA)."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tongban.core.refusal import Refusal
from tongban.crypto import vault
from tongban.identity.models import Budget
from tongban.identity.rules import LIMITS

PLACE = "identity.budget"


class TooOften(Refusal):
    """Asked too often. `wait` says for how long to wait."""

    code = "too_often"
    message = _("You have asked too often. Please wait a while, or go to a service counter.")

    def __init__(self, wait: timedelta = timedelta(minutes=1)) -> None:
        super().__init__()
        self.minutes = max(1, math.ceil(wait.total_seconds() / 60))

    def __str__(self) -> str:
        return ngettext(
            "You have asked too often. Please try again in %(minutes)d minute,"
            " use a passkey, or go to a service counter.",
            "You have asked too often. Please try again in %(minutes)d minutes,"
            " use a passkey, or go to a service counter.",
            self.minutes,
        ) % {"minutes": self.minutes}


Purse = tuple[str, str]  # the name of a rate, and whose it is


@transaction.atomic
def spend(purses: Iterable[Purse], *, at: datetime) -> list[list[str]]:
    """Take one from every budget or from none; refuses with TooOften and the time to wait.

    Callers name budgets always in the same order, so that none deadlock.
    """
    spent = []
    for name, whose in purses:
        key = vault.blind(f"{name}\0{whose}", place=PLACE)
        _take(name, key, at=at)
        spent.append([name, key])
    return spent


def give_back(spent: Iterable[Iterable[str]]) -> None:
    """Undo `spend`: what it took for was honest use."""
    for name, key in spent:
        Budget.objects.filter(key=key).update(full_at=F("full_at") - _step(name))


def _take(name: str, key: str, *, at: datetime) -> None:
    now, step = _milliseconds(at), _step(name)
    room = now + step * (LIMITS[name].burst - 1)
    Budget.objects.bulk_create([Budget(key=key, full_at=0)], ignore_conflicts=True)
    taken = Budget.objects.filter(key=key, full_at__lte=room).update(
        full_at=Greatest(F("full_at"), Value(now)) + step
    )
    if not taken:
        full_at = Budget.objects.values_list("full_at", flat=True).get(key=key)
        raise TooOften(timedelta(milliseconds=full_at - room))


def _step(name: str) -> int:
    return int(LIMITS[name].every.total_seconds() * 1000)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
