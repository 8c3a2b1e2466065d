"""What was done for somebody by another person."""

from datetime import datetime

from django.db.models import QuerySet

from tongban.cases.models import Act
from tongban.cases.rules import DECIDED, Status
from tongban.identity.models import Mandate, Person


def acts_under(mandate: Mandate) -> QuerySet[Act]:
    """What was done under a power, latest first. Both sides of it may ask, nobody else."""
    found = Act.objects.filter(mandate=mandate).select_related("case__service", "mandate")
    return found.order_by("-at", "-pk")


def acts_for(person: Person) -> QuerySet[Act]:
    """What others did for a person, latest first. Only she may ask, and an official before whom
    she stands."""
    found = Act.objects.filter(mandate__principal=person)
    return found.select_related("case__service", "mandate__agent").order_by("-at", "-pk")


def may_veto(act: Act, *, at: datetime) -> bool:
    """Whether it can still be stopped."""
    status = Status(act.case.status)
    over = status in DECIDED or status == Status.WITHDRAWN
    return act.vetoed_at is None and at <= act.veto_until and not over
