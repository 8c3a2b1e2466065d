"""Words of the catalogue. Plain Python."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post lets an official do at one office."""

    CLERK = "clerk", _("Counter clerk")
    OFFICER = "officer", _("Case officer")
    CHIEF = "chief", _("Chief")


class Audience(TextChoices):
    PERSON = "person", _("People")
    ORGANISATION = "organisation", _("Firms")


class Mode(TextChoices):
    """How a service is done for people of another place (跨省通办)."""

    FULL_ONLINE = "full_online", _("Entirely online")
    COLLECT_FOR = "collect_for", _("Handed in nearby")
    JOINT = "joint", _("Done by several together")
