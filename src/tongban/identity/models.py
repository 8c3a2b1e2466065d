from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tongban.core import vault
from tongban.core.fields import SealedJSON, SealedText
from tongban.identity.rules import GrantKind, Level, masked_name, masked_number

PHONE, ID_NUMBER = "identity.phone", "identity.id_number"


def phone_index(phone: str) -> str:
    return vault.blind(phone, place=PHONE)


def id_index(number: str) -> str:
    return vault.blind(number.upper(), place=ID_NUMBER)


def new_login_name() -> str:
    return f"p-{uuid4().hex}"


class PersonManager(BaseUserManager["Person"]):
    def with_phone(self, phone: str) -> "Person | None":
        return self.filter(phone_index=phone_index(phone)).first()


class Person(AbstractBaseUser):
    """Somebody: a citizen, an official, or both. What an official may do comes from a post.

    `facts` are what the population register said when the name and number matched:
    sex, ethnicity, birth_on (ISO date), address, region (GB/T 2260).
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    login_name = models.CharField(max_length=64, unique=True, default=new_login_name)
    name = SealedText(blank=True)
    id_number = SealedText(blank=True)
    id_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  absent is not ""
    phone = SealedText(blank=True)
    phone_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    facts = SealedJSON(default=dict)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.DECLARED)
    region = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=10, blank=True)
    elder = models.BooleanField(default=False)
    is_official = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = PersonManager()

    USERNAME_FIELD = "login_name"

    class Privacy:
        personal = ("name", "id_number", "phone", "facts", "region")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="person_level_is_one_to_four"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"person/{self.public_id}"

    @property
    def masked_name(self) -> str:
        return masked_name(self.name)

    @property
    def masked_id_number(self) -> str:
        return masked_number(self.id_number)

    @property
    def masked_phone(self) -> str:
        return masked_number(self.phone, front=3)


class Organisation(models.Model):
    """A firm or other legal person (法人)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, unique=True)
    legal_representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField()

    class Privacy:
        personal = ("legal_representative",)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"organisation/{self.public_id}"


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self, *, at: datetime) -> "GrantQuerySet":
        return self.filter(starts_at__lte=at, revoked_at=None).filter(
            Q(ends_at=None) | Q(ends_at__gt=at)
        )


class Grant(models.Model):
    """A power to act for an organisation, for some services or all, until it ends."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    kind = models.CharField(max_length=24, choices=GrantKind)
    services = models.JSONField(default=list)  # service ids; empty means all
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Privacy:
        personal = ("agent",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="grant_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["organisation", "agent", "kind"],
                condition=Q(revoked_at=None),
                name="grant_is_given_once",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"grant/{self.public_id}"


@dataclass(frozen=True)
class Actor:
    """Who acts, for whom, and under which grant. A citizen for herself has only `person`."""

    person: Person
    grant: Grant | None = None

    @property
    def organisation(self) -> Organisation | None:
        return self.grant.organisation if self.grant else None

    @property
    def public_id(self) -> UUID:
        return self.person.public_id

    @property
    def under(self) -> str:
        return self.grant.ref if self.grant else ""


class ApiToken(models.Model):
    """A bearer token of a person for the API. Only its digest is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person",)

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"token/{self.public_id}"
