"""What became of cases that others handed over to us."""

from django.db import models


class Arrival(models.Model):
    """One hand-over to us, settled once and for all: we took the case, or we never will.

    Without a word of ours the one who sent it could not take it back, and with two there would be
    two who have it.
    """

    case_id = models.UUIDField()  # of a case that may not be known here
    epoch = models.PositiveIntegerField()
    taken = models.BooleanField()
    settled_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_id", "epoch"], name="hand_over_is_settled_once")
        ]

    def __str__(self) -> str:
        return f"arrival/{self.case_id}/{self.epoch}"
