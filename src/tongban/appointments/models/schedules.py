"""What an office offers: its rules, the days that differ, and the times and places that follow."""

from datetime import time
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.appointments.rules import PlaceState
from tongban.catalog.models import Office


class Schedule(models.Model):
    """How an office gives places for some of its services (放号规则), a line in its hall.

    `services` are codes; none means all. `letter` begins the numbers of the line. `hours` is
    empty where those of the office hold. Times of a day are released `ahead_days` before it at
    `release_at`; with `waiting_room` many are expected, and chance decides who chooses first.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    letter = models.CharField(max_length=1)
    services = models.JSONField(default=list)
    hours = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=15)
    counters = models.PositiveSmallIntegerField(default=1)
    ahead_days = models.PositiveSmallIntegerField(default=14)
    release_at = models.TimeField(default=time(8))
    waiting_room = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "letter"],
                condition=Q(ended_at=None),
                name="line_has_a_letter_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=240), name="visit_takes_some_minutes"
            ),
            models.CheckConstraint(
                condition=Q(counters__gte=1, counters__lte=200), name="line_has_counters"
            ),
            models.CheckConstraint(
                condition=Q(ahead_days__gte=1, ahead_days__lte=90), name="release_is_days_ahead"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"schedule/{self.public_id}"

    def is_for(self, service: str) -> bool:
        return not self.services or service in self.services


class Closure(models.Model):
    """A day on which an office is closed, or open at other hours, with the reason that people read."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    hours = models.CharField(max_length=100, blank=True)  # empty: closed
    reason = models.CharField(max_length=200)
    announced_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "on"], name="day_differs_in_one_way")
        ]

    def __str__(self) -> str:
        return f"closure/{self.pk}"


class Slot(models.Model):
    """A stretch of time in a line; it can be booked from `opens_at` on."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="slots")
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["schedule", "starts_at"], name="slot_is_opened_once"),
        ]
        indexes = [models.Index(fields=["schedule", "on"], name="slot_by_schedule_and_day")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"slot/{self.public_id}"


class Place(models.Model):
    """One place in a slot, and the number under which it is called (预约号).

    `state` is where to look for a free one; that nobody sits on another's lap is a constraint of
    the visits. `draw_at` is when a place that was given back is drawn among those who wait.
    """

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, db_index=False, related_name="places")
    ticket = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=PlaceState, default=PlaceState.FREE)
    draw_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "ticket"], name="place_is_there_once"),
            models.CheckConstraint(
                condition=(Q(state=PlaceState.KEPT) & Q(draw_at__isnull=False))
                | (~Q(state=PlaceState.KEPT) & Q(draw_at=None)),
                name="place_is_kept_until_it_is_drawn",
            ),
        ]
        indexes = [
            models.Index(
                fields=["slot", "id"], condition=Q(state="free"), name="place_free_by_slot"
            ),
            models.Index(fields=["draw_at"], condition=Q(state="kept"), name="place_kept_by_time"),
        ]

    def __str__(self) -> str:
        return self.ticket
