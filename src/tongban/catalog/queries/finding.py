"""Search: the index answers; while there is none, a plain look into the tables does."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, Q, Sum

from tongban.catalog.models import Service
from tongban.catalog.queries.directory import browse, published_services
from tongban.catalog.queries.offers import offered
from tongban.catalog.search import Index, IndexMissing, Suggestion
from tongban.federation.queries import HERE, here

LONGEST = 200
CANDIDATES = 300


@dataclass(frozen=True)
class Found:
    """Services that answer a question, best first.

    `plain` says that the index is away and only names were compared; `relaxed` that nothing
    fits the whole of the question.
    """

    services: list[Service] = field(default_factory=list)
    total: int = 0
    suggestion: str = ""
    relaxed: bool = False
    plain: bool = False


_open: dict[Path, Index] = {}
_lock = threading.Lock()


def find(
    query: str,
    *,
    region: str = "",
    audience: str = "",
    online_only: bool = False,
    theme: str = "",
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """The services that answer a question. Anyone may ask; an empty question lists all."""
    query = query.strip()[:LONGEST]
    index = _index()
    if index is None:
        choice = browse(audience=audience, theme=theme, online_only=online_only)
        rows = _by_name(query, list(choice.filter(_named_like(query))[:CANDIDATES]))
        return Found(rows[offset : offset + limit], len(rows), plain=True)
    result = index.search(
        query,
        region=region,
        audience=audience,
        online_only=online_only,
        theme=theme,
        limit=limit,
        offset=offset,
    )
    known = {each.code: each for each in published_services().filter(code__in=result.ids)}
    services = [known[code] for code in result.ids if code in known]
    return Found(services, result.total, result.suggestion or "", result.relaxed)


def suggest(prefix: str, *, limit: int = 8) -> list[Suggestion]:
    """Names that what was typed may become; nothing while there is no index."""
    prefix = prefix.strip()[:LONGEST]
    index = _index() if prefix else None
    return index.suggest(prefix, limit) if index else []


def warm_up() -> None:
    """Open the index before the first question. Touches no table."""
    _index()


def fingerprint() -> str:
    """Changes whenever services are added, published anew, switched on or withdrawn, here or by
    other nodes. Who else does what is done here, and how, is not in the index."""
    seen = Service.objects.aggregate(
        Count("pk"),
        Max("pk"),
        Sum("version_id"),
        Count("withdrawn_at"),
        on=Count("pk", filter=Q(online=True)),
    )
    if here():
        seen |= offered().aggregate(
            done=Count("service", distinct=True, filter=Q(service__online=False)),
            newest=Max("published_at", filter=~Q(service__node=HERE)),
        )
    return "-".join(str(value) for value in seen.values())


def _index() -> Index | None:
    """The index, taken up anew when there is a newer one; meanwhile others go on with the old."""
    folder = Path(settings.TONGBAN_INDEX)
    index = _open.get(folder)
    if not _lock.acquire(blocking=index is None):
        return index
    try:
        index = _open.get(folder)
        if index is None:
            index = _open[folder] = Index.open(folder)
        else:
            index.reload_if_changed()
    except IndexMissing:
        _open.pop(folder, None)
        ask_for_index()
        return None
    finally:
        _lock.release()
    return index


def ask_for_index() -> None:
    """Leave a note for the worker, who builds the index."""
    note = rebuild_note()
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()


def rebuild_note() -> Path:
    return Path(settings.TONGBAN_HOME) / "spool" / "rebuild-index"


def _named_like(query: str) -> Q:
    if not query:
        return Q()
    either = Q()
    for piece in _pieces(query):
        either |= Q(names__zh__icontains=piece) | Q(names__en__icontains=piece)
    return either


def _pieces(query: str) -> list[str]:
    """Words, and for Chinese every two characters that stand together."""
    pieces = []
    for word in query.lower().split():
        if word.isascii() or len(word) < 3:
            pieces.append(word)
        else:
            pieces += [word[at : at + 2] for at in range(min(len(word) - 1, 8))]
    return pieces[:8]


def _by_name(query: str, rows: list[Service]) -> list[Service]:
    pieces = _pieces(query)

    def fit(service: Service) -> tuple[int, bool, int]:
        name = " ".join(service.names.values()).lower()
        return (-sum(piece in name for piece in pieces), not service.online, len(name))

    return sorted(rows, key=fit) if pieces else rows
