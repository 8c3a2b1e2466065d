"""Who waits for a place: for one that is given back, or for those that are about to be released."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.appointments.models.schedules import Schedule
from tongban.catalog.models import Service
from tongban.identity.models import Person


class Wait(models.Model):
    """A person on the waiting list of a day (候补). What is given back is drawn among them."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="waits")
    on = models.DateField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "schedule", "on"],
                condition=Q(ended_at=None),
                name="person_waits_once_for_a_day",
            )
        ]
        indexes = [
            models.Index(
                fields=["schedule", "on"], condition=Q(ended_at=None), name="wait_by_line_and_day"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"wait/{self.public_id}"


class Arrival(models.Model):
    """A person in the waiting room of a release. `turn` is drawn at the release, once each."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="arrivals")
    opens_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    turn = models.PositiveIntegerField(null=True, blank=True)

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "schedule", "opens_at"], name="person_is_in_the_room_once"
            ),
            models.UniqueConstraint(
                fields=["schedule", "opens_at", "turn"], name="turn_is_given_to_one"
            ),
        ]

    def __str__(self) -> str:
        return f"arrival/{self.public_id}"
