"""Building the search index from the tables."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from tongban.catalog.models import Service
from tongban.catalog.queries.directory import published_services
from tongban.catalog.queries.finding import fingerprint, rebuild_note
from tongban.catalog.queries.offers import offered
from tongban.catalog.search import Entry, Words, build
from tongban.catalog.search.folder import alone

BUILT_FROM = "built-from"


def reindex(*, at: datetime) -> int:
    """Build a new index beside the old one and swap it in; says how many services it holds.

    Waits while another process builds one.
    """
    with alone(Path(settings.TONGBAN_INDEX)):
        return _reindex(at)


def reindex_if_stale(*, at: datetime) -> int:
    """Build the index if the catalogue or its words have changed since, or somebody missed it.

    Leaves it to the other one when another process is building.
    """
    with alone(Path(settings.TONGBAN_INDEX), wait=False) as free:
        return _reindex(at) if free and not is_fresh() else 0


def _reindex(at: datetime) -> int:
    seen = _made_of()
    rebuild_note().unlink(missing_ok=True)
    elsewhere = set(offered().values_list("service", flat=True))
    entries = [
        _entry(service, elsewhere=service.pk in elsewhere)
        for service in published_services().prefetch_related("themes")
    ]
    build(Path(settings.TONGBAN_INDEX), entries, Words.load(_word_lists()))
    (Path(settings.TONGBAN_INDEX) / BUILT_FROM).write_text(f"{seen}\n{at.isoformat()}\n")
    return len(entries)


def is_fresh() -> bool:
    try:
        built_from = (Path(settings.TONGBAN_INDEX) / BUILT_FROM).read_text().partition("\n")[0]
    except OSError:
        return False
    return built_from == _made_of() and not rebuild_note().exists()


def _made_of() -> str:
    """The catalogue as it is now, and the lists of words; only their dates, so it is quick."""
    lists = sorted(_word_lists().glob("*.csv"))
    seen = [f"{each.name}|{each.stat().st_size}|{each.stat().st_mtime_ns}" for each in lists]
    return f"{fingerprint()}-{sha256(chr(10).join(seen).encode()).hexdigest()[:16]}"


def _word_lists() -> Path:
    return Path(settings.TONGBAN_PACK) / "words"


def _entry(service: Service, *, elsewhere: bool) -> Entry:
    audience = [("person", service.for_person), ("organisation", service.for_organisation)]
    return Entry(
        id=service.code,
        names=service.names,
        aliases=service.aliases,
        summary=" ".join(service.summary.values()),
        authority=service.authority.names.get("zh", ""),
        themes=[
            word for theme in service.themes.all() for word in (theme.code, *theme.names.values())
        ],
        kind=service.kind,
        region=service.region.code if service.region else "",
        audience=[name for name, holds in audience if holds],
        online=service.online or elsewhere,
    )
