"""The demonstration's real-person check. It looks at nobody and says so."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.identity.models import SignIn
from tongban.identity.operations.sign_ins import raise_level
from tongban.identity.queries.levels import most_shown_here
from tongban.identity.rules import Level, Method


class NotNamedYet(Refusal):
    code = "not_named_yet"
    message = _("Please confirm your name and ID number first.")


class NoPresenceCheck(Refusal):
    code = "no_presence_check"
    message = _(
        "This installation has no real-person check. Use a passkey, or go to a service counter."
    )


def confirm_presence(*, sign_in: SignIn, at: datetime) -> SignIn:
    """Pretend that a real person was seen (level 3).

    Refuses with NotNamedYet or NoPresenceCheck.
    """
    if not settings.TONGBAN_DEMO or most_shown_here() < Level.PRESENT:
        raise NoPresenceCheck
    if sign_in.person.level < Level.MATCHED:
        raise NotNamedYet
    return raise_level(sign_in=sign_in, to=Level.PRESENT, method=Method.PRESENCE, at=at)
