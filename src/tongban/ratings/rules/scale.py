"""Five levels, what can be rated, how a rating is obtained, and how many are enough to show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

HIDDEN_FOR: Final = timedelta(hours=24)  # before a rating may join a sealed batch
WITHIN: Final = timedelta(days=30)  # after the end; so long a rating can be given later on
ANONYMOUS_BELOW: Final = 5  # of fewer, only that there are a few is said
TOO_FEW: Final = 30  # of fewer, figures are shown and marked as too few to compare


class Level(IntegerChoices):
    """The five levels of 好差评."""

    VERY_BAD = 1, _("Very dissatisfied")
    BAD = 2, _("Not satisfied")
    FAIR = 3, _("Just about satisfied")
    GOOD = 4, _("Satisfied")
    VERY_GOOD = 5, _("Very satisfied")


class Kind(TextChoices):
    """What can be rated: each time at a counter (一次一评), each matter and its steps (一事一评)."""

    ACCEPTANCE = "acceptance", _("Taking in the application")
    CORRECTION = "correction", _("Asking to correct it")
    DECISION = "decision", _("The decision")
    REQUEST = "request", _("The answer to a request")
    VISIT = "visit", _("The visit at the counter")


class Obtained(TextChoices):
    """How a rating came about; what staff write down never counts as given online."""

    ONLINE = "online", _("Online, signed in")
    QR = "qr", _("By the code at the counter")
    SMS = "sms", _("By text message")
    PAPER = "paper", _("On paper, entered by staff")
    PHONE = "phone", _("On the phone, entered by staff")


LOW: Final = frozenset({Level.VERY_BAD, Level.BAD})
BY_STAFF: Final = frozenset({Obtained.PAPER, Obtained.PHONE})


@dataclass(frozen=True)
class Opinion:
    """What somebody says: a level, tags that go with it, words of their own, and a call or not."""

    level: int
    norms: Sequence[str] = ()
    comment: str = ""
    may_call: bool = False


@dataclass(frozen=True)
class How:
    """Through which door a rating came, and how it was obtained."""

    channel: str = "mobile"
    obtained: str = Obtained.ONLINE


@dataclass(frozen=True)
class Ended:
    """Something that ended and can be rated. `told` are the nodes that have to do with it."""

    about: str
    kind: str
    service: str
    names: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    authority: str = ""
    office: str = ""
    node: str = ""
    told: Collection[str] = ()
    counter: str = ""


def fits(chosen: Collection[str], offered: Collection[str]) -> bool:
    """Whether every tag belongs to the level, and none is named twice."""
    return set(chosen) <= set(offered) and len(set(chosen)) == len(chosen)
