"""Who asked registers, how often, and how it ended."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime

from tongban.catalog.models import Post
from tongban.federation.queries import HERE
from tongban.sharing.models import Resource, SharingCall, SharingRequest
from tongban.sharing.rules import ANSWERED, Outcome

PERIOD = timedelta(days=30)


class Line(NamedTuple):
    """How often one office asked one register."""

    resource: str
    asker: str
    service: str
    answered: int
    nothing: int
    people: int


def answered_today(request: SharingRequest, *, at: datetime) -> int:
    """How often a register of ours answered under an approval since midnight."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    calls = SharingCall.objects.filter(request=request, at__gte=midnight)
    return calls.filter(outcome__in=sorted(ANSWERED)).count()


def calls_by(post: Post) -> QuerySet[SharingCall]:
    """What officials of the post's office asked of registers elsewhere or here, latest first."""
    posts = [each.ref for each in post.office.posts.all()]
    asked = SharingCall.objects.filter(asker=HERE, under__in=posts)
    return asked.select_related("by").order_by("-at", "-pk")


def calls_of_ours(post: Post) -> QuerySet[SharingCall]:
    """What registers that the post's own office keeps were asked, latest first."""
    return _ours(post).select_related("by").order_by("-at", "-pk")


def figures(post: Post, *, at: datetime) -> list[Line]:
    """Calls of the last thirty days by register and asker, for the office that keeps them."""
    counted = (
        _ours(post)
        .filter(at__gt=at - PERIOD)
        .values("resource", "asker", "service")
        .annotate(
            answered=Count("pk"),
            nothing=Count("pk", filter=Q(outcome=Outcome.NOTHING)),
            people=Count("person", distinct=True),
        )
        .order_by("resource", "-answered", "asker", "service")
    )
    return [Line(**row) for row in counted]


def _ours(post: Post) -> QuerySet[SharingCall]:
    kept = Resource.objects.filter(node=HERE, office=post.office.code).values("code")
    return SharingCall.objects.filter(node=HERE, resource__in=kept)
