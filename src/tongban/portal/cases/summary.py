"""What somebody has filled in, as they read it: page by page, in words instead of codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.cases.models import Case, Correction
from tongban.cases.queries import Prefilled, package_of
from tongban.cases.rules.package import Question
from tongban.catalog.models import in_language
from tongban.design.templatetags.design import day
from tongban.federation.queries import HERE
from tongban.identity.rules import masked_number
from tongban.portal.cases.places import name_of
from tongban.portal.catalog.choosing import go_to


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


@dataclass(frozen=True)
class Fault:
    """Something that is missing or wrong, and the page on which to mend it."""

    label: str
    sentence: str
    address: str


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
    fact = known.get(question.key)
    source = fact.source if fact and fact.value == value else ""
    said = in_words(question, value)
    if masked and question.schema.get("format") == "cn-id-number":
        said = masked_number(said)
    return Line(in_language(dict(question.label)), said, source)


def parsed_day(text: str) -> date | None:
    """The day that was written, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


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
    return name_of(value) if form == "cn-region" else str(value)


def defects_of(correction: Correction | None) -> list[Fault]:
    """What an official asked to mend, with the pages that mend it."""
    if correction is None:
        return []
    return faults_of(correction.case, asked_of(correction))


def asked_of(correction: Correction | None) -> dict[str, str]:
    """What an official wrote about each field or material."""
    defects = correction.defects if correction else []
    return {defect["key"]: defect["problem"] for defect in defects}


def faults_of(case: Case, faults: Mapping[str, Any]) -> list[Fault]:
    """The faults of a case with the pages that mend them."""
    package = package_of(case)
    page_of = {key: page["id"] for page in package.pages for key in page["fields"]}
    names = {need.key: need.names for need in package.needs}
    found = []
    for key, sentence in faults.items():
        if key in page_of:
            label = in_language(dict(package.questions[key].label))
            address = reverse("case_form", args=[case.public_id, page_of[key]])
            address += f"?back=check#id_{key}"
        else:
            label = in_language(dict(names.get(key, {"zh": key})))
            address = reverse("case_material", args=[case.public_id, key])
        if case.custodian != HERE:  # it is mended where the case is
            address = go_to(case.custodian, reverse("case", args=[case.public_id]))
        found.append(Fault(label, str(sentence), address))
    return found
