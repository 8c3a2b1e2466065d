"""Files as people send them, good and bad."""

import io
import zipfile

from PIL import Image


def a_photo() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (640, 400), "lightblue").save(out, "PNG")
    return out.getvalue()


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("letter.txt", "not a picture")
    return out.getvalue()


def a_huge_photo() -> bytes:
    """A picture of 20 MB."""
    return a_photo() + bytes(20 * 1024 * 1024)
