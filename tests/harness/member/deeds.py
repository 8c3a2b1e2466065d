"""What a test lets the people and programs of a member do, through its own operations."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from tongban.federation.providers import keyring

from tongban.federation import operations as federation
from tongban.federation.models import Motion
from tongban.federation.operations import joining, registry


@dataclass(frozen=True)
class Operator:
    """Somebody who runs the hub."""

    public_id: UUID


FIRST, SECOND = Operator(UUID(int=1)), Operator(UUID(int=2))


def publish() -> dict[str, str]:
    """At the hub: its registry, and the fingerprint that it reads out on the telephone."""
    text = registry.publish_registry(at=now()).document
    return {"text": text, "fingerprint": registry.fingerprint_in(text, at=now())}


def apply(*, text: str, address: str, fingerprint: str, hub: str) -> str:
    """At a node: trust this hub, and ask to come in."""
    registry.trust_hub(text=text, address=address, fingerprint=fingerprint, at=now())
    return joining.prepare_application(hub=hub, at=now())


def let_in(*, application: str) -> None:
    """At the hub: two operators agree."""
    motion = joining.apply_to_join(application=application, at=now())
    for operator in (FIRST, SECOND):
        motion = joining.approve_joining(joining=motion, by=operator, at=now())


def exclude(*, node: str) -> None:
    motion = joining.propose_revoking(node=node, by=FIRST, at=now())
    joining.approve_revoking(revoking=Motion.objects.get(pk=motion.pk), by=SECOND, at=now())


def take(*, text: str) -> int:
    """At a node: go on with a newer registry."""
    return registry.take_registry(text=text, at=now()).version


def key_ids() -> list[str]:
    """What our signatures are known by."""
    return [each.key.public.kid for each in keyring.signing_keys()]


def send_notes(*, to: list[str], first: int, last: int, together: int = 1) -> int:
    """Promise notes with these numbers to each, so many in one transaction."""
    numbers = range(first, last + 1)
    for begin in numbers[::together]:
        with transaction.atomic():
            for number in range(begin, min(begin + together, last + 1)):
                federation.send(
                    "test.noted",
                    to=to,
                    about=f"note/{number}",
                    data={"number": number},
                    at=now(),
                )
    return len(numbers)
