from uuid import uuid4

from django.db import models

from tongban.core.fields import SealedText
from tongban.identity.models import Person


class Access(models.Model):
    """Somebody else looked at a person's data, and that person can see it (查询记录)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    under = models.CharField(max_length=80)  # ref of the post
    office = models.JSONField(default=dict)  # its names, as they were
    about = models.CharField(max_length=80)  # ref of the case
    fields = models.JSONField(default=list)
    reason = SealedText()
    at = models.DateTimeField()

    class Privacy:
        personal = ("person", "by", "reason")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="access_by_person_and_time")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"access/{self.public_id}"
