"""Files as people send them, good and bad."""

import io
import os
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
    """A picture of 20 MB: noise does not compress."""
    out = io.BytesIO()
    Image.frombytes("RGB", (2900, 2400), os.urandom(2900 * 2400 * 3)).save(out, "PNG")
    return out.getvalue()
