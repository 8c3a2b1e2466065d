"""Asking a register for a case, in place of a paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.cases.models import Case, Consultation
from tongban.cases.operations.holding import handled
from tongban.cases.operations.moving import record
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.rules import WITH_OFFICIALS, Deed, Status
from tongban.cases.rules.package import Need
from tongban.catalog.models import Post
from tongban.core.refusal import Refusal
from tongban.sharing import operations as sharing
from tongban.sharing import queries as registers
from tongban.sharing.rules import Outcome


class NotAsked(Refusal):
    code = "register_not_asked"
    message = _("This service asks no register for that.")


class NumberUnknown(Refusal):
    code = "number_unknown"
    message = _("This case names no ID number, and a register can be asked only with one.")


def consult(*, case: Case, key: str, by: Post, at: datetime) -> Consultation:
    """Ask the register that answers for a material of the case; what it says stays with the case.

    The applicant sees that it was asked. When nobody answers, that is noted, and the document has
    to be asked for instead. Never inside a transaction.
    Refuses with NotAsked, NumberUnknown, SomeoneElses, or as `sharing.call` does.
    """
    need, bound = _ready(case, key, by)
    try:
        answer = sharing.call(
            resource=need.register,
            case=bound,
            about=bound.person,
            purpose=need.purpose,
            fields=need.asks,
            by=by,
            at=at,
        )
    except sharing.RegisterSilent:
        _kept(case, need, by, None, at=at)
        raise
    return _kept(case, need, by, answer, at=at)


@transaction.atomic
def _ready(case: Case, key: str, by: Post) -> tuple[Need, sharing.Bound]:
    held = handled(case, by, Deed.TAKE)
    need = next((n for n in package_of(held).needs if n.key == key and n.register), None)
    if need is None:
        raise NotAsked
    party = party_of(held)
    number = str(party.says("person", "id_number") or "")
    if not number:
        raise NumberUnknown
    return need, sharing.Bound(
        ref=held.ref,
        reference=held.reference,
        service=held.service.code,
        person=held.applicant,
        name=str(party.says("person", "name") or ""),
        number=number,
        is_open=Status(held.status) in WITH_OFFICIALS,
        authority=held.service.authority.code,
    )


@transaction.atomic
def _kept(
    case: Case, need: Need, by: Post, answer: sharing.Answer | None, *, at: datetime
) -> Consultation:
    resource = registers.resource_called(need.register)
    told = answer.fields if answer else {}
    fields = resource.fields if resource else []
    lines = [
        {"key": each["key"], "names": each["names"], "value": told[each["key"]]}
        for each in fields
        if each["key"] in told
    ]
    done = Consultation.objects.create(
        case=case,
        key=need.key,
        register=need.register,
        names=resource.names if resource else {"zh": need.register},
        owner=resource.owner if resource else "",
        owner_names=resource.owner_names if resource else {},
        lines=lines,
        outcome=answer.outcome if answer else Outcome.AWAY,
        call=answer.call if answer else "",
        by=by.person,
        at=at,
    )
    record(case, "register_asked", by=by, at=at, detail={"register": need.register})
    return done
