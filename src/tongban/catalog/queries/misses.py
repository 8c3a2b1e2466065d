"""What people searched for in vain."""

from django.db.models import QuerySet

from tongban.catalog.models import SearchMiss


def search_misses() -> QuerySet[SearchMiss]:
    """Searches that found nothing, most frequent first. For the staff who mend the catalogue."""
    return SearchMiss.objects.order_by("-count", "-last_at", "pk")
