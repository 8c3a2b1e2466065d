"""Writing ratings."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.audit.operations import Named
from tongban.core.constraints import refusing
from tongban.core.refusal import KeyReused, Refusal
from tongban.identity.models import Person
from tongban.ratings.models import Norm, Rating
from tongban.ratings.rules import HIDDEN_FOR, Given, Level, Opinion, fits


class AlreadyRated(Refusal):
    code = "already_rated"
    message = _("You have rated this already. Thank you.")


class NoSuchLevel(Refusal):
    code = "no_such_level"
    message = _("Please choose one of the five levels.")


class WrongTag(Refusal):
    code = "wrong_tag"
    message = _("One of these remarks does not go with this level. Please choose again.")


ONCE: Mapping[str, type[Refusal]] = {
    "rating_is_given_once": AlreadyRated,
    "rating_is_created_once_per_key": KeyReused,
}


@transaction.atomic
def rate(
    *,
    about: str,
    service: str,
    office: str,
    opinion: Opinion,
    by: Person,
    at: datetime,
    channel: str = "mobile",
    obtained: str = "own",
    node: str = "",
    idempotency_key: str | None = None,
) -> Rating:
    """Say how a finished thing went. The same key with the same words gives the same rating.

    `node` names the platform that did it, if it is another one.

    Refuses with AlreadyRated, NoSuchLevel, WrongTag or KeyReused.
    """
    said = {
        "about": about,
        "level": opinion.level,
        "norms": list(opinion.norms),
        "comment": opinion.comment.strip(),
    }
    if before := _said_before(by, idempotency_key, said):
        return before
    _fitting(opinion)
    with refusing(ONCE):
        rating = Rating.objects.create(
            **said,
            service=service,
            office=office,
            rater=by,
            channel=channel,
            obtained=obtained,
            node=node,
            idempotency_key=idempotency_key,
            rated_at=at,
        )
    audit.record("ratings.rated", subject=rating, by=by, at=at)
    return rating


@transaction.atomic
def take_in(*, said: Given, by: Person, at: datetime) -> bool:
    """Keep a rating that was given at another node. Of two about one thing, the first counts.

    Says whether it is news.
    """
    known = Rating.objects.select_for_update().filter(about=said.about, rater=by).first()
    if known and known.rated_at <= said.rated_at:
        return False
    rating = known or Rating(about=said.about, rater=by)
    rating.level, rating.norms = said.opinion.level, list(said.opinion.norms)
    rating.comment, rating.channel, rating.obtained = said.opinion.comment, said.channel, "own"
    rating.service, rating.office, rating.node = said.service, said.office, said.node
    rating.rated_at = said.rated_at
    rating.save()
    audit.record("ratings.taken_in", subject=rating, by=by, at=at)
    return True


def _fitting(opinion: Opinion) -> None:
    """Refuses with NoSuchLevel or WrongTag."""
    if opinion.level not in Level.values:
        raise NoSuchLevel
    offered = Norm.objects.filter(level=opinion.level, in_use=True).values_list("code", flat=True)
    if opinion.norms and not fits(opinion.norms, list(offered)):
        raise WrongTag


def _said_before(by: Person, key: str | None, said: Mapping[str, object]) -> Rating | None:
    """What the same key stands for already. Refuses with KeyReused if that is something else."""
    before = by.ratings.filter(idempotency_key=key).first() if key else None
    if before and any(getattr(before, name) != value for name, value in said.items()):
        raise KeyReused
    return before


class Sealer:
    """The clock, which seals; no person is behind it."""

    public_id = UUID(int=0)


@transaction.atomic
def seal(*, at: datetime, by: Named | None = None) -> int:
    """Open every rating that was hidden long enough, all in one batch; says how many."""
    batch = Rating.objects.filter(sealed_at=None, rated_at__lte=at - HIDDEN_FOR)
    waiting = list(batch.select_for_update().order_by("pk"))
    for rating in waiting:
        rating.sealed_at = at
        audit.record("ratings.sealed", subject=rating, by=by or Sealer(), at=at)
    Rating.objects.bulk_update(waiting, ["sealed_at"])
    return len(waiting)


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account: the stars stay, what they wrote goes."""
    gone = Rating.objects.filter(rater=person).update(comment="", idempotency_key=None)
    audit.record("ratings.erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone


def load_norms(rows: Iterable[Mapping[str, object]]) -> int:
    """Make the rating tags what a pack says; a tag that is there already is changed."""
    norms = [Norm(**row) for row in rows]
    Norm.objects.bulk_create(
        norms,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "names", "in_use"],
    )
    return len(norms)
