"""Files as people send them, good and bad."""

import zipfile
from pathlib import Path

from PIL import Image


def a_photo(folder: Path) -> Path:
    """A small picture."""
    path = folder / "page.png"
    Image.new("RGB", (640, 400), "lightblue").save(path)
    return path


def a_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("letter.txt", "not a picture")
    return path


def a_huge_photo(folder: Path) -> Path:
    """A picture of 20 MB."""
    path = folder / "big.png"
    path.write_bytes(a_photo(folder).read_bytes() + bytes(20 * 1024 * 1024))
    return path
