"""Reading the trail."""

from django.db.models import QuerySet

from tongban.audit.models import Entry


def trail_of(ref: str) -> QuerySet[Entry]:
    """Everything done to one thing, oldest first. Its owner and its handlers may ask."""
    return Entry.objects.filter(subject=ref).order_by("id")
