"""At a counter, with the applicant present: the same form, the same case, another channel."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.cases.models import Case, Voucher
from tongban.cases.operations.drafting import save_draft
from tongban.cases.operations.holding import own
from tongban.cases.operations.looking import filled_in
from tongban.cases.operations.moving import record
from tongban.cases.operations.refusals import CaseGone, MayNot, NotNow, OwnCase
from tongban.cases.operations.submitting import submit
from tongban.cases.queries.counter import draft_with_code, is_open_at, voucher_index
from tongban.cases.rules import WITH_APPLICANT, Channel, Deed, Status, may
from tongban.catalog.models import Post
from tongban.core.references import LETTERS
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor

GOOD_FOR: Final = timedelta(hours=24)
OPEN_FOR: Final = timedelta(hours=1)


class NoSuchVoucher(Refusal):
    code = "no_such_voucher"
    message = _("This counter code is not valid, or was used already. Ask for a new one.")


class NotConfirmed(Refusal):
    code = "not_confirmed"
    message = _("The applicant has to confirm what is handed in. Show it to them, then tick it.")


@transaction.atomic
def make_voucher(*, case: Case, by: Actor, at: datetime) -> Voucher:
    """A code that the applicant says at a counter; the one before holds no longer.

    Refuses with CaseGone, NotGranted, CaseElsewhere or NotNow.
    """
    case = own(case, by, at=at)
    if Status(case.status) not in WITH_APPLICANT:
        raise NotNow
    Voucher.objects.filter(case=case, taken_at=None).delete()
    code = "".join(secrets.choice(LETTERS) for _each in range(8))
    voucher = Voucher.objects.create(
        case=case, code=code, index=voucher_index(code), made_at=at, expires_at=at + GOOD_FOR
    )
    record(case, "voucher_made", by=by, at=at)
    return voucher


@transaction.atomic
def take_voucher(*, code: str, by: Post, at: datetime) -> Case:
    """Open the draft of somebody at the counter by the code they say; the code is used up.

    The applicant sees that. Refuses with MayNot, NoSuchVoucher or OwnCase.
    """
    voucher = draft_with_code(code, at=at)
    if voucher is None:
        raise NoSuchVoucher
    return _taken(voucher, by, at=at)


@transaction.atomic
def open_draft(*, case: Case, grounds: str, by: Post, at: datetime) -> Case:
    """Open the draft for which its applicant was called to this counter; `grounds` is that visit.

    Refuses with MayNot, CaseGone or OwnCase.
    """
    if Status(case.status) not in WITH_APPLICANT or not grounds:
        raise CaseGone
    if is_open_at(case, by, at=at):
        return case
    Voucher.objects.filter(case=case, taken_at=None).delete()
    voucher = Voucher(case=case, grounds=grounds, made_at=at, expires_at=at)
    return _taken(voucher, by, at=at)


def save_at_counter(
    *, case: Case, answers: Mapping[str, Any], by: Post, at: datetime, revision: int | None = None
) -> Case:
    """What the applicant says at the counter, typed in by the official.

    Refuses with CaseGone and whatever `save_draft` refuses.
    """
    _open(case, by, at=at)
    return save_draft(
        case=case, answers=answers, by=Actor(case.applicant), at=at, revision=revision
    )


def submit_at_counter(*, case: Case, confirmed: bool, by: Post, at: datetime) -> Case:
    """Hand it in for the applicant, who has read and confirmed it. The channel is the counter.

    Refuses with CaseGone, NotConfirmed and whatever `submit` refuses.
    """
    _open(case, by, at=at)
    if not confirmed:
        raise NotConfirmed
    with transaction.atomic():
        Case.objects.filter(pk=case.pk, status__in=sorted(WITH_APPLICANT)).update(
            channel=Channel.COUNTER
        )
        record(case, "handed_in_at_counter", by=by, at=at)
        return submit(case=case, by=Actor(case.applicant), at=at)


def _open(case: Case, by: Post, *, at: datetime) -> None:
    if by.ended_at or not is_open_at(case, by, at=at):
        raise CaseGone


def _taken(voucher: Voucher, by: Post, *, at: datetime) -> Case:
    case = voucher.case
    if by.ended_at or not may(by.role, Deed.ACCEPT):
        raise MayNot
    if case.applicant_id == by.person_id:
        raise OwnCase
    voucher.taken_at, voucher.post, voucher.expires_at = at, by, at + OPEN_FOR
    voucher.save()
    filled_in(case, by, at=at)
    record(case, "opened_at_counter", by=by, at=at, detail={"grounds": voucher.grounds})
    return case
