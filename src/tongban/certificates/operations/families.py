"""Families: keeping a child's certificates, letting a relative keep one's own, looking, ending."""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tongban.audit import operations as audit
from tongban.certificates.models import Certificate, FamilyTie
from tongban.certificates.queries.families import certificates_under
from tongban.certificates.rules import TieKind
from tongban.certificates.rules.families import (
    BIRTH,
    HOUSEHOLD,
    birthday,
    born_to,
    in_one_household,
)
from tongban.core.constraints import refusing
from tongban.core.languages import in_every_language
from tongban.core.refusal import Refusal
from tongban.identity.models import Person
from tongban.identity.operations import NobodyLikeThat, limits
from tongban.identity.queries import person_known_as, person_with_number
from tongban.identity.rules import Level
from tongban.identity.rules.numbers import birth_date
from tongban.messages import operations as messages
from tongban.privacy import operations as privacy
from tongban.privacy.rules import By, Shown

LONGEST: Final = timedelta(days=3 * 366)
PURPOSE: Final = "wallet"
RELATIVE: Final = _("A relative")
KEEPS: Final = gettext_noop("Family: keeps your certificates")


class NotYourChild(Refusal):
    code = "not_your_child"
    message = _(
        "No birth certificate or household register here shows that you are a parent of a child"
        " with this name and number who is not yet 18. Check both, or go to a counter."
    )


class KeptAlready(Refusal):
    code = "kept_already"
    message = _("This relative has these certificates in the wallet already.")


class TieTooLong(Refusal):
    code = "tie_too_long"
    message = _("The last day is between today and three years from now.")


class TieOver(Refusal):
    code = "tie_over"
    message = _("You may no longer see these certificates.")


def keep_childs(*, name: str, number: str, by: Person, at: datetime) -> FamilyTie:
    """Keep the certificates of one's child, until the eighteenth birthday.

    Whatever does not fit, the answer is the same. Not atomic as a whole: a try that is refused
    stays counted. Refuses with TooOften, NotYourChild or KeptAlready.
    """
    limits.spend([("family.person", by.ref)], at=at)
    child = person_with_number(number)
    born = birth_date(number)
    if child is None or born is None or child.name != name or child.pk == by.pk:
        raise NotYourChild
    ends, proof = birthday(born), _proof(by, child, born)
    if proof is None or ends <= localdate(at) or by.level < Level.MATCHED:
        raise NotYourChild
    return _tied(child, by, TieKind.CHILD, until=ends, proof=proof.ref, by=by, at=at)


def let_keep(*, name: str, phone: str, until: date, by: Person, at: datetime) -> FamilyTie:
    """Let a relative keep one's certificates until a day; the relative is told.

    Not atomic as a whole: a guess that is refused stays counted.
    Refuses with TooOften, NobodyLikeThat, TieTooLong or KeptAlready.
    """
    limits.spend([("family.person", by.ref)], at=at)
    today = localdate(at)
    if not today <= until <= today + LONGEST:
        raise TieTooLong
    relative = person_known_as(phone=phone, name=name)
    if relative is None or relative.pk == by.pk:
        raise NobodyLikeThat
    last = until + timedelta(days=1)
    return _tied(by, relative, TieKind.ADULT, until=last, proof="", by=by, at=at)


@transaction.atomic
def end_tie(*, tie: FamilyTie, by: Person, at: datetime) -> None:
    """Either side ends it at once, and the other one is told. Refuses with TieOver."""
    live = FamilyTie.objects.live(at=at).filter(pk=tie.pk)
    if by.pk not in {tie.holder_id, tie.relative_id} or not live.update(ended_at=at):
        raise TieOver
    audit.record("certificates.tie_ended", subject=tie, by=by, at=at)
    other = tie.relative if by.pk == tie.holder_id else tie.holder
    params: dict[str, object] = {"name": by.masked_name}
    messages.queue("certificates/tie_ended", to=other, about=tie.ref, at=at, params=params)


@transaction.atomic
def look_as_relative(*, tie: FamilyTie, certificate: UUID, by: Person, at: datetime) -> Certificate:
    """What one certificate of a relative says; the holder reads who looked and at what.

    Refuses with TieOver, also for what is not there.
    """
    live = FamilyTie.objects.live(at=at).filter(pk=tie.pk, relative=by)
    found = certificates_under(tie).filter(public_id=certificate).first() if live.exists() else None
    if found is None:
        raise TieOver
    privacy.record_access(
        person=tie.holder,
        by=by,
        under=tie.ref,
        office=in_every_language(RELATIVE),
        about=found.ref,
        fields=sorted(found.fields),
        reason=KEEPS,
        at=at,
        shown=Shown(
            kind=By.RELATIVE, matter=found.type.names, labels=found.type.labels, purpose=PURPOSE
        ),
    )
    audit.record("certificates.relative_looked", subject=found, by=by, under=tie.ref, at=at)
    return found


@transaction.atomic
def _tied(
    holder: Person,
    relative: Person,
    kind: TieKind,
    *,
    until: date,
    proof: str,
    by: Person,
    at: datetime,
) -> FamilyTie:
    before = FamilyTie.objects.filter(holder=holder, relative=relative, ended_at=None)
    before.filter(ends_at__lte=at).update(ended_at=at)  # it ran out by itself
    with refusing({"relative_keeps_a_wallet_once": KeptAlready}):
        tie = FamilyTie.objects.create(
            holder=holder,
            relative=relative,
            kind=kind,
            proof=proof,
            starts_at=at,
            ends_at=make_aware(datetime.combine(until, time.min)),
        )
    detail: dict[str, object] = {"kind": kind.value, "proof": proof}
    audit.record("certificates.tie_made", subject=tie, by=by, at=at, detail=detail)
    other = relative if by.pk == holder.pk else holder
    params: dict[str, object] = {"name": by.masked_name, "kind": kind.value}
    params["until"] = (until - timedelta(days=1)).isoformat()
    messages.queue("certificates/tie_made", to=other, about=tie.ref, at=at, params=params)
    return tie


def _proof(parent: Person, child: Person, born: date) -> Certificate | None:
    """The certificate that shows it: of birth in either wallet, or of one household."""
    live = Certificate.objects.live().filter(person__in=[parent, child])
    papers = list(live.filter(type__code__in=[BIRTH, HOUSEHOLD]).select_related("type"))
    for paper in papers:
        if paper.type.code == BIRTH and born_to(
            paper.fields, parent=parent.id_number, child=child.name, born=born
        ):
            return paper
    pages = {paper.person_id: paper for paper in papers if paper.type.code == HOUSEHOLD}
    if parent.pk in pages and child.pk in pages:
        page = pages[child.pk]
        if in_one_household(pages[parent.pk].fields, page.fields):
            return page
    return None
