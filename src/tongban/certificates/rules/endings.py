"""Why an authority ends a certificate, what its holder can do then, and when they are reminded."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

REMIND: Final = (30, 7)  # days before the end, where a kind says nothing else


class Ending(TextChoices):
    """Why a certificate was cancelled, as its issuer must say."""

    MISTAKE = "mistake", _("Issued by mistake")
    LOST = "lost", _("Reported lost or stolen")
    GIVEN_UP = "given_up", _("Given up by its holder")
    CEASED = "ceased", _("What it stands for has ended")
    REVOKED = "revoked", _("Taken away as a penalty")
    DECEIT = "deceit", _("Obtained with false statements")
    DEATH = "death", _("Its holder has died")
    OTHER = "other", _("Another reason")


_APPEAL = _(
    "You may ask the office for its written decision, and object to it"
    " or go to court within the time that the decision names."
)
_ANEW = _("Apply for a new one; the service is on the card.")
WHAT_TO_DO: Final[Mapping[Ending, StrPromise]] = {
    Ending.MISTAKE: _(
        "You need to do nothing if a right one was issued. Otherwise ask the office."
    ),
    Ending.LOST: _ANEW,
    Ending.GIVEN_UP: _("You need to do nothing. Apply again if you want it back."),
    Ending.CEASED: _("You need to do nothing. If it has not ended, ask the office."),
    Ending.REVOKED: _APPEAL,
    Ending.DECEIT: _APPEAL,
    Ending.DEATH: _("If this is wrong, go to the office with your ID card at once."),
    Ending.OTHER: _("Ask the office that issued it. Its name is on the card."),
}


def next_reminder(until: date | None, days: Iterable[int], *, after: date) -> date | None:
    """The first day after a day on which a holder is told that a certificate is near its end."""
    if until is None:
        return None
    dates = sorted(until - timedelta(days=count) for count in days)
    return next((each for each in dates if each > after), None)
