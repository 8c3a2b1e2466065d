"""What several endpoints are asked with."""

from typing import Annotated
from uuid import UUID

from ninja import Header, Query

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

Words = Annotated[str, Query(max_length=200, description="Words, in Chinese, pinyin, English …")]
Region = Annotated[str, Query(max_length=12, description="The code of a region (GB/T 2260)")]
Level = Annotated[int, Query(ge=1, le=5)]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most")]
Offset = Annotated[int, Query(ge=0, le=10_000, description="How many to leave out first")]


def named(ref: str) -> dict[str, object]:
    """How to look for a case that is named by its id or by its number."""
    try:
        return {"public_id": UUID(ref)}
    except ValueError:
        return {"reference": ref.upper() if is_storable(ref) else ""}
