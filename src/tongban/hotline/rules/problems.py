"""Where a problem comes from, and how it can end."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    RATING = "rating", _("Bad rating")
    STUCK = "stuck", _("Could not get it done")
    SEARCH = "search", _("Vain search")


class ProblemStatus(TextChoices):
    OPEN = "open", _("Open")
    DATED = "dated", _("Promised for a day")
    FIXED = "fixed", _("Put right")
    DISMISSED = "dismissed", _("Not put right, with the reason")


ENDED = frozenset({ProblemStatus.FIXED, ProblemStatus.DISMISSED})
MISSES_THAT_COUNT = 3  # a search that found nothing so often is a problem
