"""Collecting every text that people see, from Python and from templates."""

import subprocess
import tempfile
from pathlib import Path

import polib
from django.utils.translation import templatize

MARKS = [
    *["gettext_noop", "gettext_lazy", "ngettext_lazy:1,2"],
    *["pgettext:1c,2", "npgettext:1c,2,3", "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3"],
]


def collect(source: Path) -> polib.POFile:
    """Everything marked for translation below `source`, each text once, in order."""
    with tempfile.TemporaryDirectory(prefix="tongban-words-") as folder:
        files = [_readable(path, source, Path(folder)) for path in sorted(_marked(source))]
        listed, out = Path(folder, "files"), Path(folder, "found.pot")
        listed.write_text("\n".join(map(str, files)), encoding="utf-8")
        command = ["xgettext", "--from-code=UTF-8", "--language=Python", "--no-location"]
        command += [f"--keyword={mark}" for mark in MARKS] + ["--no-wrap", "--force-po"]
        subprocess.run([*command, f"--files-from={listed}", f"--output={out}"], check=True)
        found = polib.pofile(str(out))
    found.sort(key=_order)
    return found


def _marked(source: Path) -> list[Path]:
    code = [path for path in source.rglob("*.py") if "migrations" not in path.parts]
    return code + [p for p in source.rglob("templates/**/*") if p.suffix in {".html", ".txt"}]


def _readable(path: Path, source: Path, folder: Path) -> Path:
    """A template becomes something that reads like Python; Python stays where it is."""
    if path.suffix == ".py":
        return path
    copy = folder / "templates" / f"{path.relative_to(source)}.py"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(
        templatize(path.read_text(encoding="utf-8"), origin=str(path)), encoding="utf-8"
    )
    return copy


def _order(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid.lower(), entry.msgctxt or ""
