"""People, and what the population register knows of them."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedJSON, SealedText
from tongban.crypto import vault
from tongban.identity.rules import Level, masked_name, masked_number

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
    id_index = models.CharField(max_length=64, null=True)  # noqa: DJ001  absent is not ""
    phone = SealedText(blank=True)
    phone_index = models.CharField(max_length=64, null=True)  # noqa: DJ001
    facts = SealedJSON(default=dict)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.DECLARED)
    region = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=10, blank=True)
    elder = models.BooleanField(default=False)
    preferred_at = models.DateTimeField(null=True, blank=True)  # when language or elder was chosen
    is_official = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)  # invented, for demonstrations
    created_at = models.DateTimeField()

    objects = PersonManager()

    USERNAME_FIELD = "login_name"

    class Privacy:
        personal = ("name", "id_number", "phone", "facts", "region")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id_index"], name="person_has_one_id_number"),
            models.UniqueConstraint(fields=["phone_index"], name="person_has_one_phone"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="person_level_is_one_to_four"
            ),
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


class RegisterEntry(models.Model):
    """A row of the pretend population register, sealed like the real one would be."""

    number_index = models.CharField(max_length=64, unique=True)
    content = SealedJSON()  # name, number, sex, ethnicity, birth_on, address, region

    class Privacy:
        personal = ("content",)
        apart = "the population register, which the platform only asks"

    def __str__(self) -> str:
        return f"register/{self.pk}"
