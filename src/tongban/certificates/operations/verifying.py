"""Registering verifiers, and checking codes online for them."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.certificates.models import Check, CodeCredential, Scene, Verifier
from tongban.certificates.queries import codes as held
from tongban.certificates.rules.scenes import FIELDS, beyond
from tongban.certificates.rules.verdicts import REFUSED, Verdict
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.identity.queries import token_digest
from tongban.identity.rules import Level
from tongban.privacy import operations as privacy

LONGEST: Final = timedelta(days=366)
SIXTY: Final = 60
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


class _UsedAlready(Refusal):
    code = "_used_already"
    message = _("This very code was used here already. Wait for the next one.")


@dataclass(frozen=True)
class Checked:
    """What a verifier is told: the verdict, and the fields that its purpose may see."""

    verdict: Verdict
    fields: Mapping[str, Any]


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
) -> tuple[Verifier, str]:
    """Let somebody check codes in a scene; returns it with its key, in plain this once.

    Refuses with NoSuchScene, BeyondPurpose, TooLong or VerifierKnown.
    """
    found = Scene.objects.filter(code=scene).first()
    if found is None:
        raise NoSuchScene
    too_much = beyond(fields, found.rule)
    if too_much:
        raise BeyondPurpose(faults={"fields": ", ".join(too_much)})
    if not at < until <= at + LONGEST:
        raise TooLong
    plain = f"tv_{secrets.token_urlsafe(32)}"
    with refusing({"verifier_is_registered_once": VerifierKnown}):
        verifier = Verifier.objects.create(
            code=code,
            names=dict(names),
            scene=found,
            fields=list(fields),
            keeper=by.person,
            office_code=by.office.code,
            office=by.office.names,
            digest=token_digest(plain),
            registered_at=at,
            expires_at=until,
        )
    detail: dict[str, object] = {"scene": scene, "fields": list(fields)}
    audit.record(
        "certificates.verifier_registered",
        subject=verifier,
        by=by.person,
        under=by.ref,
        at=at,
        detail=detail,
    )
    return verifier, plain


@transaction.atomic
def end_verifier(*, verifier: Verifier, by: Post, at: datetime) -> None:
    """Take a verifier's right away at once. Refuses with VerifierOver."""
    live = Verifier.objects.live(at=at).filter(pk=verifier.pk, office_code=by.office.code)
    if not live.update(ended_at=at):
        raise VerifierOver
    audit.record("certificates.verifier_ended", subject=verifier, by=by.person, under=by.ref, at=at)


@transaction.atomic
def check_code(*, text: str, by: Verifier, at: datetime) -> Checked:
    """Check a code online for a registered verifier; the holder sees that it was looked at.

    The same code is accepted once by the same verifier. Refuses with VerifierOver; that a code is
    refused is no refusal but an answer.
    """
    if not Verifier.objects.live(at=at).filter(pk=by.pk).exists():
        raise VerifierOver
    believing = held.verifier(at=at, audience=by.code)
    verdict = believing.check(text, at=at, scene=by.scene.rule)
    credential = verdict.credential
    if credential is None:
        return Checked(verdict, {})
    try:
        check = _used(credential.id.hex(), verdict, by, at)
    except _UsedAlready:
        return Checked(replace(verdict, outcome=REFUSED, reason="replayed", credential=None), {})
    shown = _looked(credential.id.hex(), check, by, at) if verdict.issuer == held.own_name() else {}
    return Checked(verdict, shown)


@transaction.atomic
def tidy_checks(*, at: datetime) -> int:
    """Forget which codes were used; nobody could use them again anyway."""
    return Check.objects.filter(at__lt=at - CHECKS_KEPT).delete()[0]


def load_scenes(rows: Iterable[Mapping[str, Any]]) -> int:
    """Make the scenes what a pack says; one that is there already is changed."""
    count = 0
    for row in rows:
        facts = {key: row[key] for key in ("names", "purposes", "fields")}
        facts |= {key: row[key] for key in ("holders", "level", "demanding") if key in row}
        Scene.objects.update_or_create(code=row["id"], defaults=facts)
        count += 1
    return count


def _used(credential: str, verdict: Verdict, by: Verifier, at: datetime) -> Check:
    signed_at = datetime.fromtimestamp(verdict.signed_at, UTC)
    with refusing({"code_is_accepted_once_by_a_verifier": _UsedAlready}):
        return Check.objects.create(verifier=by, credential=credential, signed_at=signed_at, at=at)


def _looked(name: str, check: Check, by: Verifier, at: datetime) -> dict[str, Any]:
    """The fields of the holder that the verifier may see, written down for the holder."""
    row = CodeCredential.objects.select_related("person", "grant__organisation").get(name=name)
    privacy.record_access(
        person=row.person,
        by=by.keeper,
        under=by.ref,
        office=by.names,
        about=check.ref,
        fields=list(by.fields),
        reason=by.scene.purposes.get("zh", ""),
        at=at,
    )
    told = told_of(row, on=localdate(at))
    return {field: told[field] for field in FIELDS if field in by.fields}


def told_of(row: CodeCredential, *, on: date) -> dict[str, Any]:
    """Everything that a scene could let a verifier see of a code's holder."""
    person, firm = row.person, row.grant.organisation if row.grant else None
    born = str(person.facts.get("birth_on", ""))
    age = on.year - int(born[:4]) - (f"{on:%m-%d}" < born[5:]) if born else None
    return {
        "kind": "firm" if firm else "person",
        "level": str(Level(person.level).label),
        "masked_name": person.masked_name,
        "name": person.name,
        "id_number": person.id_number,
        "is_sixty": None if age is None else age >= SIXTY,
        "firm": firm.name if firm else "",
        "uscc": firm.uscc if firm else "",
    }
