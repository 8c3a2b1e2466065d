from django.db import models


class Taught(models.Model):
    """What the pack teaches about texts, as it was loaded; models are made from it in memory."""

    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return self.digest[:12]
