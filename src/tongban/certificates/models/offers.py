"""Certificates in wallets that others made: offered, fetched, and taken back."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from tongban.certificates.models.wallet import Certificate
from tongban.certificates.rules import Status
from tongban.identity.models import Grant, Person


class Offer(models.Model):
    """A holder's word that one wallet may fetch one certificate, once, within minutes.

    What opens it is known by digest only: the secret of the link, the six digits, the code of a
    sign-in, and the token that the wallet gets for them.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=64)
    digits = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wallet = models.CharField(max_length=200, blank=True)  # as it calls itself; nobody checked it
    redirect_uri = models.CharField(max_length=500, blank=True)
    challenge = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    detailed = models.BooleanField(default=False)  # asked for with authorization_details
    used_at = models.DateTimeField(null=True)
    token = models.CharField(max_length=64, blank=True)
    token_until = models.DateTimeField(null=True)

    class Privacy:
        personal = ("person", "wallet")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="offer_has_a_link_of_its_own"),
            models.UniqueConstraint(fields=["state"], name="offer_has_a_state_of_its_own"),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="offer_has_a_code_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="offer_has_a_token_of_its_own"
            ),
            models.CheckConstraint(
                condition=Q(token="") | Q(used_at__isnull=False),
                name="offer_with_a_token_is_used",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="offer_ends_after_it_is_made"
            ),
        ]
        indexes = [models.Index(fields=["certificate", "made_at"], name="offer_by_certificate")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"offer/{self.public_id}"


class WalletCredentialQuerySet(models.QuerySet["WalletCredential"]):
    def running(self, *, at: datetime) -> "WalletCredentialQuerySet":
        return self.filter(expires_at__gt=at)

    def taken_back(self, *, at: datetime) -> "WalletCredentialQuerySet":
        """Ended ones, those of an ended certificate, and of who no longer acts for the firm."""
        over = Q(grant__revoked_at__isnull=False) | Q(grant__ends_at__lte=at)
        ended = ~Q(certificate__status=Status.VALID)
        ended |= Q(certificate__valid_until__lt=localdate(at))
        own = Q(revoked_at__isnull=False) | Q(person__is_active=False)
        return self.filter(own | over | ended)


class WalletCredential(models.Model):
    """One SD-JWT VC of a certificate: where its bit is. Its text exists only in the wallet."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, null=True, related_name="+")
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, null=True, related_name="+")
    wallet = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField()  # of the status list
    index = models.PositiveIntegerField()  # its bit there
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    once = models.BooleanField(default=False)  # made to be shown to one verifier, and forgotten
    event = models.CharField(max_length=24, blank=True)  # what the wallet said became of it

    objects = WalletCredentialQuerySet.as_manager()

    class Privacy:
        personal = ("person", "wallet")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "index"], name="wallet_credential_has_a_bit_of_its_own"
            )
        ]
        indexes = [
            models.Index(fields=["certificate", "issued_at"], name="credential_by_certificate"),
            models.Index(fields=["expires_at"], name="wallet_credential_by_end"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"credential/{self.public_id}"


class UsedNonce(models.Model):
    """A nonce that a wallet has answered. It is answered once."""

    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="nonce_is_answered_once")]
        indexes = [models.Index(fields=["expires_at"], name="used_nonce_by_end")]

    def __str__(self) -> str:
        return self.digest
