"""At a counter, with the applicant present: the same form, the same case, another channel."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.cases.models import Case
from tongban.cases.operations.drafting import save_draft
from tongban.cases.operations.moving import record
from tongban.cases.operations.refusals import CaseGone
from tongban.cases.operations.submitting import submit
from tongban.cases.operations.uploading import detach, hand_in
from tongban.cases.queries.counter import open_voucher
from tongban.cases.rules import WITH_APPLICANT, Channel
from tongban.catalog.models import Post
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor


class NotConfirmed(Refusal):
    code = "not_confirmed"
    message = _("The applicant has to confirm what is handed in. Show it to them, then tick it.")


def save_at_counter(
    *, case: Case, answers: Mapping[str, Any], by: Post, at: datetime, revision: int | None = None
) -> Case:
    """What the applicant says at the counter, typed in by the official.

    Refuses with CaseGone and whatever `save_draft` refuses.
    """
    actor = applicant_at(case, by, at=at)
    with transaction.atomic():
        record(case, "filled_in_at_counter", by=by, at=at)
        return save_draft(case=case, answers=answers, by=actor, at=at, revision=revision)


def upload_at_counter(
    *, case: Case, key: str, name: str, data: bytes, by: Post, at: datetime, reason: str = ""
) -> Case:
    """A paper that the applicant brought, scanned or photographed at the counter.

    Refuses with CaseGone and whatever `hand_in` refuses.
    """
    actor = applicant_at(case, by, at=at)
    kept = hand_in(case=case, key=key, name=name, data=data, by=actor, at=at, reason=reason)
    record(kept, "paper_taken_at_counter", by=by, at=at, detail={"material": key})
    return kept


def detach_at_counter(*, case: Case, key: str, by: Post, at: datetime) -> Case:
    """Give a paper back. Refuses with CaseGone and whatever `detach` refuses."""
    actor = applicant_at(case, by, at=at)
    with transaction.atomic():
        record(case, "paper_given_back_at_counter", by=by, at=at, detail={"material": key})
        return detach(case=case, key=key, by=actor, at=at)


def submit_at_counter(*, case: Case, confirmed: bool, by: Post, at: datetime) -> Case:
    """Hand it in for the applicant, who has read and confirmed it. The channel is the counter.

    Refuses with CaseGone, NotConfirmed and whatever `submit` refuses.
    """
    actor = applicant_at(case, by, at=at)
    if not confirmed:
        raise NotConfirmed
    with transaction.atomic():
        Case.objects.filter(pk=case.pk, status__in=sorted(WITH_APPLICANT)).update(
            channel=Channel.COUNTER
        )
        record(case, "handed_in_at_counter", by=by, at=at)
        return submit(case=case, by=actor, at=at)


def applicant_at(case: Case, by: Post, *, at: datetime) -> Actor:
    """Who opened this draft to the official, as they act. Refuses with CaseGone."""
    voucher = None if by.ended_at else open_voucher(case, by, at=at)
    if voucher is None:
        raise CaseGone
    return Actor(voucher.maker or case.applicant, voucher.grant)
