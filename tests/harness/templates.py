"""A home prepared once, to be copied: tables and a pack, but no keys and nobody in it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.harness.tables import Tables
from tongban.config.running.home import make_demo_home
from tongban.config.running.prepare import STATE

ROOT = Path(__file__).resolve().parents[2]
PREPARE = [sys.executable, "-m", "tongban.config.commands", "prepare", "--base"]


@dataclass(frozen=True)
class Template:
    """Where it lies."""

    tables: Tables

    @classmethod
    def prepare(cls, home: Path, server: str = "") -> "Template":
        """In SQLite, or as a database of this PostgreSQL."""
        make_demo_home(home)
        tables = Tables(home, server)
        tables.create()
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TONGBAN_")}
        ours = {"TONGBAN_HOME": str(home), "TONGBAN_DEMO": "yes"}
        ours["TONGBAN_DATABASE"] = tables.address
        paths = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        done = subprocess.run(
            PREPARE,
            env=kept | ours | paths | {"DJANGO_SETTINGS_MODULE": "tongban.config.settings"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return cls(tables)

    def copy_to(self, home: Path) -> Tables:
        make_demo_home(home)
        shutil.copytree(self.tables.home / "index", home / "index")
        shutil.copy(self.tables.home / STATE, home / STATE)  # so that only its own is prepared
        copied = Tables(home, self.tables.server)
        copied.copy(self.tables)
        return copied
