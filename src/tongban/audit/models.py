from django.db import models


class Entry(models.Model):
    """One line of the trail: what was done to what, by whom, under which power, when.

    Append-only. No foreign keys: the trail outlives what it speaks of.
    """

    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=80)
    by = models.UUIDField()
    under = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="entry_by_subject")]
