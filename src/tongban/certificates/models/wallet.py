from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.catalog.models import Authority, Office, in_language
from tongban.certificates.rules import REMIND, WHAT_TO_DO, Ending, Status, is_usable
from tongban.core.fields import SealedJSON, SealedText
from tongban.federation.queries import HERE
from tongban.identity.models import Organisation, Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CertificateType(models.Model):
    """A kind of certificate (GB/T 36902).

    `fields` is a list of {key, label {zh,en,ko}, type, mask}; `type_code` has 21 characters;
    `guide` is what people should know: uses, renewal, meanings, reminders, the look of the card.
    """

    code = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    issuer = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    type_code = models.CharField(max_length=21, unique=True)
    type_code_confidence = models.CharField(max_length=24)
    for_organisation = models.BooleanField(default=False)
    fields = models.JSONField(default=list)
    validity = models.CharField(max_length=200, blank=True)
    many = models.BooleanField(default=False)  # a holder may have several live ones
    guide = models.JSONField(default=dict)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """What its fields are called."""
        return {str(each["key"]): dict(each["label"]) for each in self.fields}

    @property
    def remind(self) -> tuple[int, ...]:
        """How many days before its end the holder is told."""
        return tuple(self.guide.get("remind", REMIND))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def held_by(self, holder: Person | Organisation) -> "CertificateQuerySet":
        if isinstance(holder, Organisation):
            return self.filter(organisation=holder)
        return self.filter(person=holder)

    def live(self) -> "CertificateQuerySet":
        return self.filter(status=Status.VALID)

    def not_over(self, *, on: date) -> "CertificateQuerySet":
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on))


class Certificate(models.Model):
    """An electronic certificate (电子证照) of one person or one organisation.

    `identifier` is the full GB/T 36904 identifier with its check character. Where `node` names
    another one, that issued it and ends it, and this is the copy in the same person's wallet here.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    identifier = models.CharField(max_length=120, unique=True)
    type = models.ForeignKey(CertificateType, on_delete=models.PROTECT, related_name="+")
    single = models.BooleanField(default=True)  # copied from the type for the constraint
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    fields = SealedJSON(default=dict)
    number = models.PositiveSmallIntegerField(default=1)  # version, from 1
    status = models.CharField(max_length=16, choices=Status, default=Status.VALID)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    issuer = models.JSONField(default=dict)  # names of the issuing authority, as they were
    about = models.CharField(max_length=80, blank=True)  # ref of the case it came from
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    synthetic = models.BooleanField(default=True)
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = SealedText(blank=True)
    why = models.CharField(max_length=16, choices=Ending, blank=True)  # it was cancelled
    remind_on = models.DateField(null=True, blank=True)  # when its holder is told of its end next
    node = models.CharField(max_length=40, default=HERE, blank=True)  # which one issued it
    copied_to = models.JSONField(default=list)  # nodes that we told of it, besides the hub
    confirmed_at = models.DateTimeField(
        null=True, blank=True
    )  # a copy: when its issuer last was asked

    objects = CertificateQuerySet.as_manager()

    class Privacy:
        personal = ("person", "fields", "ended_reason")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, organisation__isnull=False)
                | Q(person__isnull=False, organisation=None),
                name="certificate_has_one_holder",
            ),
            models.UniqueConstraint(
                fields=["type", "person"],
                condition=Q(status=Status.VALID, single=True, person__isnull=False),
                name="person_has_one_live_certificate_of_a_type",
            ),
            models.UniqueConstraint(
                fields=["type", "organisation"],
                condition=Q(status=Status.VALID, single=True, organisation__isnull=False),
                name="organisation_has_one_live_certificate_of_a_type",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.VALID, ended_at=None)
                | (~Q(status=Status.VALID) & Q(ended_at__isnull=False)),
                name="certificate_is_valid_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(remind_on=None) | Q(status=Status.VALID),
                name="holder_is_reminded_of_valid_certificates",
            ),
        ]
        indexes = [models.Index(fields=["remind_on"], name="certificate_by_next_reminder")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"certificate/{self.public_id}"

    @property
    def versions_stem(self) -> str:
        """How the identifiers of all versions of it begin (关联证照)."""
        return self.identifier.rsplit(".", 2)[0] + "."

    @property
    def what_to_do(self) -> "StrOrPromise":
        """What the holder of a cancelled one can do now."""
        return WHAT_TO_DO[Ending(self.why)] if self.why else ""

    def is_usable(self, *, on: date) -> bool:
        return is_usable(self.status, self.valid_until, on=on)


class Fetched(models.Model):
    """When a person's wallet was last brought up to date from the hub, or tried in vain."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)  # the hub was away; then again

    class Privacy:
        personal = ("person",)

    def __str__(self) -> str:
        return f"fetched/{self.person_id}"
