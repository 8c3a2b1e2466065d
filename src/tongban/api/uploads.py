"""Files for applications: sent first, then named when applying."""

from typing import Annotated
from uuid import UUID

from django.utils.timezone import now
from ninja import File, Router, Status
from ninja.files import UploadedFile
from pydantic import BaseModel

from tongban.api.auth import ApiRequest
from tongban.api.reading import is_storable
from tongban.cases import operations
from tongban.files.judging import LARGEST

router = Router(tags=["cases"])

Sent = Annotated[UploadedFile, File(description="A JPEG, PNG, WebP or PDF of at most 10 MB")]


class UploadOut(BaseModel):
    """A file as it is kept: pictures are made anew. Name its `id` when applying."""

    id: UUID
    name: str
    kind: str
    size: int


@router.post("", response={201: UploadOut}, operation_id="upload")
def upload(request: ApiRequest, file: Sent) -> Status[UploadOut]:
    """Give a file, to be named in an application within a day; after that it is forgotten."""
    name = file.name or ""
    kept = operations.store_upload(
        owner=request.auth.person,
        name=name if is_storable(name) else "",
        data=file.read(LARGEST + 1),  # one more than may be is enough to refuse it
        at=now(),
    )
    return Status(201, UploadOut(id=kept.public_id, name=kept.name, kind=kept.kind, size=kept.size))
