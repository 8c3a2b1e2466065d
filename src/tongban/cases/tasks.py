"""What the worker does for cases."""

import base64
from datetime import datetime

from tongban.cases import operations, queries
from tongban.cases.models import Upload
from tongban.federation import operations as federation


def fetch_files(*, at: datetime) -> int:
    """Fetch files that were too large to come along with their case; says how many are here now."""
    return sum(_fetched(upload, at=at) for upload in queries.awaited_files())


def _fetched(upload: Upload, *, at: datetime) -> bool:
    """Piece by piece, and only kept as a whole. What is not there yet is asked for again."""
    content = b""
    while len(content) < upload.size:
        data = {"file": str(upload.public_id), "offset": len(content)}
        try:
            said = federation.ask("case.file", of=upload.awaited_from, data=data, at=at)
        except (federation.PeerAway, federation.PeerSaidNo):
            return False
        piece = base64.b64decode(str(said.get("content", "")))
        if not piece:
            return False
        content += piece
    return operations.complete_file(upload=upload, content=content, at=at)
