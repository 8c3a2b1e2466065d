"""What a zone's page shows: who is in it, what they do for each other, and how that goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tongban.catalog import queries
from tongban.catalog.models import Service, in_language
from tongban.catalog.queries import Shared, Zone
from tongban.catalog.rules import Mode
from tongban.federation.queries import here, peers
from tongban.portal.catalog.choosing import go_to

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 300  # results of a search that are looked through for those of the zone

HOW: Mapping[Mode, "Sequence[StrOrPromise]"] = {
    Mode.FULL_ONLINE: [
        _("You apply on your phone, wherever you are."),
        _("The place in charge decides; nobody has to travel."),
        _("The result is in your wallet, or comes by post."),
    ],
    Mode.COLLECT_FOR: [
        _("You fill in the form at home and go to any counter of the zone."),
        _("The counter checks who you are and sends your papers to the place in charge."),
        _("That place decides; the result is in your wallet, or comes by post."),
    ],
    Mode.JOINT: [
        _("You apply once, at either place."),
        _("The places do their parts one after the other; you follow all of it in one list."),
        _("The result is in your wallet; you carry nothing from one to the other."),
    ],
}


@dataclass(frozen=True)
class Member:
    """A platform of a zone. `address` leads there; none for this one and for one not joined yet."""

    name: str
    is_here: bool
    address: str


@dataclass(frozen=True)
class Line:
    """One service of the list."""

    service: Service
    shared: Shared


@dataclass(frozen=True)
class Group:
    """The services of one mode, and how it goes."""

    mode: Mode
    how: "Sequence[StrOrPromise]"
    lines: Sequence[Line]


def members(zone: Zone) -> list[Member]:
    """Who is in the zone, this platform first."""
    joined = set(peers().values_list("name", flat=True))
    found = [
        Member(
            name=in_language(names),
            is_here=name == here(),
            address=go_to(name) if name in joined else "",
        )
        for name, names in zone.called.items()
    ]
    return sorted(found, key=lambda each: not each.is_here)


def lines(zone: Zone) -> list[Line]:
    """What is on the list and in the catalogue, in the order of the list."""
    known = queries.service_names(each.code for each in zone.services)
    return [Line(known[each.code], each) for each in zone.services if each.code in known]


def found(every: Sequence[Line], words: str, *, region: str) -> list[Line]:
    """Those that answer a question, best first, by the same search as everywhere."""
    by_pk = {line.service.pk: line for line in every}
    answers = queries.find(words, region=region, limit=MOST).services
    return [by_pk[service.pk] for service in answers if service.pk in by_pk]


def groups(every: Sequence[Line]) -> list[Group]:
    """The list by mode; what can be done now before what is only described."""
    by_mode = {mode: [line for line in every if line.shared.mode == mode] for mode in Mode}
    return [
        Group(mode, HOW[mode], sorted(each, key=lambda line: not line.service.online))
        for mode, each in by_mode.items()
        if each
    ]
