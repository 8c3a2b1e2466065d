"""The steps of the preparation. What needs Django is imported only when a step runs."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from tongban.config.demo.access import FILE
from tongban.config.platform import PLATFORMS
from tongban.config.running import browser
from tongban.config.running.home import stop
from tongban.config.running.prepare import ROOT, SOURCE, Step, say


def words(_home: Path) -> str:
    """Compile the catalogues."""
    import polib

    catalogues = sorted(_catalogues())
    for catalogue in catalogues:
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            fresh = compiled.with_suffix(f".{os.getpid()}")
            polib.pofile(str(catalogue)).save_as_mofile(str(fresh))
            fresh.replace(compiled)  # in one go, since somebody may be reading it
    return f"{len(catalogues)} catalogues"


def static(_home: Path) -> str:
    """Collect, name by content and compress what browsers fetch."""
    from django.core.management import call_command

    # Without `clear`: an installation that is running goes on with the files it knows.
    call_command("collectstatic", interactive=False, verbosity=0)
    return ""


def scripts(_home: Path) -> str:
    """Bring the scripts of other people that PyPI does not have."""
    return browser.bring()


def tables(_home: Path) -> str:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    return ""


def signing(_home: Path) -> str:
    """Keys to sign codes and messages with, unless there are some."""
    from django.utils.timezone import now

    from tongban.federation.providers import keyring

    keyring.ensure(at=now())
    return ""


def pack(_home: Path) -> str:
    """Load the data pack; a broken one is told fault by fault and changes nothing."""
    from django.conf import settings
    from django.utils.timezone import now

    from tongban.catalog.packages.faults import PackBroken
    from tongban.config import packs

    try:
        done = packs.load(Path(settings.TONGBAN_PACK), at=now(), tell=_tell)
    except PackBroken as broken:
        stop("\n".join(map(str, broken.faults)) + "\nNothing of the pack was loaded.")
    return f"{done.services} services, {done.published} versions published"


def people(home: Path) -> str:
    """The invented people of a demonstration."""
    from django.conf import settings
    from django.utils.timezone import now

    from tongban.catalog.packages import pack as packs
    from tongban.config.demo.people import seed

    pack = packs.read(Path(settings.TONGBAN_PACK))
    return f"{seed(pack, home, at=now(), platform=settings.PLATFORM)} people"


def index(_home: Path) -> str:
    """Build the search index."""
    from django.utils.timezone import now

    from tongban.catalog.operations import indexing

    return f"{indexing.reindex(at=now())} services"


def _tell(what: str, count: int) -> None:
    say(f"    {what}: {count}")


def _pack_files() -> Iterable[Path]:
    folder = Path(os.environ.get("TONGBAN_PACK", ROOT / "packs" / "china"))
    yield from (path for path in folder.rglob("*") if path.is_file())
    ours = os.environ.get("TONGBAN_PLATFORM")
    if ours:  # how this platform does things
        yield from (PLATFORMS / ours).glob("services/*.yaml")


def _people_files() -> Iterable[Path]:
    yield from _pack_files()
    yield from (SOURCE / "config" / "demo").glob("*.py")
    yield from PLATFORMS.rglob("*.yaml")


def _people_there(home: Path) -> bool:
    return (home / FILE).exists()


def _index_there(home: Path) -> bool:
    return (home / "index" / "built-from").exists()


def _catalogues() -> Iterable[Path]:
    return (ROOT / "locale").glob("*/LC_MESSAGES/*.po")


def _static_sources() -> Iterable[Path]:
    yield ROOT / "requirements" / "product.txt"
    yield from browser.listed()
    yield from (path for path in browser.FILES.rglob("*") if path.is_file())
    yield from (path for path in SOURCE.glob("*/static/**/*") if path.is_file())


def _migrations() -> Iterable[Path]:
    yield ROOT / "requirements" / "product.txt"
    yield from SOURCE.glob("*/migrations/*.py")


def _words_there(_home: Path) -> bool:
    return all(path.with_suffix(".mo").exists() for path in _catalogues())


def _static_there(_home: Path) -> bool:
    return (ROOT / "build" / "static" / "staticfiles.json").exists()


def _scripts_there(_home: Path) -> bool:
    return browser.is_there()


def _signing_there(home: Path) -> bool:
    path = Path(os.environ.get("TONGBAN_KEYS_FILE", home / "keys.json"))
    return path.exists() and bool(json.loads(path.read_text()).get("federation"))


def _nothing() -> Iterable[Path]:
    return ()


def _tables_there(home: Path) -> bool:
    elsewhere = os.environ.get("TONGBAN_DATABASE", "sqlite") != "sqlite"
    return elsewhere or (home / "tongban.sqlite3").exists()


SHARED = [  # by every installation that runs from this folder
    Step("words", "texts in every language", _catalogues, words, _words_there, True),
    Step("scripts", "scripts of others", browser.listed, scripts, _scripts_there, True),
    Step("static", "pictures, styles and scripts", _static_sources, static, _static_there, True),
]
OWN = [
    Step("tables", "tables of the database", _migrations, tables, _tables_there),
    Step("signing", "keys to sign with", _nothing, signing, _signing_there),
    Step("pack", "data pack", _pack_files, pack),
    Step("index", "search index", _pack_files, index, _index_there),
]
PEOPLE = Step("people", "people of the demonstration", _people_files, people, _people_there)

ALWAYS = [*SHARED, *OWN[:2]]
BASE = [*SHARED, *OWN]
NODE = [*OWN, PEOPLE]
DEMO = [*SHARED, *NODE]
