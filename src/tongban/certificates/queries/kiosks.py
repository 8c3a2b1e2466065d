"""Which machine this is, and which ones an office keeps."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tongban.catalog.models import Post
from tongban.certificates.models import Kiosk, Verifier
from tongban.identity.queries import token_digest

WITH = ("verifier__scene", "verifier__keeper", "office__region")


def kiosk_named(public_id: UUID, *, at: datetime) -> Kiosk | None:
    """The machine that a browser was made into, while it is registered."""
    return _live(at).filter(verifier__public_id=public_id).first()


def kiosk_with_secret(plain: str, *, at: datetime) -> Kiosk | None:
    """Whose secret this is; None when it is unknown, or the machine was taken down."""
    return _live(at).filter(verifier__digest=token_digest(plain)).first()


def invented_kiosks(*, at: datetime) -> list[Kiosk]:
    """The machines of a demonstration, which anybody may try. For its start page only."""
    return list(_live(at).filter(verifier__keeper__synthetic=True).order_by("pk")[:6])


def kiosks_of(post: Post) -> QuerySet[Kiosk]:
    """The machines of an office, the newest first; for whoever keeps them there."""
    found = Kiosk.objects.filter(office=post.office).select_related(*WITH)
    return found.order_by("-verifier__registered_at", "-pk")


def _live(at: datetime) -> QuerySet[Kiosk]:
    running = Verifier.objects.live(at=at)
    return Kiosk.objects.filter(verifier__in=running).select_related(*WITH)
