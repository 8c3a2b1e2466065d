"""What may happen to a certificate. Plain Python."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    VALID = "valid", _("Valid")
    CHANGED = "changed", _("Replaced by a newer version")
    CANCELLED = "cancelled", _("Cancelled")
