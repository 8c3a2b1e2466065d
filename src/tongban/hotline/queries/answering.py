"""What other nodes may ask about a request: only those that have it."""

import base64
from typing import Any, Final
from uuid import UUID

from tongban.files import store
from tongban.hotline.models import Photo

PIECE: Final = 256 * 1024  # bytes of a photo in one answer


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
    content = store.read(found.stored_as)[offset : offset + PIECE]
    return {"content": base64.b64encode(content).decode(), "size": found.size}
