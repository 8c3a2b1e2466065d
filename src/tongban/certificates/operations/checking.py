"""Checking codes online for registered verifiers, here or at the node that issued them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tongban.catalog.queries import Desk, desk_called
from tongban.certificates.models import Check, CodeCredential, Scene, Verifier
from tongban.certificates.operations.verifying import BeyondPurpose, NoSuchScene, VerifierOver
from tongban.certificates.queries import codes as held
from tongban.certificates.rules.codes import Credential
from tongban.certificates.rules.scenes import FIELDS, beyond
from tongban.certificates.rules.verdicts import REFUSED, SENTENCES, Verdict
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation
from tongban.identity import operations as identity
from tongban.identity.models import Person
from tongban.identity.queries import subject_for
from tongban.identity.rules import Level
from tongban.privacy import operations as privacy
from tongban.privacy.rules import By, Shown

LOOK: Final = "code.look"
BELIEVED: Final = ("good", "list_is_stale")
PURPOSE: Final = "check-code"
YOU_SHOWED_IT: Final = gettext_noop("You showed this there")
FAMILY_SHOWED_IT: Final = gettext_noop("Your family showed your code there")
SIXTY: Final = 60
KEEPER: Final = ("sub", "handle", "name")  # what another node learns of who answers for a verifier


class _UsedAlready(Refusal):
    code = "_used_already"
    message = _("This very code was used here already. Wait for the next one.")


@dataclass(frozen=True)
class Checked:
    """What a verifier is told: the verdict, and the fields that its purpose may see."""

    verdict: Verdict
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class _Looker:
    """Who looks, as the holder will read it."""

    keeper: Person
    names: Mapping[str, str]
    under: str
    about: str
    fields: list[str]
    purposes: Mapping[str, str]
    desk: Desk = field(default_factory=lambda: desk_called(""))


def check_code(*, text: str, by: Verifier, at: datetime) -> Checked:
    """Check a code online for a registered verifier; the holder sees that it was looked at.

    What another node issued is looked up there, after everything here is written: an answer may
    take seconds. While that node is away, the verdict stands and there are no fields.
    Refuses with VerifierOver; that a code is refused is no refusal but an answer.
    """
    checked = _check_here(text, by, at)
    issuer = checked.verdict.issuer
    if _shows_nothing(checked.verdict) or issuer == held.own_name():
        return checked
    try:
        told = _looked_elsewhere(text, by, issuer, at)
    except (federation.PeerAway, federation.PeerSaidNo):
        return checked
    reason = told.get("reason")
    if isinstance(reason, str) and reason in SENTENCES and reason not in BELIEVED:
        # The issuer knows what our list does not say yet.
        return Checked(
            replace(checked.verdict, outcome=REFUSED, reason=reason, credential=None), {}
        )
    fields = told.get("fields")
    seen = fields if isinstance(fields, dict) else {}
    return replace(checked, fields={key: seen[key] for key in by.fields if key in seen})


@transaction.atomic
def look_for(*, asked: Mapping[str, Any], node: str, at: datetime) -> dict[str, Any]:
    """Show another node's verifier a holder of ours, whose code it was shown a moment ago.

    Refuses with NoSuchScene or BeyondPurpose: what a scene allows is decided here, too.
    """
    scene = Scene.objects.filter(code=str(asked["scene"])).first()
    if scene is None:
        raise NoSuchScene
    fields = [str(field) for field in asked["fields"]]
    if beyond(fields, scene.rule):
        raise BeyondPurpose
    believing = held.verifier(at=at, audience=str(asked["verifier"]))
    verdict = believing.check(str(asked["code"]), at=at, scene=scene.rule)
    if verdict.credential is None or _shows_nothing(verdict) or verdict.issuer != held.own_name():
        return {"reason": verdict.reason, "fields": {}}
    keeper = identity.person_from(subject=asked["keeper"], source=node, at=at)
    looker = _Looker(
        keeper=keeper,
        names={name: str(text)[:200] for name, text in dict(asked["names"]).items()},
        under=f"verifier/{asked['verifier']}@{node}"[:80],
        about=f"check/{uuid4()}",
        fields=fields,
        purposes=scene.purposes,
    )
    return {"reason": verdict.reason, "fields": _shown(verdict.credential, looker, at)}


@transaction.atomic
def _check_here(text: str, by: Verifier, at: datetime) -> Checked:
    if not Verifier.objects.live(at=at).filter(pk=by.pk).exists():
        raise VerifierOver
    believing = held.verifier(at=at, audience=by.code)
    verdict = believing.check(text, at=at, scene=by.scene.rule)
    if verdict.credential is None or _shows_nothing(verdict):
        return Checked(verdict, {})
    try:
        check = _used(verdict.credential, verdict, by, at)
    except _UsedAlready:
        return Checked(replace(verdict, outcome=REFUSED, reason="replayed", credential=None), {})
    if verdict.issuer != held.own_name():
        return Checked(verdict, {})
    looker = _Looker(
        by.keeper,
        by.names,
        by.ref,
        check.ref,
        list(by.fields),
        by.scene.purposes,
        desk_called(by.office_code),
    )
    return Checked(verdict, _shown(verdict.credential, looker, at))


def _shows_nothing(verdict: Verdict) -> bool:
    """What is refused shows nobody, even where it was genuine once."""
    return verdict.credential is None or verdict.outcome == REFUSED


def _used(credential: Credential, verdict: Verdict, by: Verifier, at: datetime) -> Check:
    """The same code is accepted once by the same verifier."""
    with refusing({"code_is_accepted_once_by_a_verifier": _UsedAlready}):
        return Check.objects.create(
            verifier=by,
            credential=credential.id.hex(),
            signed_at=datetime.fromtimestamp(verdict.signed_at, UTC),
            at=at,
        )


def _looked_elsewhere(text: str, by: Verifier, node: str, at: datetime) -> dict[str, Any]:
    """What the issuing node says of it, and of its holder; it writes the look down for the holder."""
    keeper = subject_for(by.keeper, to=node)
    asked = {
        "code": text,
        "verifier": by.code,
        "names": by.names,
        "scene": by.scene.code,
        "fields": by.fields,
        "keeper": {key: keeper[key] for key in KEEPER},
    }
    return federation.ask(LOOK, of=node, data=asked, at=at)


def _shown(credential: Credential, looker: _Looker, at: datetime) -> dict[str, Any]:
    """The fields of the holder that may be seen, written down for the holder."""
    found = CodeCredential.objects.select_related("person", "grant__organisation")
    row = found.get(name=credential.id.hex())
    privacy.record_access(
        person=row.person,
        by=looker.keeper,
        under=looker.under,
        office=dict(looker.names),
        about=looker.about,
        fields=looker.fields,
        reason=FAMILY_SHOWED_IT if row.tie_id else YOU_SHOWED_IT,
        at=at,
        shown=Shown(**looker.desk, kind=By.VERIFIER, matter=looker.purposes, purpose=PURPOSE),
    )
    told = _told_of(row, on=localdate(at))
    return {field: told[field] for field in FIELDS if field in looker.fields}


def _told_of(row: CodeCredential, *, on: date) -> dict[str, Any]:
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
