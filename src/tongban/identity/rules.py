"""How sure we are who somebody is. Plain Python."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """Assurance that a person is who they say they are (`acr`)."""

    DECLARED = 1, _("Declared by yourself")
    MATCHED = 2, _("Name and number matched")
    PRESENT = 3, _("Real person checked")
    CERTIFIED = 4, _("Certificate or counter")


class GrantKind(TextChoices):
    """The chain of powers in a firm."""

    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    MANAGER = "manager", _("Certificate manager")
    AGENT = "agent", _("Agent")


def is_enough(level: int, *, needed: int) -> bool:
    return level >= needed


def masked_name(name: str) -> str:
    """林晓 → 林*, Ana Lin → A******."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def masked_number(number: str, *, front: int = 4, back: int = 4) -> str:
    """410105198803150021 → 4101**********0021."""
    hidden = max(0, len(number) - front - back)
    return number[:front] + "*" * hidden + number[len(number) - back :] if hidden else number
