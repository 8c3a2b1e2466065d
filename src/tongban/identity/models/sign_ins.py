"""Signing in: codes, passkeys, second factors, what is open now, and how often one may ask."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedText
from tongban.identity.models.people import Person
from tongban.identity.rules import IDLE, Door, Level, Method


class Challenge(models.Model):
    """A code that was sent to a phone. Only its keyed digest is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    phone = SealedText()
    phone_index = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    budgets = models.JSONField(default=list)  # what asking cost; given back when the code is used
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("phone",)
        apart = "codes sent to a phone; deleted after a day"

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="challenge_by_expiry")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"challenge/{self.public_id}"


class Budget(models.Model):
    """How much of a rate has been used up, as the moment when none of it will be (GCRA)."""

    key = models.CharField(max_length=64, unique=True)
    full_at = models.BigIntegerField()  # milliseconds since 1970

    class Privacy:
        personal = ()

    class Meta:
        indexes = [models.Index(fields=["full_at"], name="budget_by_time")]

    def __str__(self) -> str:
        return self.key


class Passkey(models.Model):
    """A key pair on somebody's device (WebAuthn). We hold only the public half."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=512)  # base64url
    public_key = models.BinaryField()  # attested credential data
    counter = models.BigIntegerField(default=0)
    level = models.PositiveSmallIntegerField(choices=Level)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person", "name")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential_id"], name="passkey_is_known_once")
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"passkey/{self.public_id}"


class LentPasskey(models.Model):
    """A passkey of the hub's with which its person may sign in here while the hub is away.

    `mark` and `hidden` say nothing until the device brings the passkey's own id, and are different
    at every node, so that nodes cannot compare whom they know.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lent_passkeys")
    mark = models.CharField(max_length=64)
    hidden = models.TextField()  # the attested credential data
    counter = models.BigIntegerField(default=0)
    level = models.PositiveSmallIntegerField(choices=Level)
    told_at = models.DateTimeField()

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark"], name="passkey_is_lent_once")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"lent-passkey/{self.pk}"


class Authenticator(models.Model):
    """The second factor of an official: a secret shared with an app (TOTP)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="authenticator")
    secret = SealedText()
    last_step = models.BigIntegerField(default=0)  # a code works once, whichever worker sees it

    class Privacy:
        personal = ("person", "secret")

    def __str__(self) -> str:
        return f"authenticator/{self.pk}"


class SignInQuerySet(models.QuerySet["SignIn"]):
    def live(self, *, at: datetime) -> "SignInQuerySet":
        awake = Q()
        for door, idle in IDLE.items():
            awake |= Q(door=door, seen_at__gt=at - idle)
        return self.filter(awake, ended_at=None, person__is_active=True)


class SignIn(models.Model):
    """Somebody signed in on one device. `level` is what this sign-in reached, and how."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    door = models.CharField(max_length=8, choices=Door)
    method = models.CharField(max_length=16, choices=Method)
    level = models.PositiveSmallIntegerField(choices=Level)
    level_by = models.CharField(max_length=16, choices=Method)
    level_at = models.DateTimeField()
    device = models.CharField(max_length=60, blank=True)
    hub_session = models.CharField(max_length=64, blank=True)  # what the hub calls it (`sid`)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SignInQuerySet.as_manager()

    class Privacy:
        personal = ("person", "device")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(door=Door.WORK, ended_at=None),
                name="official_is_signed_in_once",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-started_at"], name="sign_in_by_person"),
            models.Index(
                fields=["hub_session"],
                condition=~Q(hub_session=""),
                name="sign_in_by_hub_session",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"sign-in/{self.public_id}"
