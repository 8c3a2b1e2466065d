"""The index folder: every build is a new generation, and one small file says which counts."""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from tongban.catalog.search.entries import IndexMissing

FORMAT = 2  # raise it when old folders can no longer be read
CURRENT = "current"
MANIFEST = "manifest.json"
KEPT = 2  # the current generation, and the one that a reader may be opening right now


@dataclass(frozen=True)
class Stamp:
    """Which generation a reader saw; comparing two costs one `stat`."""

    inode: int
    changed: int


def stamp(folder: Path) -> Stamp:
    try:
        seen = (folder / CURRENT).stat()
    except OSError as error:
        raise IndexMissing(f"no search index in {folder}") from error
    return Stamp(seen.st_ino, seen.st_mtime_ns)


@contextmanager
def alone(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Be the only builder of this index, on this machine. Without `wait`: whether one is.

    The lock lies beside the folder, which may be deleted at any time, and ends with its process.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def begin(folder: Path) -> Path:
    """A new empty generation that no reader sees yet. What a killed builder left is cleared away."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("g-*"):
        if not (left / MANIFEST).exists():
            shutil.rmtree(left, ignore_errors=True)
            left.unlink(missing_ok=True)
    return Path(mkdtemp(prefix="g-", dir=folder))


def publish(generation: Path, *, count: int) -> None:
    """Makes a finished generation the one that counts, in one rename; clears away older ones."""
    sizes = {
        each.name: each.stat().st_size for each in generation.iterdir() if each.suffix != ".lock"
    }
    manifest = {"format": FORMAT, "count": count, "sizes": sizes}
    (generation / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    folder = generation.parent
    pointer = folder / f"{generation.name}.{CURRENT}"
    pointer.write_text(generation.name, encoding="utf-8")
    pointer.replace(folder / CURRENT)
    generations = [
        each for each in folder.glob("g-*") if each.is_dir() and (each / MANIFEST).exists()
    ]
    generations.sort(key=lambda each: (each / MANIFEST).stat().st_mtime_ns, reverse=True)
    for old in generations[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def current(folder: Path) -> Path:
    """The generation that counts, with all of its files at their full size."""
    try:
        generation = folder / (folder / CURRENT).read_text(encoding="utf-8").strip()
        manifest = json.loads((generation / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise IndexMissing(f"the search index in {folder} is of another version")
        for name, size in manifest["sizes"].items():
            if (generation / name).stat().st_size != size:
                raise IndexMissing(f"{name} in {generation} is damaged")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexMissing(f"no usable search index in {folder}") from error
    return generation
