"""`./tongban pack check|load|new`: judge a data pack, load it, start a new service in it."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tongban.config.environment import ROOT

if TYPE_CHECKING:
    from tongban.catalog.packages.pack import Pack

DEFAULT = os.environ.get("TONGBAN_PACK", str(ROOT / "packs" / "china"))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongban pack", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="check|load|new")
    asked_check = commands.add_parser("check", help="say what is wrong with a pack")
    asked_check.add_argument("folder", nargs="?", default=DEFAULT)
    asked_check.set_defaults(run=check)
    asked_load = commands.add_parser("load", help="bring a pack into this installation")
    asked_load.add_argument("folder", nargs="?", default=DEFAULT)
    asked_load.set_defaults(run=load)
    asked_new = commands.add_parser("new", help="start a new service")
    asked_new.add_argument("name", help="such as library-card")
    asked_new.add_argument("--pack", default=DEFAULT, help="the folder of the pack")
    asked_new.set_defaults(run=new)
    asked = parser.parse_args(arguments)
    return int(asked.run(asked))


def check(asked: argparse.Namespace) -> int:
    """Print every fault with its file, line and remedy. 1 if there are any."""
    _without_an_installation()
    from tongban.catalog.packages import pack as packs
    from tongban.catalog.packages.checking import pack_faults

    folder = _shown(asked.folder)
    pack = packs.read(folder)
    faults = pack_faults(pack, on=datetime.now(UTC).date())
    for fault in faults:
        print(fault)
    if faults:
        print(f"\n{folder}: {len(faults)} to mend. Until then nothing of it can be loaded.")
        return 1
    listed = len(pack.rows("listings"))
    print(f"{folder}: no faults. {len(pack.services)} services to do here, {listed} listed.")
    return _check_platforms(Path(asked.folder).resolve().parent / "platforms", pack)


def _check_platforms(folder: Path, pack: "Pack") -> int:
    """What lies beside the pack, if anything does: profiles of platforms, how each does things
    differently, and zones."""
    from tongban.config import additions, profiles

    if not folder.is_dir():
        return 0
    found = profiles.read(_shown(str(folder)))
    faults = profiles.profile_faults(found, pack)
    faults = faults or additions.addition_faults(pack, _shown(str(folder.parent)))
    for fault in faults:
        print(fault)
    told = f"{len(faults)} to mend." if faults else f"no faults. {len(found.platforms)} platforms."
    print(f"{_shown(str(folder))}: {told}")
    return 1 if faults else 0


def load(asked: argparse.Namespace) -> int:
    """Load the whole pack, or print its faults and load nothing."""
    import django

    django.setup()
    from tongban.catalog.operations import indexing
    from tongban.catalog.packages.faults import PackBroken
    from tongban.config import packs

    folder, at = _shown(asked.folder), datetime.now(UTC)
    try:
        done = packs.load(folder, at=at, tell=_tell)
    except PackBroken as broken:
        for fault in broken.faults:
            print(fault)
        print(f"\n{folder}: {len(broken.faults)} to mend. Nothing was loaded.")
        return 1
    print(
        f"{folder}: {done.services} services, {done.changed} of them new or changed,"
        f" {done.published} versions published, {done.withdrawn} withdrawn."
    )
    _tell("in the search index", indexing.reindex(at=at))
    return 0


def new(asked: argparse.Namespace) -> int:
    """Write a package that passes the check."""
    from tongban.catalog.packages import starting

    try:
        file = starting.new(_shown(asked.pack), asked.name)
    except starting.CannotStart as sorry:
        print(f"tongban: {sorry}")
        return 1
    print(f"{file} is ready. Change its words, then:")
    print("  ./tongban pack check")
    print("  ./tongban pack load")
    return 0


def _without_an_installation() -> None:
    """Checking needs neither keys nor tables, only the sentences."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)


def _tell(what: str, count: int) -> None:
    print(f"  {what}: {count}")


def _shown(folder: str) -> Path:
    """The folder as a person would write it from here."""
    here = os.path.relpath(folder)
    return Path(folder if here.startswith("..") else here)
