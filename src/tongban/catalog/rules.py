"""Words of the catalogue. Plain Python."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post lets an official do at one office."""

    CLERK = "clerk", _("Counter clerk")
    OFFICER = "officer", _("Case officer")
    CHIEF = "chief", _("Chief")
    OPERATOR = "operator", _("Operator")  # of the platform; never of a case


class Audience(TextChoices):
    PERSON = "person", _("People")
    ORGANISATION = "organisation", _("Firms")
