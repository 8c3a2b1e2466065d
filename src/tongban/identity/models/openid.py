"""Letting other programs know who somebody is: clients, consents, permits and their tokens."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.identity.models.people import Person
from tongban.identity.models.sign_ins import SignIn
from tongban.identity.rules import Level, TokenKind


class Client(models.Model):
    """A third party's program that may send people here to sign in. Platforms need no row."""

    client_id = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    secret_digest = models.CharField(max_length=64, blank=True)  # empty for a public client
    redirect_uris = models.JSONField(default=list)
    post_logout_uris = models.JSONField(default=list)
    logout_uri = models.CharField(max_length=200, blank=True)  # told when somebody signs out
    scopes = models.JSONField(default=list)
    grants = models.JSONField(default=list)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client_id"], name="client_is_registered_once")
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"client/{self.client_id}"


class Consent(models.Model):
    """What somebody allows a client to know of them; for all platforms together under one name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    to = models.CharField(max_length=40)
    scopes = models.JSONField(default=list)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person", "to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "to"], name="consent_is_one_per_client")
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"consent/{self.pk}"


class PermitQuerySet(models.QuerySet["Permit"]):
    def live(self) -> "PermitQuerySet":
        return self.filter(ended_at=None, person__is_active=True)


class Permit(models.Model):
    """What one client may ask about one person: the family of tokens that began with one sign-in.

    `code` is the id of the code it was given for, so that a code works once.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="permits")
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="permits")
    client_id = models.CharField(max_length=40)
    scope = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(choices=Level)
    code = models.UUIDField()
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PermitQuerySet.as_manager()

    class Privacy:
        personal = ("person", "client_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="code_is_used_once")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"permit/{self.public_id}"


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self, *, at: datetime) -> "TokenQuerySet":
        return self.filter(
            used_at=None, expires_at__gt=at, permit__ended_at=None, permit__person__is_active=True
        )


class Token(models.Model):
    """A token under a permit. Only its digest is kept; a refresh token is used once."""

    permit = models.ForeignKey(Permit, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=8, choices=TokenKind)
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="token_is_issued_once")]
        indexes = [models.Index(fields=["expires_at"], name="token_by_expiry")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.pk}"


class DeviceAsk(models.Model):
    """A machine without a keyboard asks for somebody to sign in to it from their own phone.

    A kiosk of our own has no client: `names` say what it is called, and it lets its person in
    once, at `entered_at`.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64)
    user_code = models.CharField(max_length=64)  # keyed fingerprint of what its screen shows
    client_id = models.CharField(max_length=40)
    scope = models.CharField(max_length=200)
    names = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    polled_at = models.DateTimeField(null=True, blank=True)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, null=True, blank=True)
    allowed = models.BooleanField(null=True)
    level = models.PositiveSmallIntegerField(choices=Level, null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("sign_in",)
        whose = ("sign_in__person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="device_code_is_given_once"),
            models.UniqueConstraint(fields=["user_code"], name="user_code_is_given_once"),
            models.CheckConstraint(
                condition=Q(allowed=None, sign_in=None) | Q(allowed=False) | ~Q(sign_in=None),
                name="device_is_allowed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(entered_at=None) | Q(allowed=True),
                name="machine_lets_in_who_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"device/{self.public_id}"


class UsedAssertion(models.Model):
    """A signed assertion with which a client showed who it is. It works once."""

    key = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="assertion_is_used_once")]

    def __str__(self) -> str:
        return f"assertion/{self.pk}"


class LogoutNotice(models.Model):
    """A client that must still hear that somebody signed out (OpenID back-channel logout)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    permit = models.ForeignKey(Permit, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["permit"], name="client_is_told_once_per_permit")
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(heard_at=None), name="logout_notice_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"logout/{self.public_id}"
