"""Going on at a counter with what was begun on a phone."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.cases.models.cases import Case
from tongban.catalog.models import Post
from tongban.core.fields import SealedText


class Voucher(models.Model):
    """The applicant lets one official see and finish a draft, by saying its code at a counter.

    Without a code it was opened because the applicant was called to the counter for it; `grounds`
    is the ref of that visit. Once taken it is good for an hour, for that official alone.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="vouchers")
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
        personal = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None, post=None)
                | Q(taken_at__isnull=False, post__isnull=False),
                name="voucher_is_taken_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(taken_at=None),
                name="case_has_one_voucher_to_take",
            ),
        ]

    def __str__(self) -> str:
        return f"voucher/{self.public_id}"
