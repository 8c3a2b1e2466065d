"""Whether an annotated copy still counts, and if not, why. Plain Python."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    GOOD = "good", _("This copy counts.")
    ENDED = "ended", _("The holder has ended this copy. Do not accept it.")
    OVER = "over", _("The time of this copy is over. Do not accept it.")
    CANCELLED = "cancelled", _("The certificate was cancelled. Do not accept this copy.")
    CHANGED = (
        "changed",
        _("The certificate was replaced by a newer version. Ask for a copy of that one."),
    )
    EXPIRED = "expired", _("The certificate has expired. Do not accept this copy.")
    NO_POWER = (
        "no_power",
        _("Whoever made this copy may no longer act for the firm. Do not accept it."),
    )
