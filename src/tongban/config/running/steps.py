"""The steps of the preparation. What needs Django is imported only when a step runs."""

import os
from collections.abc import Iterable
from pathlib import Path

from tongban.config.running.prepare import ROOT, SOURCE, Step


def words(_home: Path) -> str:
    """Compile the catalogues."""
    import polib

    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    for catalogue in catalogues:
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
    return f"{len(catalogues)} catalogues"


def static(_home: Path) -> str:
    """Collect, name by content and compress what browsers fetch."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    return ""


def tables(_home: Path) -> str:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    return ""


def _catalogues() -> Iterable[Path]:
    return (ROOT / "locale").glob("*/LC_MESSAGES/*.po")


def _static_sources() -> Iterable[Path]:
    yield ROOT / "requirements" / "product.txt"
    yield from (path for path in SOURCE.glob("*/static/**/*") if path.is_file())


def _migrations() -> Iterable[Path]:
    yield ROOT / "requirements" / "product.txt"
    yield from SOURCE.glob("*/migrations/*.py")


def _words_there(_home: Path) -> bool:
    return all(path.with_suffix(".mo").exists() for path in _catalogues())


def _static_there(_home: Path) -> bool:
    return (ROOT / "build" / "static" / "staticfiles.json").exists()


def _tables_there(home: Path) -> bool:
    elsewhere = os.environ.get("TONGBAN_DATABASE", "sqlite") != "sqlite"
    return elsewhere or (home / "tongban.sqlite3").exists()


ALWAYS = [
    Step("words", "texts in every language", _catalogues, words, _words_there),
    Step("static", "pictures, styles and scripts", _static_sources, static, _static_there),
    Step("tables", "tables of the database", _migrations, tables, _tables_there),
]
DEMO = [*ALWAYS]
