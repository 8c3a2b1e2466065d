"""What several endpoints are asked with."""

from typing import Annotated
from uuid import UUID

from ninja import Header

from tongban.api.reading import is_storable

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=80,
        pattern=r"^[!-~]+$",
        alias="Idempotency-Key",
        description="Sending the same request again with the same key changes nothing more.",
    ),
]


def named(ref: str) -> dict[str, object]:
    """How to look for a case that is named by its id or by its number."""
    try:
        return {"public_id": UUID(ref)}
    except ValueError:
        return {"reference": ref.upper() if is_storable(ref) else ""}
