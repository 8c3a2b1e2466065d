"""Codes that a counter goes on with, and drafts that are opened to an official there."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tongban.audit import operations as audit
from tongban.cases.models import Attendance, Case, Voucher
from tongban.cases.operations.holding import own
from tongban.cases.operations.looking import filled_in, looked
from tongban.cases.operations.moving import Machine, record
from tongban.cases.operations.refusals import CaseGone, MayNot, NotNow, OwnCase
from tongban.cases.queries.counter import open_voucher, voucher_index, voucher_with_code
from tongban.cases.rules import GOOD_FOR, OPEN_FOR, WITH_APPLICANT, DeadEnd, Deed, Status, may
from tongban.catalog.models import Post, Service
from tongban.catalog.queries import desk_of
from tongban.core.references import LETTERS
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor, Person
from tongban.identity.operations import limits
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown

STANDS_HERE: Final = gettext_noop("You stood at this counter")
BROUGHT: Final = gettext_noop("You brought this to the counter")
KEPT_AFTERWARDS: Final = timedelta(days=1)
MOST: Final = 40  # fields that are carried along
LONGEST: Final = 500


class NoSuchVoucher(Refusal):
    code = "no_such_voucher"
    message = _("This counter code is not valid, or was used already. Ask for a new one.")


@transaction.atomic
def make_voucher(*, case: Case, by: Actor, at: datetime) -> Voucher:
    """A code that the applicant says at a counter; the one before holds no longer.

    Refuses with CaseGone, NotGranted, NotEntrusted, CaseElsewhere or NotNow.
    """
    case = own(case, by, at=at)
    if Status(case.status) not in WITH_APPLICANT:
        raise NotNow
    Voucher.objects.filter(case=case, taken_at=None).delete()
    voucher = _coded(Voucher(case=case, maker=by.person, grant=by.grant), at=at)
    record(case, "voucher_made", by=by, at=at)
    return voucher


def leave_voucher(
    *,
    dead_end: DeadEnd,
    typed: Mapping[str, str],
    service: Service | None,
    by: Person | None,
    source: str,
    at: datetime,
) -> Voucher:
    """A code from where somebody got no further, with what they had typed, signed in or not.

    Refuses with TooOften.
    """
    limits.spend([("voucher.source", source)], at=at)
    kept = {key[:60]: text[:LONGEST] for key, text in list(typed.items())[:MOST] if text}
    with transaction.atomic():
        made = Voucher(dead_end=dead_end, typed=kept, service=service, maker=by)
        voucher = _coded(made, at=at)
        audit.record("cases.voucher_left", subject=voucher, by=by or Machine(), at=at)
    return voucher


@transaction.atomic
def take_voucher(*, code: str, by: Post, at: datetime) -> Voucher:
    """Open what a code stands for to the official who was told it; the code is used up.

    Whose draft it is sees that. Refuses with MayNot, NoSuchVoucher or OwnCase.
    """
    voucher = voucher_with_code(code, at=at)
    if voucher is None:
        raise NoSuchVoucher
    return _taken(voucher, by, at=at)


@transaction.atomic
def open_draft(*, case: Case, grounds: str, by: Post, at: datetime, as_: Actor) -> Case:
    """Open a draft whose applicant stands at the counter; `grounds` is that visit or attendance.

    Refuses with MayNot, CaseGone or OwnCase.
    """
    if Status(case.status) not in WITH_APPLICANT or not grounds:
        raise CaseGone
    if open_voucher(case, by, at=at):
        return case
    Voucher.objects.filter(case=case, taken_at=None).delete()
    voucher = Voucher(
        case=case, maker=as_.person, grant=as_.grant, grounds=grounds, made_at=at, expires_at=at
    )
    _taken(voucher, by, at=at)
    return case


@transaction.atomic
def forget_vouchers(*, at: datetime) -> int:
    """Delete what people brought from dead ends, and who stood where, a day after it is over."""
    over = at - KEPT_AFTERWARDS
    gone, _each = Voucher.objects.filter(case=None, expires_at__lt=over).delete()
    return gone + Attendance.objects.filter(expires_at__lt=over).delete()[0]


def _coded(voucher: Voucher, *, at: datetime) -> Voucher:
    voucher.code = "".join(secrets.choice(LETTERS) for _each in range(8))
    voucher.index = voucher_index(voucher.code)
    voucher.made_at, voucher.expires_at = at, at + GOOD_FOR
    voucher.save(force_insert=True)
    return voucher


def _taken(voucher: Voucher, by: Post, *, at: datetime) -> Voucher:
    case = voucher.case
    may_take(by)
    if by.person_id in {voucher.maker_id, case.applicant_id if case else None}:
        raise OwnCase
    voucher.taken_at, voucher.post, voucher.expires_at = at, by, at + OPEN_FOR
    voucher.save()
    if case:
        filled_in(case, by, at=at)
        record(case, "opened_at_counter", by=by, at=at, detail={"grounds": voucher.grounds})
        return voucher
    audit.record("cases.voucher_taken", subject=voucher, by=by.person, under=by.ref, at=at)
    if voucher.maker and voucher.typed:
        privacy.record_access(
            person=voucher.maker,
            by=by.person,
            under=by.ref,
            office=by.office.names,
            about=voucher.ref,
            fields=sorted(voucher.typed),
            reason=BROUGHT,
            at=at,
            shown=Shown(**desk_of(by), matter=_matter(voucher), purpose="decide"),
        )
    return voucher


def _matter(voucher: Voucher) -> dict[str, str]:
    return dict(voucher.service.names) if voucher.service else {}


def look_at_counter(*, case: Case, by: Post, at: datetime) -> None:
    """An official reads what somebody who stands there handed in, to print it for them."""
    may_take(by)
    looked(case, by, STANDS_HERE, at=at)


def may_take(by: Post) -> None:
    """Whether an official stands at a counter at all. Refuses with MayNot."""
    if by.ended_at or not may(by.role, Deed.ACCEPT):
        raise MayNot
