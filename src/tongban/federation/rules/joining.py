"""How one comes in and goes."""

import re
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,39}")


class Kind(TextChoices):
    JOIN = "join", _("Wants to join")
    REVOKE = "revoke", _("To be excluded")
