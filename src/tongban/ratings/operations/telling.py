"""Telling other nodes of a rating: those who had to do with it, and the hub, which counts."""

from datetime import datetime
from typing import Any

from tongban.federation import operations as federation
from tongban.federation.queries import here, hub
from tongban.ratings.models import Occasion, Rating


def tell(rating: Rating, occasion: Occasion, *, at: datetime) -> None:
    """Promise it to them. The hub, if it has nothing to do with the thing, gets no words."""
    if not here():
        return
    parties = {*occasion.told, occasion.node}
    said = _said(rating)
    federation.send("rating.given", to=parties, about=rating.about, data=said, at=at)
    if hub() not in parties:
        counted = said | {"counted": True, "comment": "", "may_call": False}
        federation.send("rating.given", to=[hub()], about=rating.about, data=counted, at=at)


def tell_result(rating: Rating, occasion: Occasion, *, at: datetime) -> None:
    """Promise them what came of a bad one."""
    if not here():
        return
    said = {
        "about": rating.about,
        "mended": rating.mended,
        "result": rating.result,
        "set_aside": rating.set_aside_at is not None,
    }
    parties = {*occasion.told, occasion.node}
    federation.send("rating.followed_up", to=parties, about=rating.about, data=said, at=at)
    if hub() not in parties:
        counted = said | {"result": ""}
        federation.send("rating.followed_up", to=[hub()], about=rating.about, data=counted, at=at)


def _said(rating: Rating) -> dict[str, Any]:
    return {
        "about": rating.about,
        "round": rating.round,
        "counted": False,
        "kind": str(rating.kind),
        "service": rating.service,
        "authority": rating.authority,
        "decider": rating.node or here(),
        "level": rating.level,
        "norms": rating.norms,
        "comment": rating.comment,
        "may_call": rating.may_call,
        "channel": rating.channel,
        "obtained": str(rating.obtained),
        "rated_at": rating.rated_at.isoformat(),
    }
