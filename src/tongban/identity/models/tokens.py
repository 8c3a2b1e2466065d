"""Keys to the API."""

from datetime import datetime
from uuid import uuid4

from django.db import models

from tongban.identity.models.people import Person


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, *, at: datetime) -> "ApiTokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=at, person__is_active=True)


class ApiToken(models.Model):
    """A bearer token of a person for the API. Only its digest is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Privacy:
        personal = ("person",)

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"token/{self.public_id}"
