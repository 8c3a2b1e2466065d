"""How people come to a counter, and how long what they allow there lasts."""

from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

GOOD_FOR: Final = timedelta(hours=24)  # a code that was made on a phone
OPEN_FOR: Final = timedelta(hours=1)  # what one official may go on with
VETO_FOR: Final = timedelta(days=3)  # in which an act of somebody else can be stopped
SITTING: Final = timedelta(hours=1)  # answers saved one after another are told once


class DeadEnd(TextChoices):
    """Where somebody got no further and went to a counter."""

    SEARCH = "search", _("Nothing was found")
    OFFLINE = "offline", _("Not possible online here")
    UPLOAD = "upload", _("A file was not taken")
    SIGNED_OUT = "signed_out", _("Signed out before it was saved")
    SIGN_IN = "sign_in", _("Could not sign in")
    REFUSED = "refused", _("Could not begin or hand in")


class ShownBy(TextChoices):
    """How an official knows who stands there."""

    CODE = "code", _("Identity code")
    CARD = "card", _("ID card")
