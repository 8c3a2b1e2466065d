"""A remote window (云窗口): an applicant and an officer who look at the same case at a time.

It stands here and not with the appointments, because what both look at is a case, answer by answer
and file by file; appointments know no cases, and neither may import the other. So its line is its
own: a ticket of a hall would also call its holder to a counter, on a board in a building where
nobody is. The rule is the hall's: who waits longest is next, and one officer serves one.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.cases.models.cases import Case
from tongban.cases.rules.windows import Ended, Mark
from tongban.catalog.models import Office, Post
from tongban.core.fields import SealedText
from tongban.identity.models import Person, SignIn


class Window(models.Model):
    """What an applicant agreed to show an officer, from the asking until one of them ends it.

    It lives no longer than the sign-in under which it was asked for: who signs out, or whom a
    machine in a hall forgot, is not looked at any more. `shown` are the hidden places that the
    applicant opened (`field:phone`, `file:hukou-book`); everything else stays masked.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="windows")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, db_index=False, related_name="windows"
    )
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, db_index=False, related_name="+")
    on = models.DateField()
    number = models.CharField(max_length=8)
    shown = models.JSONField(default=list)
    agreed_at = models.DateTimeField()
    officer = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    line = models.JSONField(default=dict)  # how they speak with each other, as the provider said
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, choices=Ended, blank=True)

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="person_has_one_open_window"
            ),
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(ended_at=None, officer__isnull=False),
                name="officer_serves_one_window",
            ),
            models.UniqueConstraint(
                fields=["office", "on", "number"], name="window_has_a_number_of_its_own"
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, officer=None, post=None)
                | Q(taken_at__isnull=False, officer__isnull=False, post__isnull=False),
                name="window_is_taken_by_an_officer",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="ended_window_says_who_ended_it",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "agreed_at"],
                condition=Q(ended_at=None),
                name="window_open_by_office",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        return f"window/{self.public_id}"


class Remark(models.Model):
    """The officer points to a place of the case. `place` is as in `Window.shown`."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="remarks")
    place = models.CharField(max_length=80)
    mark = models.CharField(max_length=8, choices=Mark)
    text = SealedText(blank=True)
    made_at = models.DateTimeField()

    class Privacy:
        personal = ("text",)
        whose = ("window__person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "place"], name="place_has_one_remark")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.mark}"
