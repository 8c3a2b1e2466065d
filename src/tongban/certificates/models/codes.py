"""What phones may show for a day, which of it was taken back, and who checked it."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.certificates.models.families import FamilyTie
from tongban.certificates.models.verifiers import Verifier
from tongban.identity.models import Grant, Person


class CodeCredentialQuerySet(models.QuerySet["CodeCredential"]):
    def running(self, *, at: datetime) -> "CodeCredentialQuerySet":
        return self.filter(expires_at__gt=at)

    def taken_back(self, *, at: datetime) -> "CodeCredentialQuerySet":
        """Cancelled ones, and those of somebody who may no longer act for the firm or the relative."""
        over = Q(grant__revoked_at__isnull=False) | Q(grant__ends_at__lte=at)
        parted = Q(tie__ended_at__isnull=False) | Q(tie__ends_at__lte=at)
        return self.filter(Q(revoked_at__isnull=False) | over | parted | Q(person__is_active=False))


class CodeCredential(models.Model):
    """One credential of a code (亮码) on one phone: whose it is, which no code says itself.

    With a `tie` it is on the phone of the relative who keeps the person's certificates.
    """

    name = models.CharField(max_length=32, unique=True)  # random, in hex
    device = models.CharField(max_length=64)  # digest of the phone's key
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, null=True, related_name="+")
    tie = models.ForeignKey(
        FamilyTie, on_delete=models.CASCADE, db_index=False, null=True, related_name="+"
    )
    number = models.PositiveIntegerField()  # of the status list
    index = models.PositiveIntegerField()  # its bit there
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CodeCredentialQuerySet.as_manager()

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "index"], name="credential_has_a_bit_of_its_own"
            ),
            models.UniqueConstraint(fields=["device"], name="key_serves_one_credential"),
        ]
        indexes = [
            models.Index(fields=["person", "expires_at"], name="credential_by_person"),
            models.Index(fields=["expires_at"], name="credential_by_end"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"code/{self.name}"


class KeptList(models.Model):
    """The newest status list of another node that we have seen, as it was signed."""

    address = models.CharField(max_length=240, unique=True)
    node = models.CharField(max_length=40)
    version = models.PositiveBigIntegerField()
    text = models.TextField()
    expires_at = models.DateTimeField()

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return self.address


class Check(models.Model):
    """A registered verifier checked a code online. The same code is accepted there once."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    verifier = models.ForeignKey(Verifier, on_delete=models.CASCADE, related_name="+")
    credential = models.CharField(max_length=32)
    signed_at = models.DateTimeField()
    at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verifier", "credential", "signed_at"],
                name="code_is_accepted_once_by_a_verifier",
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"check/{self.public_id}"
