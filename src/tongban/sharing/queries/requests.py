"""Who asked to be allowed to ask."""

from django.db.models import QuerySet

from tongban.catalog.models import Post
from tongban.federation.queries import HERE
from tongban.sharing.models import Resource, SharingRequest
from tongban.sharing.rules import State


def requests_by(post: Post) -> QuerySet[SharingRequest]:
    """What the post's office asked for, latest first."""
    asked = SharingRequest.objects.filter(asker=HERE, office=post.office.code)
    return asked.select_related("asked_by").order_by("-asked_at", "-pk")


def requests_to(post: Post) -> QuerySet[SharingRequest]:
    """What others ask of registers that the post's own office keeps; what waits comes first."""
    kept = Resource.objects.filter(node=HERE, office=post.office.code).values("code")
    found = SharingRequest.objects.ours_to_decide().filter(resource__in=kept)
    return found.select_related("asked_by", "decided_by").order_by("-asked_at", "-pk")


def waiting_for(post: Post) -> int:
    return requests_to(post).filter(state=State.ASKED).count()


def approvals_for(resource: str, service: str) -> QuerySet[SharingRequest]:
    """What the owner decided about asking a register for a service, the newest first.

    A permission for another service is among them, last, so that the refusal can say so.
    """
    decided = SharingRequest.objects.filter(asker=HERE, resource=resource)
    decided = decided.exclude(state__in=[State.ASKED, State.REFUSED])
    same = decided.filter(service=service).order_by("-decided_at", "-pk")
    return same if same.exists() else decided.order_by("-decided_at", "-pk")
