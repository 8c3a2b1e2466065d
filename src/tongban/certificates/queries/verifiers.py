"""Who may check codes, and where."""

from datetime import datetime
from uuid import UUID

from tongban.catalog.models import Post
from tongban.certificates.models import Scene, Verifier
from tongban.certificates.models.verifiers import VerifierQuerySet
from tongban.identity.queries import token_digest


def scenes() -> list[Scene]:
    """Every kind of place where codes are shown. Anyone may ask."""
    return list(Scene.objects.order_by("code"))


def scene_called(code: str) -> Scene | None:
    """The scene that a pack calls so. Anyone may ask."""
    return Scene.objects.filter(code=code).first()


def verifiers_of(post: Post) -> VerifierQuerySet:
    """The verifiers that an office registered, the newest first; for its chief."""
    return (
        Verifier.objects.filter(office_code=post.office.code)
        .select_related("scene", "keeper")
        .order_by("-registered_at", "-pk")
    )


def verifier_called(code: str, *, at: datetime) -> Verifier | None:
    """The verifier with this public name. Anyone may ask: whoever shows a code wants to know."""
    return Verifier.objects.live(at=at).select_related("scene").filter(code=code).first()


def verifier_named(public_id: UUID, *, at: datetime) -> Verifier | None:
    """The verifier that signed in on a device, while it is registered."""
    found = Verifier.objects.live(at=at).filter(public_id=public_id)
    return found.select_related("scene", "keeper").first()


def verifier_with_key(plain: str, *, at: datetime) -> Verifier | None:
    """Whose key this is; None when it is unknown, ended or expired."""
    found = Verifier.objects.live(at=at).filter(digest=token_digest(plain))
    return found.select_related("scene", "keeper").first()
