"""Registering verifiers."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.certificates.models import Check, Scene, Verifier
from tongban.certificates.rules.presentations import Program
from tongban.certificates.rules.scenes import beyond, beyond_of
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.identity.queries import token_digest

LONGEST: Final = timedelta(days=366)
CHECKS_KEPT: Final = timedelta(days=2)


class BeyondPurpose(Refusal):
    """`faults["fields"]` names them."""

    code = "beyond_purpose"
    message = _("That is more than this purpose may see. Ask for less, or for another scene.")


class NoSuchScene(Refusal):
    code = "no_such_scene"
    message = _("There is no such scene.")


class VerifierKnown(Refusal):
    code = "verifier_known"
    message = _("There is a verifier with this name already. Choose another name.")


class TooLong(Refusal):
    code = "verifier_too_long"
    message = _("A verifier is registered for at most a year, and until a day that is to come.")


class VerifierOver(Refusal):
    code = "verifier_over"
    message = _("This verifier is not registered, or no longer.")


class ProgramFaulty(Refusal):
    code = "program_faulty"
    message = _("A program has an address, and calls itself x509_hash: or redirect_uri: of it.")


class ProgramKnown(Refusal):
    code = "program_known"
    message = _("This program is registered already.")


PROGRAM: Final = {"verifiers_program_is_registered_once": ProgramKnown}


@transaction.atomic
def register_verifier(
    *,
    code: str,
    names: Mapping[str, str],
    scene: str,
    fields: Sequence[str],
    until: datetime,
    by: Post,
    at: datetime,
    certificates: Mapping[str, Sequence[str]] = MappingProxyType({}),
    program: Program | None = None,
) -> tuple[Verifier, str]:
    """Let somebody check codes in a scene; returns it with its key, in plain this once.

    With `certificates`, it may ask for these fields of them, too; with a `program`, from there.
    Refuses with NoSuchScene, BeyondPurpose, TooLong, ProgramFaulty or VerifierKnown.
    """
    found = _allowing(scene, fields, certificates)
    if not at < until <= at + LONGEST:
        raise TooLong
    if program and not program.is_sound(tls=settings.SECURE):
        raise ProgramFaulty
    plain = f"tv_{secrets.token_urlsafe(32)}"
    with refusing({"verifier_is_registered_once": VerifierKnown}), refusing(PROGRAM):
        verifier = Verifier.objects.create(
            code=code,
            names=dict(names),
            scene=found,
            fields=list(fields),
            certificates={kind: list(dict.fromkeys(keys)) for kind, keys in certificates.items()},
            address=program.address if program else "",
            client_id=program.client_id if program else "",
            keeper=by.person,
            office_code=by.office.code,
            office=by.office.names,
            digest=token_digest(plain),
            registered_at=at,
            expires_at=until,
        )
    detail: dict[str, object] = {"scene": scene, "fields": list(fields)}
    detail["certificates"] = verifier.certificates
    audit.record(
        "certificates.verifier_registered",
        subject=verifier,
        by=by.person,
        under=by.ref,
        at=at,
        detail=detail,
    )
    return verifier, plain


def _allowing(code: str, fields: Sequence[str], certificates: Mapping[str, Sequence[str]]) -> Scene:
    """The scene, if its purpose allows all that is asked for."""
    found = Scene.objects.filter(code=code).first()
    if found is None:
        raise NoSuchScene
    too_much = beyond(fields, found.rule) + beyond_of(certificates, found.rule)
    if too_much:
        raise BeyondPurpose(faults={"fields": ", ".join(too_much)})
    return found


@transaction.atomic
def end_verifier(*, verifier: Verifier, by: Post, at: datetime) -> None:
    """Take a verifier's right away at once. Refuses with VerifierOver."""
    live = Verifier.objects.live(at=at).filter(pk=verifier.pk, office_code=by.office.code)
    if not live.update(ended_at=at):
        raise VerifierOver
    audit.record("certificates.verifier_ended", subject=verifier, by=by.person, under=by.ref, at=at)


@transaction.atomic
def tidy_checks(*, at: datetime) -> int:
    """Forget which codes were used; nobody could use them again anyway."""
    return Check.objects.filter(at__lt=at - CHECKS_KEPT).delete()[0]


def load_scenes(rows: Iterable[Mapping[str, Any]]) -> int:
    """Make the scenes what a pack says; one that is there already is changed."""
    count = 0
    for row in rows:
        facts = {key: row[key] for key in ("names", "purposes", "fields")}
        more = ("holders", "level", "demanding", "certificates")
        facts |= {key: row[key] for key in more if key in row}
        Scene.objects.update_or_create(code=row["id"], defaults=facts)
        count += 1
    return count
