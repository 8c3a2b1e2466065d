"""Words of the catalogue. Plain Python."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post lets an official do at one office."""

    CLERK = "clerk", _("Counter clerk")
    OFFICER = "officer", _("Case officer")
    CHIEF = "chief", _("Chief")
    OPERATOR = "operator", _("Operator")  # of the platform; never of a case
    HELPER = "helper", _("Village helper")  # acts for people under their power; has no desk


class Audience(TextChoices):
    PERSON = "person", _("People")
    ORGANISATION = "organisation", _("Firms")


class Mode(TextChoices):
    """How a service is done for people of another place (跨省通办)."""

    FULL_ONLINE = "full_online", _("Entirely online")
    COLLECT_FOR = "collect_for", _("Handed in nearby")
    JOINT = "joint", _("Done by several together")


class Area(TextChoices):
    """What a service of the list that everybody uses is about, in the order of the page."""

    IDENTITY = "identity", _("ID and household")
    SOCIAL_SECURITY = "social_security", _("Social security")
    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education")
    TAX = "tax", _("Taxes")
    HOUSING = "housing", _("Housing")
    TRAVEL = "travel", _("Driving and travel")
    FIRMS = "firms", _("Firms")


@dataclass(frozen=True)
class ByNode:
    """A node that did something by itself, as the trail names it."""

    name: str

    @property
    def public_id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"node/{self.name}")
