"""Somebody stands at a counter, known by their code or their card, and begins something there."""

from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.audit import operations as audit
from tongban.cases.models import Attendance, Case, Voucher
from tongban.cases.operations.drafting import save_draft, start
from tongban.cases.operations.moving import record
from tongban.cases.operations.refusals import CaseGone, CodeShownBefore, OwnCase
from tongban.cases.operations.vouching import STANDS_HERE, may_take, open_draft
from tongban.cases.queries.counter import attendance, attends
from tongban.cases.queries.packages import package_of
from tongban.cases.rules import OPEN_FOR, Channel, ShownBy
from tongban.catalog.models import Post, Service
from tongban.catalog.queries import desk_of
from tongban.certificates import operations as certificates
from tongban.core.constraints import refusing
from tongban.crypto import vault
from tongban.identity import operations as identity
from tongban.identity.models import Grant, Person
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown

SHOWN: Final = ["name", "id_number"]


def meet_with_card(*, name: str, number: str, by: Post, at: datetime) -> Attendance:
    """An official has somebody's ID card in hand. They read who it was.

    Refuses with MayNot, OwnCase and whatever `identity.meet` refuses.
    """
    may_take(by)
    person = identity.meet(name=name, number=number, by=by.person, under=by.ref, at=at)
    return _attended(person, None, ShownBy.CARD, None, by, at=at)


def meet_with_code(*, text: str, by: Post, at: datetime) -> Attendance:
    """Somebody shows the code on their phone (亮码). They read who it was.

    Refuses with MayNot, CodeRefused, CodeShownBefore or OwnCase.
    """
    may_take(by)
    holder = certificates.holder_of_code(text=text, at=at)
    mark = vault.blind(holder.sign, place="cases.attendance")
    return _attended(holder.person, holder.grant, ShownBy.CODE, mark, by, at=at)


@transaction.atomic
def begin_at_counter(
    *,
    attended: Attendance,
    service: Service,
    by: Post,
    at: datetime,
    voucher: Voucher | None = None,
) -> Case:
    """Begin an application with the person who stands there, or go on with their draft.

    What they had typed where they got no further is filled in, if this form asks it. Refuses with
    CaseGone and whatever `start` and `open_draft` refuse.
    """
    found = attendance(attended.public_id, by, at=at)
    if found is None:
        raise CaseGone
    actor = attends(found)
    case = start(service=service, by=actor, at=at, channel=Channel.COUNTER)
    case = open_draft(case=case, grounds=found.ref, by=by, at=at, as_=actor)
    typed = {
        key: text
        for key, text in (voucher.typed if voucher else {}).items()
        if key in package_of(case).questions and not package_of(case).questions[key].locked
    }
    if typed and voucher:
        case = save_draft(case=case, answers=typed, by=actor, at=at)
        record(case, "voucher_filled_in", by=by, at=at, detail={"voucher": voucher.ref})
    return case


@transaction.atomic
def _attended(
    person: Person, grant: Grant | None, shown_by: ShownBy, mark: str | None, by: Post, at: datetime
) -> Attendance:
    if person.pk == by.person_id:
        raise OwnCase
    with refusing({"code_is_shown_once_at_a_counter": CodeShownBefore}):
        found = Attendance.objects.create(
            person=person,
            post=by,
            grant=grant,
            shown_by=shown_by,
            code=mark,
            begun_at=at,
            expires_at=at + OPEN_FOR,
        )
    privacy.record_access(
        person=person,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=found.ref,
        fields=SHOWN,
        reason=STANDS_HERE,
        at=at,
        shown=Shown(**desk_of(by), purpose="decide"),
    )
    detail: dict[str, object] = {"shown_by": shown_by}
    audit.record("cases.attended", subject=found, by=by.person, under=by.ref, at=at, detail=detail)
    return found
