from django.db import models
from django.db.models import Q

from tongban.identity.models import Person


class Closing(models.Model):
    """A person wants their account closed (注销). Until `due_at` they can change their mind."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="closings")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)  # they changed their mind
    done_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kept_at=None, done_at=None),
                name="account_is_closed_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(kept_at=None, done_at=None), name="closing_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"closing/{self.pk}"
