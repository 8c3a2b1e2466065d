"""Searches that found nothing, for the staff who mend the catalogue.

Looking something up must not write to the tables, so a miss is a line in a file first, and the
worker takes the lines in.
"""

import json
import os
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from tongban.catalog.models import SearchMiss

MOST_BYTES = 2_000_000  # of lines that wait; beyond it nothing is noted
NUMBERS = re.compile(r"\d{5,}[\dXx]?")  # a telephone or identity number is nobody's business

Line = tuple[str, str, str]


def note(query: str, *, region: str, language: str) -> None:
    """Leave one line for the worker. Long numbers are not kept."""
    words = NUMBERS.sub("#", " ".join(query.split()))[:100]
    path = _spool()
    if not words or (path.exists() and path.stat().st_size > MOST_BYTES):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps([words, region[:12], language[:10]], ensure_ascii=False) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def take_in(*, at: datetime) -> int:
    """Count the waiting lines into the table, and clear them away once they are there."""
    taken = _spool().with_suffix(".taken")
    if not taken.exists():
        if not _spool().exists():
            return 0
        _spool().rename(taken)
    counted = Counter(_lines(taken))
    with transaction.atomic():
        for (query, region, language), count in counted.items():
            miss, _new = SearchMiss.objects.get_or_create(
                query=query,
                region=region,
                language=language,
                defaults={"count": 0, "last_at": at},
            )
            SearchMiss.objects.filter(pk=miss.pk).update(count=F("count") + count, last_at=at)
    taken.unlink()
    return sum(counted.values())


def _lines(path: Path) -> list[Line]:
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            query, region, language = json.loads(line)
        except ValueError:  # a line cut short by a full disk
            continue
        found.append((str(query), str(region), str(language)))
    return found


def _spool() -> Path:
    return Path(settings.TONGBAN_HOME) / "spool" / "misses.jsonl"
