"""What the operator's pages show, worked out from what the federation knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.catalog.models import in_language
from tongban.federation import operations, queries
from tongban.federation.models import Registry
from tongban.federation.queries import Neighbour
from tongban.federation.rules.registry import counts, fingerprint_of
from tongban.federation.rules.timing import SKEW
from tongban.workbench.federation.reasons import Reason, reason_for

SLOW: Final = timedelta(minutes=5)
ODD_CLOCK: Final = SKEW.total_seconds() / 4
SOON: Final = timedelta(hours=24)
SUITES: Final = {"intl": "Ed25519", "gm": "SM2 / SM3"}


@dataclass(frozen=True)
class Row:
    """A neighbour on the screen."""

    neighbour: Neighbour
    name: str
    state: str
    tone: str
    lag: str
    skew: str
    odd_clock: bool
    trouble: Reason | None


def row_of(each: Neighbour) -> Row:
    contact = each.contact
    state, tone = _state(each)
    return Row(
        neighbour=each,
        name=in_language(each.peer.names),
        state=state,
        tone=tone,
        lag=span(each.lag) if each.waiting else "",
        skew=f"{contact.skew:+.1f} s" if contact.skew is not None else "",
        odd_clock=contact.skew is not None and abs(contact.skew) > ODD_CLOCK,
        trouble=reason_for(contact.trouble) if contact.is_away else None,
    )


def overview(*, at: datetime) -> dict[str, Any]:
    rows = [row_of(each) for each in queries.neighbours(at=at)]
    held = queries.registry()
    living = [row for row in rows if not row.neighbour.peer.revoked]
    return {
        "rows": rows,
        "there": sum(row.tone == "ok" for row in living),
        "of": len(living),
        "waiting": sum(row.neighbour.waiting for row in living),
        "dead": sum(row.neighbour.dead + row.neighbour.dead_here for row in rows),
        "held": held,
        "number": held.version if held else "–",
        "held_state": registry_state(held, at=at),
        "held_trouble": reason_for(held.trouble) if held and held.trouble else None,
        "is_hub": queries.is_hub(),
        "suite": SUITES[settings.TONGBAN_SUITE],
        "fingerprint": operations.own_fingerprint(at=at),
        "motions": queries.open_motions(),
        "differences": queries.disagreements(),
        "here": queries.here(),
    }


def registry_state(held: Registry | None, *, at: datetime) -> str:
    """`none`, `expired`, `soon` or `good`."""
    if held is None:
        return "none"
    if held.expires_at <= at:
        return "expired"
    return "soon" if held.expires_at - at < SOON else "good"


def keys_of(entries: Sequence[dict[str, Any]], *, at: datetime) -> list[dict[str, Any]]:
    """The keys of an entry as people compare them."""
    return [
        {
            "fingerprint": fingerprint_of(entry["jwk"]),
            "suite": SUITES["gm" if entry["jwk"]["crv"] == "SM2" else "intl"],
            "counts": counts(entry, at=at),
            "since": datetime.fromisoformat(entry["not_before"]),
            "until": datetime.fromisoformat(entry["not_after"]) if entry["not_after"] else None,
        }
        for entry in entries
    ]


def span(length: timedelta) -> str:
    """How long, in the largest unit that fits."""
    seconds = int(length.total_seconds())
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if seconds < 3600:
        minutes = seconds // 60
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = seconds // 3600
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def _state(each: Neighbour) -> tuple[str, str]:
    if each.peer.revoked:
        return _("Excluded"), "bad"
    if each.contact.is_away:
        return _("Away"), "bad"
    if each.contact.reached_at is None:
        return _("Not heard yet"), "plain"
    if each.lag > SLOW:
        return _("Behind"), "warn"
    return _("Answers"), "ok"
