"""What is handed in with a case: certificates of the wallet, and files."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.cases.models.cases import Case
from tongban.cases.rules.presenting import WhyUploaded
from tongban.certificates.models import Certificate
from tongban.core.fields import SealedText
from tongban.identity.models import Person


class Upload(models.Model):
    """A file somebody gave us, checked and re-encoded. The bytes lie in the file store.

    With `awaited_from` they are still to be fetched from the node that sent the case.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = SealedText()
    kind = models.CharField(max_length=40)  # content type, by content
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=32, unique=True)  # random; says nothing
    awaited_from = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Privacy:
        personal = ("owner", "name")

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"upload/{self.public_id}"


class Material(models.Model):
    """What a case has for one entry of the package's list of materials.

    Of a certificate only `fields` are presented. One that just answers questions of the form has a
    key of its own. `held` marks a file handed in although the wallet had a certificate that proves
    the same: a defect of the service, with the applicant's `reason`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="materials")
    key = models.CharField(max_length=48)  # id in the package
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="materials"
    )
    fields = models.JSONField(default=list)
    held = models.BooleanField(default=False)
    reason = models.CharField(max_length=16, choices=WhyUploaded, blank=True)
    at = models.DateTimeField()

    class Privacy:
        personal = ("certificate", "upload")
        whose = ("case__applicant",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=Q(certificate__isnull=False),
                name="material_has_one_certificate",
            ),
            models.CheckConstraint(
                condition=Q(certificate=None, upload__isnull=False)
                | Q(certificate__isnull=False, upload=None),
                name="material_is_a_certificate_or_an_upload",
            ),
            models.CheckConstraint(
                condition=Q(held=False) | Q(upload__isnull=False),
                name="only_an_upload_could_have_been_a_certificate",
            ),
        ]
