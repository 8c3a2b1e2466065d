from uuid import uuid4

from django.db import models
from django.utils.translation import gettext

from tongban.core.fields import SealedText
from tongban.core.languages import in_language
from tongban.identity.models import Person
from tongban.privacy.rules import LABELS, By, Names


class Access(models.Model):
    """Somebody else looked at a person's data, and that person can see it (查询记录).

    `by` is known only for people of this node; `who` is the name as it is shown. `node` is where
    it happened, empty for here. Everything is kept in the words that held then.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    kind = models.CharField(max_length=10, choices=By, default=By.OFFICIAL)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    who = SealedText(blank=True)
    under = models.CharField(max_length=80)  # ref of the post, the verifier, the program
    post = models.JSONField(default=dict)  # what the post is called
    office = models.JSONField(default=dict)  # its names, as they were
    authority = models.CharField(max_length=40, blank=True)  # code of who answers for the look
    region = models.CharField(max_length=12, blank=True)  # of that office
    node = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=80)  # ref of the case
    matter = models.JSONField(default=dict)  # what the case is about
    fields = models.JSONField(default=list)
    labels = models.JSONField(default=dict)  # names of the fields
    purpose = models.CharField(max_length=40, blank=True)
    reason = SealedText()
    at = models.DateTimeField()

    class Privacy:
        personal = ("person", "by", "who", "reason")
        whose = ("person",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(node="", kind=By.OFFICIAL),
                name="access_of_an_official_names_one",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="access_by_person_and_time"),
            models.Index(fields=["at"], name="access_by_time"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"access/{self.public_id}"

    @property
    def whom(self) -> str:
        """The name of an official, as much of it as others may read."""
        return self.who or (self.by.masked_name if self.by else "")

    @property
    def because(self) -> str:
        """Why, in the reader's language where the program wrote it; a register by its name."""
        said = gettext(self.reason) if self.reason else ""
        return said.replace("%(register)s", in_language(self.labels.get("register") or {}))

    @property
    def seen(self) -> list[Names]:
        """What was seen, in words; what tells who somebody is comes first."""
        known = sorted(self.fields, key=lambda name: name not in LABELS)
        return [self.labels.get(name) or LABELS.get(name) or {"zh": name} for name in known]
