"""Who may check codes, where, and what they may see for that."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.catalog.models import in_language
from tongban.certificates.rules import scenes
from tongban.identity.models import Person


class Scene(models.Model):
    """A kind of place where codes are shown (场景), as the pack describes it."""

    code = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    purposes = models.JSONField(default=dict)
    fields = models.JSONField(default=list)  # the most that may be seen there
    holders = models.JSONField(default=list)  # person, firm
    level = models.PositiveSmallIntegerField(default=1)
    demanding = models.BooleanField(default=False)  # only with a fresh list, or online
    certificates = models.JSONField(default=dict)  # the most of each kind that may be asked for

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return in_language(self.names)

    def to_row(self) -> dict[str, object]:
        """As packs write it."""
        return {
            "id": self.code,
            "names": self.names,
            "purposes": self.purposes,
            "fields": self.fields,
            "holders": self.holders,
            "level": self.level,
            "demanding": self.demanding,
            "certificates": self.certificates,
        }

    @property
    def rule(self) -> scenes.Scene:
        return scenes.scene_from(self.to_row())


class VerifierQuerySet(models.QuerySet["Verifier"]):
    def live(self, *, at: datetime) -> "VerifierQuerySet":
        return self.filter(ended_at=None, expires_at__gt=at)


class Verifier(models.Model):
    """A gate, a desk or a program that checks codes. `keeper` answers for it.

    `code` is its public name, which phones may make codes for. Its key is known by digest only.
    With an `address`, a program of somebody else asks our wallets for certificates from there.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    scene = models.ForeignKey(Scene, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=list)
    certificates = models.JSONField(default=dict)  # what it may ask of each kind
    address = models.CharField(max_length=200, blank=True)  # where a program of its own asks from
    client_id = models.CharField(max_length=200, blank=True)  # what that program calls itself
    keeper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office_code = models.CharField(max_length=60)
    office = models.JSONField(default=dict)  # its names, as they were
    digest = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = VerifierQuerySet.as_manager()

    class Privacy:
        personal = ("keeper",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("registered_at")),
                name="verifier_ends_after_it_is_registered",
            ),
            models.UniqueConstraint(fields=["code"], name="verifier_is_registered_once"),
            models.UniqueConstraint(
                fields=["client_id"],
                condition=~Q(client_id="") & Q(ended_at=None),
                name="verifiers_program_is_registered_once",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"verifier/{self.public_id}"
