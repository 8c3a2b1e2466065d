"""A home prepared once, to be copied: tables and a pack, but no keys and nobody in it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tongban.config.running.home import make_demo_home

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
from pathlib import Path
import django
django.setup()
from tongban.config.running import prepare, steps
chosen = [step for step in steps.DEMO if step.name != "people"]
prepare.run(Path({home!r}), chosen, show=print)
"""


@dataclass(frozen=True)
class Template:
    """Where it lies."""

    home: Path

    @classmethod
    def prepare(cls, home: Path) -> "Template":
        make_demo_home(home)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TONGBAN_")}
        ours = {"TONGBAN_HOME": str(home), "TONGBAN_DEMO": "yes"}
        paths = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        done = subprocess.run(
            [sys.executable, "-c", PREPARE.format(home=str(home))],
            env=kept | ours | paths | {"DJANGO_SETTINGS_MODULE": "tongban.config.settings"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return cls(home)

    def copy_to(self, home: Path) -> None:
        shutil.copytree(self.home / "index", home / "index")
        with (
            closing(sqlite3.connect(self.home / "tongban.sqlite3")) as old,
            closing(sqlite3.connect(home / "tongban.sqlite3")) as new,
        ):
            old.backup(new)
