"""Annotated copies (加注件): a certificate on paper, for one purpose, one receiver and a while."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.certificates.models.wallet import Certificate
from tongban.core.fields import SealedText
from tongban.crypto import vault
from tongban.identity.models import Grant, Person

PLACE = "certificates.annotated"


def token_index(token: str) -> str:
    return vault.blind(token, place=PLACE)


class AnnotatedCopy(models.Model):
    """A signed PDF that a holder had made. Whoever has it can ask here whether it still counts.

    The file is not kept: it is made anew from the certificate, which never changes. One that was
    made for a firm hangs on the power of whoever made it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="copies")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = SealedText()
    receiver = SealedText()
    until = models.DateField()
    token = SealedText()
    token_index = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)  # last time that somebody asked
    checks = models.PositiveIntegerField(default=0)

    class Privacy:
        personal = ("by", "purpose", "receiver", "token")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token_index"], name="annotated_copy_is_found_by_its_token"
            ),
            models.CheckConstraint(
                condition=Q(checks=0, checked_at=None) | Q(checks__gt=0, checked_at__isnull=False),
                name="annotated_copy_says_when_it_was_checked",
            ),
        ]
        indexes = [models.Index(fields=["certificate", "-made_at"], name="copies_of_a_certificate")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"annotated-copy/{self.public_id}"

    def is_over(self, *, on: date) -> bool:
        return self.ended_at is not None or self.until < on
