"""What the worker does for requests, over and over."""

from collections.abc import Callable, Iterable
from datetime import datetime

from tongban.catalog.queries import search_misses
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation
from tongban.hotline import operations, queries
from tongban.hotline.models import Photo, Request
from tongban.hotline.rules.problems import MISSES_THAT_COUNT, Source

AT_ONCE = 200


def watch(*, at: datetime) -> int:
    """Remind of what is late, give it to the next level, and close what nobody contested."""
    done = _each(queries.late_for_long(at=at), operations.escalate, at)
    done += _each(queries.late_and_unmarked(at=at), operations.supervise_late, at)
    return done + _each(queries.answered_for_long(at=at), operations.close_quietly, at)


def register_problems(*, at: datetime) -> int:
    """Put searches that often find nothing on the list."""
    misses = search_misses().filter(count__gte=MISSES_THAT_COUNT)[:AT_ONCE]
    for miss in misses:
        about = f"{miss.query}/{miss.region}/{miss.language}"
        operations.register(
            source=Source.SEARCH,
            about=about,
            what=miss.query,
            region=miss.region,
            count=miss.count,
            at=at,
        )
    return len(misses)


def fetch_photos(*, at: datetime) -> int:
    """Fetch photos that were too large to come along; says how many are here now."""
    return sum(_fetched(photo, at=at) for photo in queries.photos_to_fetch())


def _fetched(photo: Photo, *, at: datetime) -> bool:
    """Only kept as a whole. What is not there yet is asked for again."""
    data = {"photo": str(photo.public_id)}
    content = federation.fetch("request.photo", of=photo.node, data=data, size=photo.size, at=at)
    return content is not None and operations.complete_photo(photo=photo, content=content, at=at)


def _each(found: Iterable[Request], operation: Callable[..., Request], at: datetime) -> int:
    """One at a time; one that has moved on meanwhile is left alone."""
    done = 0
    for request in found:
        try:
            operation(request=request, at=at)
        except Refusal:
            continue
        done += 1
    return done
