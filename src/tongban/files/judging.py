"""Judging files by what they are, not by what they are called; pictures are made anew."""

import warnings
from dataclasses import dataclass
from io import BytesIO

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 64_000_000
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PDF = "application/pdf"


class Unfit(Exception):
    """Why a file cannot be taken: too_large, unreadable, locked, active, too_many_pixels."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Checked:
    content: bytes
    kind: str


def checked(content: bytes) -> Checked:
    """The file as it may be kept. Raises Unfit."""
    if len(content) > LARGEST:
        raise Unfit("too_large")
    kind = _kind(content)
    if kind == PDF:
        from tongban.files import papers  # 10 MB that only those who upload need

        why = papers.unfit(content)
        if why:
            raise Unfit(why)
        return Checked(content, PDF)
    if kind in PICTURES:
        return _made_anew(content, kind)
    raise Unfit("unreadable")


def _kind(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        raise Unfit("unreadable") from None


def _made_anew(content: bytes, kind: str) -> Checked:
    """The same picture without its metadata: place, time and camera stay with the sender."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[PICTURES[kind]]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unfit("too_many_pixels")
                picture.load()
                plain = ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError:
        raise Unfit("too_many_pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Unfit("unreadable") from None
    fresh = _written(plain, PICTURES[kind])
    if len(fresh) > LARGEST:
        fresh, kind = _written(plain, "JPEG"), "image/jpeg"
    if len(fresh) > LARGEST:
        raise Unfit("too_large")
    return Checked(fresh, kind)


def _written(picture: Image.Image, form: str) -> bytes:
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    picture = picture.convert("RGBA" if transparent and form != "JPEG" else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    if form == "PNG":
        bare.save(out, "PNG", optimize=False)
    else:
        bare.save(out, form, quality=88)
    return out.getvalue()
