"""Writing down that somebody read an applicant's data, so that the applicant sees it.

Whatever shows a case to an official or to another node goes through here. One look is what the
same reader sees of the same case on one day; more of it, or another reason, is another line.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop

from tongban.cases.models import Case
from tongban.cases.operations.moving import record
from tongban.cases.queries import answering
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.platforms import names_of
from tongban.catalog.models import Post
from tongban.catalog.queries import desk_of
from tongban.privacy import operations as privacy
from tongban.privacy import queries as looks
from tongban.privacy.rules import By, Names, Shown

ABOUT_THEM: Final = ("name", "id_number", "phone")
PURPOSE: Final = "decide"
HANDLING: Final = gettext_noop("Handling this case")  # translated where it is read
AT_COUNTER: Final = gettext_noop("Filling in your form with you at the counter")
TOGETHER: Final = gettext_noop("Looking at it together with you at a cloud window")
GOES_ON: Final = gettext_noop("The case goes on there")
ASKED: Final = gettext_noop("The platform asked about a case that it takes part in")


def looked(case: Case, by: Post, reason: str, *, at: datetime) -> None:
    """An official sees a whole case. Whoever handles it needs no reason."""
    labels = _questions(case) | _papers(case)
    fields = sorted({*ABOUT_THEM, *labels, "progress"})
    _look(case, by, fields, labels, reason, at=at, whole=True)


def filled_in(case: Case, by: Post, *, at: datetime) -> None:
    """A clerk opened the form with its applicant; every time is a look of its own."""
    labels = _questions(case)
    _saw(case, by, sorted(labels), labels, AT_COUNTER, at=at)


def look(*, case: Case, by: Post, at: datetime) -> None:
    """An official reads a case that is open to them; new on every day."""
    looked(case, by, "", at=at)


def look_at_file(*, case: Case, material: str, by: Post, at: datetime) -> None:
    """An official opens a file that was handed in with a case."""
    labels = {f"file:{material}": _file(case, material)}
    _look(case, by, list(labels), labels, "", at=at)


@transaction.atomic
def show_file(*, public_id: object, offset: object, node: str, at: datetime) -> dict[str, Any]:
    """Give a node that has a case a piece of a file of it; nothing to all others."""
    told = answering.piece_for(node, public_id, offset)
    material = answering.material_with(public_id, node) if told else None
    if material:
        labels = {f"file:{material.key}": _file(material.case, material.key)}
        went(material.case, list(labels), node, ASKED, at=at, labels=labels)
    return told


def sent(case: Case, to: str, *, at: datetime) -> None:
    """A case was handed over to another node, with everything in it."""
    labels = _questions(case)
    fields = sorted({"name", "phone", "region", "materials", "progress", *labels})
    went(case, fields, to, GOES_ON, at=at, labels=labels)


def went(
    case: Case,
    fields: list[str],
    node: str,
    reason: str,
    *,
    at: datetime,
    labels: Mapping[str, Names] | None = None,
) -> None:
    """These went to another node. Once a day, however often it asks."""
    under = f"node/{node}"
    seen, _reason = looks.looked_today(case.applicant, under=under, about=case.ref, at=at)
    if seen >= set(fields):
        return
    privacy.record_access(
        person=case.applicant,
        by=None,
        under=under,
        office=dict(names_of(node)),
        about=case.ref,
        fields=fields,
        reason=reason,
        at=at,
        shown=_shown(case, labels or {}, kind=By.NODE),
    )


def looked_through_window(case: Case, by: Post, *, at: datetime) -> None:
    """An official begins to look at a case together with its applicant: one line for all of it,
    masked or not, until the window ends."""
    labels = _questions(case) | _papers(case)
    _saw(case, by, sorted(labels), labels, TOGETHER, at=at)


def _look(
    case: Case,
    by: Post,
    fields: list[str],
    labels: Mapping[str, Names],
    reason: str,
    *,
    at: datetime,
    whole: bool = False,
) -> None:
    seen, before = looks.looked_today(case.applicant, under=by.ref, about=case.ref, at=at)
    again = case.handler_id == by.person_id or not reason
    if again and seen >= set(fields):
        return
    with transaction.atomic():
        _saw(case, by, fields, labels, reason or before or HANDLING, at=at)
        if whole:
            record(case, "opened", by=by, at=at)


def _saw(
    case: Case,
    by: Post,
    fields: list[str],
    labels: Mapping[str, Names],
    reason: str,
    *,
    at: datetime,
) -> None:
    privacy.record_access(
        person=case.applicant,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=case.ref,
        fields=fields,
        reason=reason,
        at=at,
        shown=_shown(case, labels, post=by),
    )


def _shown(
    case: Case,
    labels: Mapping[str, Names],
    *,
    kind: By = By.OFFICIAL,
    post: Post | None = None,
) -> Shown:
    told = desk_of(post) if post else {"post": {}, "authority": "", "region": case.region}
    told["authority"] = told["authority"] or case.service.authority.code
    return Shown(
        **told,
        kind=kind,
        matter=case.service.names,
        labels=labels,
        purpose=PURPOSE,
    )


def _questions(case: Case) -> dict[str, Names]:
    return {key: dict(question.label) for key, question in package_of(case).questions.items()}


def _papers(case: Case) -> dict[str, Names]:
    return {f"paper:{need.key}": dict(need.names) for need in package_of(case).needs}


def _file(case: Case, material: str) -> Names:
    names = {need.key: dict(need.names) for need in package_of(case).needs}
    return names.get(material, {"zh": material})
