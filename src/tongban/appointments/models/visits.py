"""Somebody's turn at an office: booked beforehand, or by a ticket from the door."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.appointments.models.schedules import Place, Schedule
from tongban.appointments.rules import LIVE, OCCUPYING, Status
from tongban.catalog.models import Service
from tongban.core.fields import SealedText
from tongban.identity.models import Actor, Organisation, Person

HERE_NOW = [Status.ARRIVED, Status.CALLED]


class VisitQuerySet(models.QuerySet["Visit"]):
    def of(self, actor: Actor) -> "VisitQuerySet":
        """A person's own visits, or those of the firm they act for, as far as the grant reaches."""
        if actor.grant:
            found = self.filter(organisation=actor.organisation)
            reach = actor.grant.services
            return found.filter(service__code__in=reach) if reach else found
        return self.filter(holder=actor.person, organisation=None)

    def live(self) -> "VisitQuerySet":
        return self.filter(status__in=sorted(LIVE))


class Visit(models.Model):
    """One turn in a line on a day, with the number that is called (号).

    Who has `place` booked it; without one the number was taken at the door, perhaps by somebody
    we do not know. `visitor` is who comes, where a firm sends somebody; it never changes, and
    neither does the holder, so that places cannot be sold. `about` is the ref of the case or the
    draft that it is for. `displaced_at`: the office closes on that day, after this was booked.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # No index for a foreign key alone: those below begin with the ones that are looked up.
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, db_index=False, related_name="visits"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    holder = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
    )
    visitor = SealedText(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.HELD)
    on = models.DateField()
    number = models.CharField(max_length=8)
    code = models.CharField(max_length=8)  # for showing at the door
    starts_at = models.DateTimeField(null=True, blank=True)
    about = models.CharField(max_length=80, blank=True)
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    made_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    displaced_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    counter = models.CharField(max_length=8, blank=True)
    clerk = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Privacy:
        personal = ("holder", "visitor")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(status__in=sorted(OCCUPYING)),
                name="place_is_given_to_one",
            ),
            models.UniqueConstraint(
                fields=["holder", "service"],
                condition=Q(status__in=sorted(LIVE), organisation=None, place__isnull=False),
                name="person_has_one_visit_per_service",
            ),
            models.UniqueConstraint(
                fields=["organisation", "holder", "service"],
                condition=Q(status__in=sorted(LIVE), place__isnull=False),
                name="agent_has_one_visit_per_service",
            ),
            models.UniqueConstraint(
                fields=["holder", "idempotency_key"], name="visit_is_booked_once_per_key"
            ),
            models.UniqueConstraint(
                fields=["schedule", "on", "number"],
                condition=Q(status__in=sorted(OCCUPYING)),
                name="number_is_called_for_one",
            ),
            models.UniqueConstraint(fields=["code", "on"], name="code_opens_one_door_a_day"),
            models.UniqueConstraint(
                fields=["clerk"], condition=Q(status=Status.CALLED), name="clerk_serves_one"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.HELD, held_until__isnull=False)
                | (~Q(status=Status.HELD) & Q(held_until=None)),
                name="visit_is_held_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.HELD, Status.BOOKED], closed_at=None)
                | Q(status__in=HERE_NOW, closed_at=None, arrived_at__isnull=False)
                | (~Q(status__in=sorted(LIVE)) & Q(closed_at__isnull=False)),
                name="visit_is_live_or_closed",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CALLED)
                | (Q(clerk__isnull=False) & Q(called_at__isnull=False)),
                name="called_visit_has_a_clerk",
            ),
            models.CheckConstraint(
                condition=Q(place=None) | (Q(holder__isnull=False) & Q(starts_at__isnull=False)),
                name="booked_visit_has_a_holder_and_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-made_at"], name="visit_by_holder"),
            models.Index(fields=["organisation", "-made_at"], name="visit_by_organisation"),
            models.Index(fields=["schedule", "on", "status"], name="visit_by_line_and_day"),
            models.Index(
                fields=["held_until"], condition=Q(status="held"), name="visit_held_by_time"
            ),
            models.Index(
                fields=["starts_at"], condition=Q(status="booked"), name="visit_booked_by_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        return f"visit/{self.public_id}"

    @property
    def is_live(self) -> bool:
        return Status(self.status) in LIVE


class Feed(models.Model):
    """The secret address at which a person's calendar finds their visits."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secret = SealedText()
    index = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="person_has_one_feed"
            )
        ]

    def __str__(self) -> str:
        return f"feed/{self.pk}"
