"""Reading the register of purposes, and what a person allows."""

from datetime import timedelta

from django.db.models import QuerySet

from tongban.identity.models import Person
from tongban.identity.queries import openid
from tongban.privacy.models import Purpose
from tongban.privacy.rules import Names, alone


def purposes() -> QuerySet[Purpose]:
    """The whole register, in the order in which people read it. Anyone may ask."""
    return Purpose.objects.order_by("position", "pk")


def purpose_names() -> dict[str, Names]:
    """What every purpose is called, by its code. Anyone may ask."""
    return dict(Purpose.objects.values_list("code", "names"))


def kept_for() -> dict[str, timedelta]:
    """How long the register lets each kind of thing be kept, where it names a time."""
    return {
        kept["id"]: timedelta(days=kept["days"])
        for purpose in purposes()
        for kept in purpose.keeps
        if "days" in kept
    }


def allows(person: Person, purpose: str) -> bool:
    """Whether a person has not taken back what stands alone. For those who work for the purpose."""
    row = openid.consent_to(person, alone(purpose))
    return row is None or row.withdrawn_at is None
