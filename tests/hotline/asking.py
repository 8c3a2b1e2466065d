"""An office at work on requests, and somebody who asks."""

from datetime import datetime
from io import BytesIO

from PIL import Image

from tests.builders import MONDAY, a_person, a_post, an_authority
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.hotline import operations
from tongban.hotline.models import Request
from tongban.hotline.rules.contents import Asked
from tongban.identity.models import Person
from tongban.ratings import operations as ratings
from tongban.ratings.models import Rating
from tongban.ratings.queries import occasion_about
from tongban.ratings.rules import Opinion

WORDS = "小区西门的路灯坏了一个星期，晚上老人看不清路"
DONE = "3月3日由路灯班王师傅更换灯泡"


def a_request(
    *, by: Person | None = None, kind: str = "complaint", authority: str = "MPS", **more: object
) -> Request:
    """A request at the only office there is."""
    an_authority()
    said = Asked(kind=kind, text=str(more.pop("text", WORDS)), authority=authority, **more)
    return operations.ask(said=said, by=by or a_person("李敏"), at=MONDAY)


def an_answered(post: Post, *, at: datetime = MONDAY, **more: object) -> Request:
    request = a_request(**more)
    return operations.reply(request=request, answer="已修好", evidence=DONE, by=post, at=at)


def a_rating(asked: Request, level: int = 1, words: str = "", *, at: datetime = MONDAY) -> Rating:
    """What its asker says about the answer; with a bad one they want to be called."""
    occasion = occasion_about(asked.ref)
    assert occasion
    said = Opinion(level, (), words, may_call=True)
    return ratings.rate(occasion=occasion, opinion=said, by=asked.asker, at=at)


def a_chief(post: Post) -> Post:
    return a_post("何静", office=post.office, role=Role.CHIEF)


def a_photo(*, size: int = 40, colour: str = "red", place: bool = True) -> bytes:
    """A JPEG that says where it was taken."""
    out, exif = BytesIO(), Image.Exif()
    if place:
        exif[0x010F] = "Camera of Ana"
        exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (size, size), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()
