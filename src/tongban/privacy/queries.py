"""Reading who looked."""

from django.db.models import QuerySet

from tongban.identity.models import Person
from tongban.privacy.models import Access


def accesses_to(person: Person) -> QuerySet[Access]:
    """Every look at a person's data by somebody else, latest first. Only that person may ask."""
    return Access.objects.filter(person=person).select_related("by").order_by("-at", "-pk")
