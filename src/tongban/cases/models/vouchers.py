"""Going on at a counter with what was begun on a phone, and whoever stands at one."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.cases.models.cases import Case
from tongban.cases.rules import DeadEnd, ShownBy
from tongban.catalog.models import Post, Service
from tongban.core.fields import SealedJSON, SealedText
from tongban.identity.models import Grant, Person


class Voucher(models.Model):
    """Somebody lets one official see and finish a draft, by saying its code at a counter.

    Without a code it was opened because the applicant stands at the counter; `grounds` is the ref
    of that visit or attendance. Once taken it is good for an hour, for that official alone. Of a
    firm's draft, `maker` and `grant` are who opened it and by what power.

    Without a case it comes from where somebody got no further: `dead_end` says where, `typed` what
    they had written, and `service` what it was for, if that is known.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, null=True, blank=True, related_name="vouchers"
    )
    maker = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dead_end = models.CharField(max_length=12, choices=DeadEnd, blank=True)
    typed = SealedJSON(default=dict)
    code = SealedText(blank=True)
    index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    grounds = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Privacy:
        personal = ("maker", "typed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None, post=None)
                | Q(taken_at__isnull=False, post__isnull=False),
                name="voucher_is_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | ~Q(dead_end=""),
                name="voucher_without_a_case_says_where_it_comes_from",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(taken_at=None),
                name="case_has_one_voucher_to_take",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"voucher/{self.public_id}"


class Attendance(models.Model):
    """Somebody stands before an official, who knows them by their code or their card, for an hour.

    A code counts once: `code` is its fingerprint.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shown_by = models.CharField(max_length=8, choices=ShownBy)
    code = models.CharField(max_length=64, null=True)  # noqa: DJ001  absent is not ""
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="code_is_shown_once_at_a_counter")
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"attendance/{self.public_id}"
