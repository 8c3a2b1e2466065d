"""Photos of a request: made anew without their metadata, sealed, and kept with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from tongban.core.refusal import Refusal
from tongban.files import store
from tongban.files.judging import PICTURES, Unfit, checked
from tongban.hotline.models import Photo, Request
from tongban.hotline.operations.refusals import NoRoom, TooManyPhotos, UnfitPhoto
from tongban.hotline.rules.contents import MOST_PHOTOS


@dataclass(frozen=True)
class Kept:
    """A cleaned picture in the store, not yet with any request."""

    stored_as: str
    kind: str
    size: int
    digest: str


@contextmanager
def stored(contents: Sequence[bytes]) -> Iterator[list[Kept]]:
    """Clean pictures and keep them, before any transaction begins; forgotten after a refusal.

    Refuses with TooManyPhotos, UnfitPhoto or NoRoom.
    """
    kept: list[Kept] = []
    try:
        if len(contents) > MOST_PHOTOS:
            raise TooManyPhotos
        for content in contents:
            kept.append(_one(content))
        yield kept
    except Refusal:
        for each in kept:
            store.forget(each.stored_as)
        raise


def _one(content: bytes) -> Kept:
    try:
        picture = checked(content)
    except Unfit as unfit:
        raise UnfitPhoto from unfit
    if picture.kind not in PICTURES:
        raise UnfitPhoto
    name = store.new_name()
    try:
        store.keep(name, picture.content)
    except store.StoreFull as full:
        raise NoRoom from full
    digest = sha256(picture.content).hexdigest()
    return Kept(name, picture.kind, len(picture.content), digest)


def give(request: Request, kept: Sequence[Kept], *, purpose: str, at: datetime) -> None:
    """Put stored pictures with a request; the same picture counts once."""
    for each in kept:
        about = {"kind": each.kind, "size": each.size, "stored_as": each.stored_as, "at": at}
        Photo.objects.get_or_create(
            request=request, digest=each.digest, purpose=purpose, defaults=about
        )
