"""How people rate, for everybody: by authority, by service and by platform, with sample sizes."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases.queries import platform_name
from tongban.catalog.models import in_language
from tongban.catalog.queries import authority_names, service_names
from tongban.design.pages import page
from tongban.federation.queries import is_hub
from tongban.ratings import queries
from tongban.ratings.rules import ANONYMOUS_BELOW, TOO_FEW, Kind, Level, Obtained

SHOWN = 50
WAYS = ("authority", "service", "kind", "node")


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Sealed ratings only. Few are marked as few; of very few nothing but that is said."""
    by = request.GET.get("by", "")
    by = by if by in WAYS[: 4 if is_hub() else 3] else "authority"
    authority = request.GET.get("authority", "")[:32] if by == "service" else ""
    lines = queries.figures(by, authority=authority)[:SHOWN]
    names = _names(by, [line.key for line in lines])
    tags = queries.norms_named(code for line in lines for code, _count in line.tags)
    labels = dict(Obtained.choices)
    shown = [
        {
            "line": line,
            "name": names.get(line.key) or line.key or _("Not named"),
            "levels": [(Level(level).label, level, n) for level, n in line.levels.items()],
            "tags": [(in_language(tags[code].names), n) for code, n in line.tags if code in tags],
            "ways": [(labels.get(Obtained(way), way), n) for way, n in line.ways.items()],
        }
        for line in lines
    ]
    context = {
        "shown": shown,
        "by": by,
        "is_hub": is_hub(),
        "all": sum(line.count for line in lines),
        "few": TOO_FEW,
        "hidden": ANONYMOUS_BELOW,
        "of": _names("authority", [authority]).get(authority, authority),
    }
    return page(request, "portal/ratings/public.html", context)


def _names(by: str, keys: Iterable[str]) -> dict[str, Any]:
    keys = [key for key in keys if key] if by != "node" else list(keys)
    if by == "authority":
        return {code: in_language(names) for code, names in authority_names(keys).items()}
    if by == "service":
        found = {code: in_language(each.names) for code, each in service_names(keys).items()}
        return {"12345": _("Requests (12345)"), **found}
    if by == "kind":
        return {key: Kind(key).label for key in keys}
    return {key: platform_name(key) for key in keys}
