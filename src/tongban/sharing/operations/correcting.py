"""Mending what a pretend register says. Who opens a row is written down for whom it is about."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.queries import desk_of
from tongban.federation import operations as federation
from tongban.federation.queries import HERE
from tongban.identity.models import Person, id_index
from tongban.identity.queries import person_with_number
from tongban.messages import operations as messages
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown
from tongban.sharing.models import RegisterRow, Resource, SharingCall
from tongban.sharing.operations.answering import labels_of
from tongban.sharing.operations.deciding import DECIDERS
from tongban.sharing.operations.refusals import (
    NobodyOnRecord,
    NotTheOwner,
    ReasonMissing,
    ValueFaulty,
)
from tongban.sharing.rules import YES_NO

CORRECTED: Final = "sharing.corrected"


@transaction.atomic
def open_row(
    *, resource: Resource, number: str, reason: str, by: Post, at: datetime
) -> RegisterRow:
    """Look up somebody in a register of one's own office, for a reason they will read.

    Refuses with NotTheOwner, ReasonMissing or NobodyOnRecord.
    """
    _owner(resource, by)
    if not reason.strip():
        raise ReasonMissing
    index = id_index(number.strip().upper())
    row = RegisterRow.objects.filter(resource=resource.code, number_index=index).first()
    if row is None:
        raise NobodyOnRecord
    person = person_with_number(number.strip().upper())
    if person is not None:
        _looked(resource, row, person, reason.strip(), by, at=at)
    audit.record("sharing.row_opened", subject=row, by=by.person, under=by.ref, at=at)
    return row


@transaction.atomic
def correct_row(
    *, row: RegisterRow, values: Mapping[str, str], reason: str, by: Post, at: datetime
) -> RegisterRow:
    """Change what a register says about somebody, who is told, as are those who asked.

    Refuses with NotTheOwner, ReasonMissing or ValueFaulty.
    """
    resource = Resource.objects.filter(code=row.resource, node=HERE).first()
    if resource is None:
        raise NotTheOwner
    _owner(resource, by)
    if not reason.strip():
        raise ReasonMissing
    held = RegisterRow.objects.select_for_update().get(pk=row.pk)
    kinds = {str(each["key"]): str(each["kind"]) for each in resource.fields}
    kept = {key: text.strip() for key, text in values.items() if key in held.content}
    faults = {
        key: _("This is not right.") for key, text in kept.items() if _wrong(kinds, key, text)
    }
    if faults:
        raise ValueFaulty(faults=faults)
    changed = sorted(key for key, text in kept.items() if held.content[key] != text)
    held.content = {**held.content, **kept}
    held.changed_at = at
    held.save(update_fields=["content", "changed_at"])
    detail: dict[str, object] = {"fields": changed}
    audit.record(
        "sharing.row_corrected", subject=held, by=by.person, under=by.ref, at=at, detail=detail
    )
    _tell(resource, held, at=at)
    return held


@transaction.atomic
def hear_of_correction(*, told: Mapping[str, Any], source: str, at: datetime) -> None:
    """A register that we asked was corrected; its applicant reads it here, too."""
    asked = SharingCall.objects.filter(public_id=str(told["call"]), node=source)
    call = asked.select_related("person").first()
    if call is not None:
        params: dict[str, object] = {"register": told["names"]}
        messages.queue("sharing/corrected", to=call.person, about=call.about, at=at, params=params)
        audit.record("sharing.correction_heard", subject=call, by=call.person, at=at)


def _owner(resource: Resource, by: Post) -> None:
    ours = resource.node == HERE and resource.office == by.office.code
    if not ours or by.ended_at or by.role not in DECIDERS:
        raise NotTheOwner


def _wrong(kinds: Mapping[str, str], key: str, text: str) -> bool:
    if kinds.get(key) == "yes_no":
        return text not in {*YES_NO, ""}
    if kinds.get(key) == "date" and text:
        try:
            date.fromisoformat(text)
        except ValueError:
            return True
    return len(text) > 200 or key not in kinds


def _looked(
    resource: Resource, row: RegisterRow, person: Person, reason: str, by: Post, *, at: datetime
) -> None:
    privacy.record_access(
        person=person,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=row.ref,
        fields=resource.keys,
        reason=reason,
        at=at,
        shown=Shown(
            **desk_of(by) | {"authority": resource.owner},
            matter=resource.names,
            labels=labels_of(resource, resource.keys),
            purpose="record",
        ),
    )


def _tell(resource: Resource, row: RegisterRow, *, at: datetime) -> None:
    """The person here, and every node that asked about them, once for each case."""
    person = person_with_number(str(row.content["id_number"]))
    if person is None:
        return
    params: dict[str, object] = {"register": resource.names}
    messages.queue("sharing/corrected", to=person, about=row.ref, at=at, params=params)
    calls = SharingCall.objects.filter(resource=resource.code, person=person, node=HERE)
    newest: dict[tuple[str, str], SharingCall] = {}
    for call in calls.exclude(asker=HERE).order_by("at"):
        newest[call.asker, call.about] = call
    for (asker, _about), call in newest.items():
        data = {"call": str(call.public_id), "names": resource.names}
        federation.send(CORRECTED, to=[asker], about=call.ref, data=data, at=at)
