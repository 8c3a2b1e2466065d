"""Keeping the register of purposes as the pack writes it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tongban.privacy.models import Purpose

FACTS: Final = ("names", "says", "basis", "law", "fields", "reads", "keeps", "confidence")


def load_purposes(rows: Iterable[Mapping[str, Any]]) -> int:
    """Make the register what a pack says; what it names no longer is gone."""
    codes = []
    for position, row in enumerate(rows):
        facts = {name: row[name] for name in FACTS} | {"position": position}
        Purpose.objects.update_or_create(code=row["id"], defaults=facts)
        codes.append(row["id"])
    Purpose.objects.exclude(code__in=codes).delete()
    return len(codes)
