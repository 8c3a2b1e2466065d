"""What another node may ask about a case: only the one that has it."""

from typing import Any, Final
from uuid import UUID

from tongban.cases.models import Case, Material, Upload
from tongban.files import store as files

MOST: Final = 20  # files fetched in one go


def named(text: object) -> UUID:
    """The public id that another node means; one that names nothing if it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)


def case_about(ref: str) -> Case | None:
    """The case that a ref names, here or as a copy. For what other nodes say."""
    kind, _slash, name = ref.partition("/")
    return Case.objects.filter(public_id=named(name)).first() if kind == "case" else None


def awaited_files() -> list[Upload]:
    """Files of cases that came to us without them, oldest first. For the worker."""
    return list(Upload.objects.exclude(awaited_from="").order_by("pk")[:MOST])


def piece_for(node: str, public_id: object, offset: object) -> dict[str, Any]:
    """A piece of a file of a case that this node has; nothing when it has none with this file."""
    theirs = Upload.objects.filter(public_id=named(public_id), awaited_from="")
    upload = theirs.filter(materials__case__custodian=node).first() if node else None
    if upload is None or not isinstance(offset, int) or offset < 0:
        return {}
    return {"content": files.piece(upload.stored_as, offset), "size": upload.size}


def material_with(public_id: object, node: str) -> Material | None:
    """What a file was handed in as, in the case that this node has."""
    theirs = Material.objects.filter(upload__public_id=named(public_id), case__custodian=node)
    return theirs.select_related("case__applicant", "case__service__authority").first()
