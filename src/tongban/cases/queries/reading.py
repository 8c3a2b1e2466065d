"""The form of a case as people read it: its questions, and what was said, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.models import Case
from tongban.cases.queries.answers import Prefilled, prefill
from tongban.cases.queries.following import timeline
from tongban.cases.queries.materials import materials
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.results import certificate_from, document_of
from tongban.cases.rules import Status
from tongban.cases.rules.package import Package, Question
from tongban.catalog.models import in_language
from tongban.catalog.queries import naming
from tongban.design.questions import Asked
from tongban.design.templatetags.design import day
from tongban.identity.models import Actor
from tongban.identity.rules import masked_number


@dataclass(frozen=True)
class Line:
    label: str
    value: str
    source: str


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    lines: list[Line]


def questions(
    package: Package,
    keys: Sequence[str],
    *,
    answers: Mapping[str, Any],
    known: Mapping[str, Prefilled],
    settled: Mapping[str, str],
    problems: Mapping[str, str],
) -> list[Asked]:
    """These questions in the reader's language, with what stands in them already.

    `known` are answers that registers gave, `settled` those of a presented certificate with the
    way to present it no longer. Whoever may fill the form in may ask.
    """
    return [
        Asked(
            key=key,
            label=in_language(dict(package.questions[key].label)),
            hint=in_language(dict(package.questions[key].schema.get("x-hint") or {})),
            schema=package.questions[key].schema,
            choices=_choices(package.questions[key]),
            required=package.questions[key].required,
            locked=package.questions[key].locked or key in settled,
            shown=_filled(package.questions[key], answers.get(key)),
            source=_source(known.get(key), answers.get(key)),
            dispute=settled.get(key, ""),
            problem=problems.get(key, ""),
        )
        for key in keys
    ]


def _choices(question: Question) -> list[tuple[str, str]]:
    texts = question.choices
    values = question.schema.get("enum") or []
    return [(value, in_language(dict(texts.get(value, {"zh": value})))) for value in values]


def _filled(question: Question, value: Any) -> Any:
    """What stands in a field; a number that is only shown is masked."""
    if question.locked and question.schema.get("format") == "cn-id-number" and value:
        return masked_number(str(value))
    return value


def _source(fact: Prefilled | None, value: Any) -> str:
    return fact.source if fact and fact.value == value else ""


def sections(
    case: Case, known: Mapping[str, Prefilled], *, masked: bool = True
) -> Iterator[Section]:
    """The answers of a case by page of its form; what is not asked is left out."""
    package = package_of(case)
    answers = {key: fact.value for key, fact in known.items()} | case.answers
    for page in package.pages:
        questions = [package.questions[key] for key in page["fields"]]
        asked = [question for question in questions if question.is_asked(answers)]
        shown = [_line(question, answers, known, masked=masked) for question in asked]
        yield Section(page["id"], in_language(page["title"]), shown)


def _line(
    question: Question,
    answers: Mapping[str, Any],
    known: Mapping[str, Prefilled],
    *,
    masked: bool,
) -> Line:
    value = answers.get(question.key)
    said = in_words(question, value)
    if masked and question.schema.get("format") == "cn-id-number":
        said = masked_number(said)
    source = _source(known.get(question.key), value)
    return Line(in_language(dict(question.label)), said, source)


def sheet(case: Case, *, at: datetime, acted_by: str = "") -> dict[str, Any]:
    """Everything that stands on paper about a case: the form, the receipt, the decision.

    Its applicant may ask, and an official to whom it is open.
    """
    known = prefill(case, Actor(case.applicant), at=at) if case.status == Status.DRAFT else {}
    return {
        "case": case,
        "sections": list(sections(case, known, masked=False)),
        "certificate": certificate_from(case),
        "document": document_of(case),
        "materials": materials(case, at=at),
        "events": [e for e in timeline(case, at=at) if e.at] if case.submitted_at else [],
        "acted_by": acted_by,
        "at": at,
    }


def said(package: Package, answers: Mapping[str, Any]) -> dict[str, str]:
    """Each answer in words, by question. Whoever may fill the form in may ask."""
    known = package.questions
    return {key: in_words(known[key], value) for key, value in answers.items() if key in known}


def in_words(question: Question, value: Any) -> str:
    """An answer as people read it: choices by name, yes or no, dates as dates are written."""
    if value in (None, ""):
        return ""
    if question.choices and value in question.choices:
        return in_language(dict(question.choices[value]))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    form = question.schema.get("format")
    if form == "date" and parsed_day(str(value)):
        return day(str(value))
    return naming.name_of(value) if form == "cn-region" else str(value)


def parsed_day(text: str) -> date | None:
    """The day that was written, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
