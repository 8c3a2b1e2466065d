"""Loading what a pack teaches about texts."""

from collections.abc import Iterable, Mapping
from typing import Any

from tongban.catalog.packages.reading import digest
from tongban.hotline.models import Taught
from tongban.hotline.queries.suggesting import forget_lessons
from tongban.hotline.rules.lessons import plain

Rows = Iterable[Mapping[str, Any]]


def load_lessons(*, duties: Rows, examples: Rows, classes: Rows, words: Rows) -> int:
    """Make the program know what the pack teaches; says how many examples there are."""
    content = {
        "duties": plain(duties, "authority", "words"),
        "examples": plain(examples, "text", "kind", "authority"),
        "classes": plain(classes, "code", "name_zh", "name_en", "name_ko", "authorities", "words"),
        "words": plain(words, "what", "words"),
    }
    kept, _new = Taught.objects.get_or_create(digest=digest(content), defaults={"content": content})
    Taught.objects.exclude(pk=kept.pk).delete()
    forget_lessons()
    return len(content["examples"])
