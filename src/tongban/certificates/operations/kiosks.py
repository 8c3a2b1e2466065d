"""Machines in halls: setting one up, and letting people in by the code that their phone shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.queries import published_services
from tongban.catalog.rules import Role
from tongban.certificates.models import CodeCredential, Kiosk, Verifier
from tongban.certificates.operations.checking import Checked, check_code
from tongban.certificates.operations.verifying import VerifierOver, end_verifier, register_verifier
from tongban.certificates.queries.codes import own_name
from tongban.certificates.rules.verdicts import REFUSED
from tongban.core.refusal import Refusal
from tongban.identity import operations as identity
from tongban.identity import queries as people
from tongban.identity.models import Grant, Person, SignIn
from tongban.identity.rules import Door, Level, Method

SCENE: Final = "kiosk"
SEEN: Final = ("kind", "level", "name", "id_number")  # by which somebody of another node is found
KEEPERS: Final = frozenset({Role.CHIEF, Role.OPERATOR})
MOST: Final = 24


class NotAKeeper(Refusal):
    code = "not_a_keeper"
    message = _("Machines are set up by the chief of an office or by an operator.")


class NoSuchSet(Refusal):
    code = "no_such_set"
    message = _("Choose one to 24 services that can be done online here.")


class CodeNotTaken(Refusal):
    """`faults["why"]` has the sentence of the verdict."""

    code = "code_not_taken"
    message = _("This code does not let anybody in. Show a fresh one, or sign in with the phone.")


class NotKnownHere(Refusal):
    code = "not_known_here"
    message = _("Your code is genuine, but you were never here before. Sign in with your phone.")


@dataclass(frozen=True)
class Entered:
    """Who was let in, and the power under which their code was made, if under any."""

    sign_in: SignIn
    grant: Grant | None


@transaction.atomic
def set_up_kiosk(
    *,
    code: str,
    names: Mapping[str, str],
    services: Sequence[str],
    until: datetime,
    by: Post,
    at: datetime,
) -> tuple[Kiosk, str]:
    """Register a machine at the post's office; returns it with its secret, in plain this once.

    Refuses with NotAKeeper, NoSuchSet, NoSuchScene, TooLong or VerifierKnown.
    """
    _keeps(by)
    chosen = _offered(services)
    verifier, secret = register_verifier(
        code=code, names=names, scene=SCENE, fields=SEEN, until=until, by=by, at=at
    )
    kiosk = Kiosk.objects.create(verifier=verifier, office=by.office, services=chosen)
    _record("kiosk_set_up", kiosk, by, at, {"services": chosen})
    return kiosk, secret


@transaction.atomic
def choose_services(*, kiosk: Kiosk, services: Sequence[str], by: Post, at: datetime) -> Kiosk:
    """What a machine offers from now on. Refuses with NotAKeeper, VerifierOver or NoSuchSet."""
    _keeps(by)
    live = Verifier.objects.live(at=at).filter(pk=kiosk.verifier_id).exists()
    if not live or kiosk.office_id != by.office_id:
        raise VerifierOver
    kiosk.services = _offered(services)
    kiosk.save(update_fields=["services"])
    _record("kiosk_services_chosen", kiosk, by, at, {"services": kiosk.services})
    return kiosk


@transaction.atomic
def take_down_kiosk(*, kiosk: Kiosk, by: Post, at: datetime) -> None:
    """A machine stops at its next touch. Refuses with NotAKeeper or VerifierOver."""
    _keeps(by)
    end_verifier(verifier=kiosk.verifier, by=by, at=at)
    _record("kiosk_taken_down", kiosk, by, at, {})


def enter_by_code(*, text: str, by: Kiosk, device: str, at: datetime) -> Entered:
    """Let in whoever shows a code (亮码) to a machine. The same code lets nobody in twice.

    Refuses with VerifierOver, CodeNotTaken, NotKnownHere or AccountClosed.
    """
    checked = check_code(text=text, by=by.verifier, at=at)
    credential = checked.verdict.credential
    if checked.verdict.outcome == REFUSED or credential is None:
        raise CodeNotTaken(faults={"why": gettext(checked.verdict.sentence)})
    person, grant = _holder(checked)
    sign_in = identity.open_sign_in(
        person=person,
        door=Door.KIOSK,
        method=Method.SHOWN,
        level=Level(min(credential.level, Level.PRESENT, person.level)),
        device=device,
        at=at,
    )
    return Entered(sign_in, grant)


def _holder(checked: Checked) -> tuple[Person, Grant | None]:
    credential = checked.verdict.credential
    if credential and checked.verdict.issuer == own_name():
        found = CodeCredential.objects.select_related("person", "grant")
        row = found.get(name=credential.id.hex())
        return row.person, row.grant
    person = people.person_with_number(str(checked.fields.get("id_number") or ""))
    if person is None or checked.fields.get("kind") != "person":
        raise NotKnownHere
    return person, None


def _keeps(by: Post) -> None:
    if by.ended_at or by.role not in KEEPERS:
        raise NotAKeeper


def _offered(services: Sequence[str]) -> list[str]:
    """The same codes in the same order, if each can be done online."""
    wanted = list(dict.fromkeys(services))
    known = published_services().filter(online=True, code__in=wanted).values_list("code", flat=True)
    if not 0 < len(wanted) <= MOST or set(known) != set(wanted):
        raise NoSuchSet
    return wanted


def _record(what: str, kiosk: Kiosk, by: Post, at: datetime, detail: dict[str, object]) -> None:
    audit.record(
        f"certificates.{what}", subject=kiosk, by=by.person, under=by.ref, at=at, detail=detail
    )
