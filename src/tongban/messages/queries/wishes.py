"""By which ways somebody can be reached, and wants to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from typing import TypeAlias, TypedDict

from django.db.models import QuerySet
from django.template.loader import get_template

from tongban.identity.models import Person
from tongban.identity.queries import living_accounts
from tongban.messages.models import PushDevice, Wishes, email_index
from tongban.messages.rules import USUAL, Channel, Kind

Ways: TypeAlias = list[tuple[Channel, Sequence[tuple[str, str]]]]


class Quiet(TypedDict):
    since: time | None
    until: time | None


@dataclass
class Reach:
    """The addresses of one person, by channel: (address, its blind index)."""

    wishes: Wishes
    addresses: dict[Channel, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def quiet(self) -> Quiet:
        return {"since": self.wishes.quiet_since, "until": self.wishes.quiet_until}

    def wants(self, kind: Kind) -> set[str]:
        return set(self.wishes.channels.get(kind, USUAL[kind]))

    def ways(self, kind: Kind) -> Ways:
        """What can be tried for this kind, in order."""
        wanted = self.wants(kind)
        return [
            (channel, self.addresses[channel])
            for channel in Channel
            if channel in wanted and self.addresses.get(channel)
        ]


def reaches_of(people: Iterable[int]) -> dict[int, Reach]:
    """How these people (by key) can be reached, in three questions however many they are."""
    keys = set(people)
    wishes = {found.person_id: found for found in Wishes.objects.filter(person__in=keys)}
    found = {key: Reach(wishes.get(key) or Wishes(person_id=key)) for key in keys}
    for person in living_accounts(keys):
        reach = found[person.pk]
        if person.phone and person.phone_index:
            reach.addresses[Channel.SMS] = [(person.phone, person.phone_index)]
        if email := reach.wishes.email:
            reach.addresses[Channel.EMAIL] = [(email, email_index(email))]
    for device in PushDevice.objects.filter(person__in=keys, ended_at=None).order_by("pk"):
        listening = found[device.person_id].addresses.setdefault(Channel.PUSH, [])
        listening.append((device.subscription, device.endpoint_index))
    return found


def wishes_of(person: Person) -> Wishes:
    """What they chose, or what is usual, unsaved."""
    return Wishes.objects.filter(person=person).first() or Wishes(person=person)


def takes_texts(person: Person, kind: Kind) -> bool:
    """Whether somebody has a phone, and wants texts about this."""
    wanted = wishes_of(person).channels.get(kind, USUAL[kind])
    return bool(person.phone) and Channel.SMS in wanted


def push_devices_of(person: Person) -> QuerySet[PushDevice]:
    return PushDevice.objects.filter(person=person, ended_at=None).order_by("-added_at", "-pk")


@cache
def kind_of(template: str) -> Kind:
    """What the first line of a template says: `{# kind: results #}`."""
    source = get_template(f"messages/{template}.txt").template.source  # type: ignore[attr-defined]
    said = source.partition("\n")[0].strip("{#} \t").partition("kind:")[2].strip()
    return Kind(said)
