"""What a test lets the people and programs of a member do, through its own operations."""

import os
import time
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from PIL import Image

from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.catalog import queries as catalog
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation
from tongban.federation.models import Motion
from tongban.federation.operations import joining, registry
from tongban.federation.providers import keyring
from tongban.files import store as files
from tongban.identity import queries as identity
from tongban.identity.models import Actor, Person


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
    return apply_again(hub=hub)


def apply_again(*, hub: str) -> str:
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


def secret() -> str:
    """What somebody has who broke in here."""
    return keyring.signing_key(at=now()).to_text()


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


def polls(*, of: str, times: int) -> dict[str, object]:
    """Ask and ask, without waiting when told to; what came of it."""
    began, refused = time.monotonic(), Counter[str]()
    for number in range(times):
        try:
            federation.ask("test.echo", of=of, data={"number": number}, at=now())
        except federation.PeerAway as away:
            refused[away.why] += 1
    return {
        "answered": times - refused.total(),
        "refused": refused,
        "seconds": time.monotonic() - began,
    }


def apply_for(*, service: str, answers: dict[str, str], person: str) -> str:
    """Somebody of the demonstration applies; the number of the case."""
    wanted, by = catalog.published_service(service), Actor(_person(person))
    return cases.apply(service=wanted, answers=answers, by=by, at=now()).public_id.hex


def give_picture(*, case: str, key: str, size: int) -> str:
    """The applicant adds a picture of noise so many pixels wide and high; its digest."""
    held, out = Case.objects.get(public_id=case), BytesIO()
    Image.frombytes("RGB", (size, size), os.urandom(3 * size * size)).save(out, "JPEG")
    upload = cases.store_upload(
        owner=held.applicant, name="noise.jpg", data=out.getvalue(), at=now()
    )
    held.materials.create(key=key, upload=upload, at=now())
    return upload.digest


def files_of(*, case: str) -> list[str]:
    """What the files of a case contain, as digests; a file that is still awaited has none."""
    materials = Case.objects.get(public_id=case).materials.exclude(upload=None)
    uploads = [material.upload for material in materials.select_related("upload")]
    return sorted(
        "" if upload.awaited_from else sha256(files.read(upload.stored_as)).hexdigest()
        for upload in uploads
    )


def hand_over(*, case: str, to: str) -> None:
    """Whoever has it on the desk gives a case to another platform, or back to it."""
    held = Case.objects.get(public_id=case)
    post = Post.objects.filter(office=held.desk, role=Role.CLERK).order_by("pk").first()
    cases.hand_over(case=held, to=to, by=post, at=now(), why="It belongs there.")


def reclaim(*, case: str) -> str:
    """An operator takes a case back that could not be taken; what was said against it, if anything."""
    operator = Post.objects.filter(role=Role.OPERATOR, ended_at=None).order_by("pk").first()
    try:
        cases.reclaim(case=Case.objects.get(public_id=case), by=operator, at=now())
    except Refusal as refusal:
        return refusal.code
    return ""


def _person(name: str) -> Person:
    found = identity.person_named(name)
    assert found is not None, f"nobody here is called {name}"
    return found
