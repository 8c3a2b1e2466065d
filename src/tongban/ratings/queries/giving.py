"""Reading what can be rated, and what one has rated oneself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q, QuerySet

from tongban.identity.models import Person
from tongban.identity.queries import person_with_phone
from tongban.ratings.models import Norm, Occasion, Rating
from tongban.ratings.rules import WITHIN

SIGNED_AS: Final = "tongban.ratings.link"
LATELY: Final = 50


def norms(level: int) -> QuerySet[Norm]:
    """The tags that can be chosen with a level. Anyone may ask."""
    return Norm.objects.filter(level=level, in_use=True).order_by("code")


def to_rate(person: Person, *, at: datetime) -> QuerySet[Occasion]:
    """What a person can rate now, latest first. Only that person may ask."""
    return _open(at=at).filter(rater=person)


def rated_by(person: Person) -> QuerySet[Rating]:
    """What a person has rated, latest first, each once. Only that person may ask."""
    mine = Rating.objects.filter(rater=person, round=1, occasion__isnull=False)
    return mine.select_related("occasion").order_by("-rated_at")


def occasion_of(person: Person, public_id: UUID) -> Occasion | None:
    """One thing that this person may rate or has rated. Only they may ask."""
    return Occasion.objects.filter(rater=person, public_id=public_id).first()


def occasion_about(about: str) -> Occasion | None:
    """What can be rated about a thing, for whoever knows whose it is."""
    return Occasion.objects.filter(about=about).first()


def ratings_on(occasion: Occasion) -> Sequence[Rating]:
    """The first rating and the second, as far as they were given; for whoever gave them."""
    return list(occasion.ratings.order_by("round"))


def rating_of(person: Person, about: str) -> Rating | None:
    """What a person said about one thing. Only that person may ask."""
    return person.ratings.filter(about=about, round=1).first()


def rating_with_ref(ref: str) -> Rating | None:
    """The rating that a work order is about. For whoever follows it up."""
    found = Rating.objects.select_related("occasion").defer("rater")
    return found.filter(public_id=ref.removeprefix("rating/")).first()


def word_for(about: str) -> str:
    """What the code at a counter says: a signed word for one thing, which names nobody.

    It opens the rating of that thing once it has ended, and nothing else.
    """
    return TimestampSigner(salt=SIGNED_AS).sign(about.replace("/", "."))


def about_behind(word: str) -> str | None:
    """What a signed word stands for, if it is ours and not too old. Anyone may ask."""
    try:
        about = TimestampSigner(salt=SIGNED_AS).unsign(word, max_age=WITHIN)
    except BadSignature:
        return None
    return about.replace(".", "/")


def to_rate_of(person: Person, ref: str, *, at: datetime) -> Sequence[Occasion]:
    """What of one thing a person can rate now, the latest first. Only they may ask."""
    found = to_rate(person, at=at).filter(Q(about=ref) | Q(about__startswith=f"{ref}/"))
    return list(found)


def occasion_to_text(phone: str, *, at: datetime) -> Occasion | None:
    """The latest thing that whoever has this phone can rate. For the answer to a text."""
    person = person_with_phone(phone)
    return to_rate(person, at=at).first() if person else None


def occasion_to_enter(office: str, reference: str, *, at: datetime) -> Occasion | None:
    """What a sheet of paper is about, by the number on it. For staff of that office."""
    said = reference.strip().upper()
    ours = _open(at=at).filter(office=office, node="")
    return ours.filter(reference__iexact=said).first() if said else None


def _open(*, at: datetime) -> QuerySet[Occasion]:
    """Not rated and not too long ago, latest first; a decision before what led to it."""
    found = Occasion.objects.filter(ended_at__gt=at - WITHIN, ratings=None)
    return found.order_by("-ended_at", "-pk")
