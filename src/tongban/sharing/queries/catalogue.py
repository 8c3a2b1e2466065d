"""What registers share."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tongban.catalog.models import Post
from tongban.federation.queries import HERE
from tongban.sharing.models import RegisterRow, Resource, SharingRequest


def resources() -> QuerySet[Resource]:
    """Every register that is shared, here or elsewhere, our own first. For officials."""
    return Resource.objects.filter(withdrawn_at=None).order_by("node", "code")


def resource_called(code: str) -> Resource | None:
    return resources().filter(code=code).first()


def asked_of(codes: Iterable[str], service: str, *, at: datetime) -> dict[str, Resource]:
    """Which of these registers we may ask for a service now. Its applicants may know that."""
    wanted = [code for code in codes if code]
    if not wanted:
        return {}
    live = SharingRequest.objects.live(at=at).filter(
        resource__in=wanted, service=service, asker=HERE
    )
    allowed = set(live.values_list("resource", flat=True))
    return {each.code: each for each in resources().filter(code__in=allowed)}


def row_called(public_id: UUID, post: Post) -> tuple[RegisterRow, Resource] | None:
    """A row of a register that the post's own office keeps, after it was opened."""
    row = RegisterRow.objects.filter(public_id=public_id).first()
    if row is None:
        return None
    resource = resources().filter(code=row.resource, node=HERE, office=post.office.code).first()
    return (row, resource) if resource else None
