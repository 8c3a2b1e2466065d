"""The live list of addresses, read from Django's own."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

EXAMPLES = {
    "uuid": "6f1c2d34-0000-4000-8000-000000000000",
    "uuidstr": "6f1c2d34-0000-4000-8000-000000000000",  # as ninja calls it
    "int": "1",
    "slug": "none",
    "path": "none",
    "str": "none",
    "suffix": "json",
}


def live() -> list[str]:
    return sorted(set(_below(get_resolver(), "/")))


def _below(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        written = prefix + str(each.pattern).removeprefix("^").removesuffix("$").rstrip("\\Z")
        if isinstance(each, URLResolver):
            yield from _below(each, written)
        elif isinstance(each, URLPattern):
            yield re.sub(r"<(\w+):\w+>", r"<\1>", re.sub(r"<(\w+)>", r"<str:\1>", written))


def example(route: str) -> str:
    """An address of that shape about something that does not exist."""
    return re.sub(r"<(\w+)>", lambda found: EXAMPLES.get(found[1], "none"), route)
