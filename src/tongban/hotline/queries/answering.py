"""What other nodes may ask about a request: only those that have it."""

from typing import Any
from uuid import UUID

from tongban.files import store
from tongban.hotline.models import Photo


def piece_for(node: str, public_id: object, offset: object) -> dict[str, Any]:
    """A piece of a photo of a request that this node has or gave us; else nothing."""
    try:
        name = UUID(str(public_id))
    except ValueError:
        return {}
    photo = Photo.objects.exclude(stored_as="").filter(public_id=name).select_related("request")
    found = photo.first()
    if found is None or not isinstance(offset, int) or offset < 0:
        return {}
    if node not in {found.request.custodian, found.request.origin}:
        return {}
    return {"content": store.piece(found.stored_as, offset), "size": found.size}
