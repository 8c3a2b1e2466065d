"""Whose code it is that somebody shows to an official at a counter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.certificates.models import CodeCredential, Scene
from tongban.certificates.queries import codes as held
from tongban.certificates.rules.verdicts import ACCEPTED
from tongban.core.refusal import Refusal
from tongban.identity.models import Grant, Person

COUNTER: Final = "counter"  # the scene


class CodeRefused(Refusal):
    """`faults["code"]` says why."""

    code = "code_refused"
    message = gettext_lazy("This code does not count here. Ask for a fresh one, or the ID card.")


@dataclass(frozen=True)
class Holder:
    """Who holds a code, and the power for a firm in it; `sign` names this very code."""

    person: Person
    grant: Grant | None
    sign: str


def holder_of_code(*, text: str, at: datetime) -> Holder:
    """Who shows this code. Whoever asks writes down the look, and takes each `sign` once.

    Refuses with CodeRefused, also when another platform gave the code: that one knows its holder.
    """
    scene = Scene.objects.filter(code=COUNTER).first()
    believing = held.verifier(at=at)
    verdict = believing.check(text.strip(), at=at, scene=scene.rule if scene else None)
    if verdict.credential is None or verdict.outcome != ACCEPTED:
        raise CodeRefused(faults={"code": _(verdict.sentence)})
    if verdict.issuer != held.own_name():
        raise CodeRefused(
            faults={"code": gettext_lazy("Another platform gave this code. Enter the ID card.")}
        )
    name = verdict.credential.id.hex()
    found = CodeCredential.objects.select_related("person", "grant__organisation").get(name=name)
    return Holder(found.person, found.grant, f"{name}/{verdict.signed_at}")
