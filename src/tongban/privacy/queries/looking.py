"""Reading who looked."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localtime

from tongban.identity.models import Person
from tongban.privacy.models import Access
from tongban.privacy.rules import By


def accesses_to(person: Person, *, kinds: Collection[str] = ()) -> QuerySet[Access]:
    """Every look at a person's data by somebody else, latest first. Only that person may ask."""
    found = Access.objects.filter(person=person).select_related("by").order_by("-at", "-pk")
    return found.filter(kind__in=kinds) if kinds else found


def access_of(person: Person, public_id: UUID) -> Access | None:
    """One look at a person's data. Only that person may ask."""
    return accesses_to(person).filter(public_id=public_id).first()


def access_named(ref: str) -> Access | None:
    """The look that a request is about, for the office that is asked why."""
    kind, _slash, name = ref.partition("/")
    try:
        named = UUID(name)
    except ValueError:
        return None
    return Access.objects.filter(public_id=named).first() if kind == "access" else None


def looked_today(
    person: Person, *, under: str, about: str, at: datetime
) -> tuple[frozenset[str], str]:
    """What was written down today of looks by the same, at the same; and the reason last given."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    lately = Access.objects.filter(
        person=person, under=under, about=about, node="", at__gte=midnight, at__lte=at
    ).order_by("pk")
    seen, reason = set[str](), ""
    for access in lately:
        seen, reason = seen | set(access.fields), access.reason
    return frozenset(seen), reason


def counts_by_kind(person: Person) -> dict[str, int]:
    """How often each kind of reader looked. Only that person may ask."""
    kinds = list(Access.objects.filter(person=person).values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in By.values if kind in kinds}
