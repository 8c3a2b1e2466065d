"""Everything that the screen of one case shows, gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localdate

from tongban.cases import queries
from tongban.cases.models import Case, Correction
from tongban.cases.queries import is_only_collected
from tongban.catalog.models import in_language
from tongban.workbench.cases.answers import pages_of
from tongban.workbench.cases.forms import PROBLEMS, CorrectionForm, Place
from tongban.workbench.cases.moves import Move, moves_for
from tongban.workbench.cases.registers import registers_shown
from tongban.workbench.http import OfficialRequest
from tongban.workbench.inbox.boxes import beside
from tongban.workbench.inbox.forms import box_form
from tongban.workbench.inbox.rows import left_of, tone_of


@dataclass(frozen=True)
class Mended:
    """What the applicant was asked to mend once, by the name of its place."""

    correction: Correction
    lines: Sequence[tuple[str, str]]


def around(request: OfficialRequest, case: Case, *, at: datetime) -> dict[str, Any]:
    """What the gate shows too: where the case stands in its box, and how urgent it is."""
    wanted = box_form(request).wanted()
    before, after = beside(case, request.post, wanted, at=at)
    return {
        "case": case,
        "wanted": wanted,
        "before": before,
        "after": after,
        "tone": tone_of(case.status),
        "left": left_of(case, localdate(at)),
        "moves": moves_for(case, request.post),
        "is_mine": case.handler_id == request.post.person_id,
        "where": queries.whereabouts(case),
        "stages": queries.stages_of(case),
        "collects": is_only_collected(case),
    }


def whole(
    request: OfficialRequest,
    case: Case,
    *,
    at: datetime,
    move: Move | None = None,
    form: forms.Form | None = None,
) -> dict[str, Any]:
    """Everything needed to deal with a case. Only after it was opened."""
    materials = queries.materials(case, at=at)
    return around(request, case, at=at) | {
        "move": move,
        "form": form,
        "problems": PROBLEMS if isinstance(form, CorrectionForm) else [],
        "pages": [
            (page.title, [(a, _place(form, "field", a.key)) for a in page.answers])
            for page in pages_of(case)
        ],
        "presented": queries.presented_in(case),
        "materials": [(m, _place(form, "material", m.key)) for m in materials],
        "registers": registers_shown(case, request.post, at=at),
        "clock": queries.clock(case, at=at),
        "timeline": queries.timeline(case, at=at),
        "corrections": _corrections(case),
        "explained": in_language(case.rule_explained) if case.rule_explained else "",
        "document": queries.document_of(case) if case.result else [],
    }


def _place(form: forms.Form | None, kind: str, key: str) -> Place | None:
    return form.place(kind, key) if isinstance(form, CorrectionForm) else None


def _corrections(case: Case) -> list[Mended]:
    package = queries.package_of(case)
    names = {("field", key): question.label for key, question in package.questions.items()}
    names |= {("material", need.key): need.names for need in package.needs}
    return [
        Mended(
            correction,
            [
                (in_language(dict(names[d["kind"], d["key"]])), d["problem"])
                for d in correction.defects
            ],
        )
        for correction in case.corrections.select_related("asked_by").order_by("-asked_at", "-pk")
    ]
