"""Taking over what other nodes say about ratings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tongban.audit import operations as audit
from tongban.federation.queries import HERE, here, hub, peer_named
from tongban.federation.rules import NotYet
from tongban.ratings.models import Occasion, Rating
from tongban.ratings.operations.rating import follow_up_if_bad
from tongban.ratings.operations.refusals import NotTheirs
from tongban.ratings.queries.giving import occasion_about

Said = Mapping[str, Any]
PLAIN = ("level", "norms", "comment", "channel", "obtained", "may_call")
FACTS = ("kind", "service", "authority", "office", "node")


class Peer:
    """Another platform; no person of ours is behind it."""

    public_id = UUID(int=0)


@transaction.atomic
def hear(*, said: Said, source: str, at: datetime) -> bool:
    """Somebody said at another node how it went. Of two about one thing, the first counts.

    Says whether it is news. Waits for a thing that is not here yet; what the hub only counts,
    is never here. Refuses with NotTheirs when that node has nothing to do with it.
    """
    occasion = occasion_about(said["about"])
    if occasion is None and not said["counted"]:
        raise NotYet("not_ended_here")
    _from_a_party(occasion, said, source)
    before = Rating.objects.select_for_update().filter(about=said["about"], round=said["round"])
    known = before.first()
    rated_at = datetime.fromisoformat(said["rated_at"])
    if known and known.rated_at <= rated_at:
        return False
    rating = known or Rating(about=said["about"], round=said["round"], occasion=occasion)
    for name in PLAIN:
        setattr(rating, name, said[name])
    for name, value in _facts(occasion, said).items():
        setattr(rating, name, value)
    rating.rater = occasion.rater if occasion else None
    rating.rated_at, rating.entered_by = rated_at, None
    rating.save()
    audit.record("ratings.taken_in", subject=rating, by=Peer(), under=f"peer/{source}", at=at)
    follow_up_if_bad(rating, at=at)
    return True


@transaction.atomic
def hear_result(*, said: Said, source: str, at: datetime) -> Rating | None:
    """Whoever did it says what came of a bad rating. The rating, if that is news.

    Waits for the rating. Refuses with NotTheirs when somebody else did it.
    """
    found = Rating.objects.select_for_update(of=("self",)).select_related("rater", "occasion")
    rating = found.filter(about=said["about"], round=1).first()
    if rating is None:
        raise NotYet("not_rated_here")
    if rating.node != source:
        raise NotTheirs
    if (rating.mended, rating.set_aside_at is not None) == (said["mended"], said["set_aside"]):
        return None
    rating.mended, rating.result = said["mended"], said["result"]
    rating.set_aside_at = at if said["set_aside"] else None
    rating.save(update_fields=["mended", "result", "set_aside_at"])
    audit.record("ratings.result_heard", subject=rating, by=Peer(), under=f"peer/{source}", at=at)
    return rating


def _from_a_party(occasion: Occasion | None, said: Said, source: str) -> None:
    """What we only count comes from where it was given, so that whoever did it cannot keep it back;
    it is about a platform that we know, and never about ourselves: of our own work we know the end.
    """
    if occasion is None:
        if said["decider"] == here() or peer_named(said["decider"]) is None:
            raise NotTheirs
    elif source not in {*occasion.told, occasion.node, hub()}:
        raise NotTheirs


def _facts(occasion: Occasion | None, said: Said) -> dict[str, str]:
    """What was rated, as we know it; of what we do not know, as it is said."""
    if occasion:
        return {name: getattr(occasion, name) for name in FACTS}
    node = HERE if said["decider"] == here() else str(said["decider"])
    known = {name: str(said[name]) for name in ("kind", "service", "authority")}
    return known | {"office": "", "node": node}
