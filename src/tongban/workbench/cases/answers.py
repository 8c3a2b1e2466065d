"""What the applicant said and handed in, as an official reads it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.models import Case
from tongban.cases.queries import in_words, package_of
from tongban.cases.rules.answers import asked
from tongban.cases.rules.package import Question
from tongban.catalog.models import in_language
from tongban.identity.rules import masked_number

PRIVATE = {"cn-id-number": 4, "cn-mobile": 3}  # format: characters shown in front


@dataclass(frozen=True)
class Answer:
    """One answer. `masked` stands in for a number until somebody wants to see it."""

    key: str
    label: str
    value: str
    source: str
    sure: bool
    masked: str = ""


@dataclass(frozen=True)
class Page:
    """The answers of one page of the form."""

    title: str
    answers: tuple[Answer, ...]


def pages_of(case: Case) -> list[Page]:
    """Every answer that counts, by page of the form. For those who opened the case."""
    package = package_of(case)
    given = asked(package, case.answers)
    pages = []
    for page in package.pages:
        keys = [key for key in page["fields"] if key in given]
        answers = tuple(_answer(package.questions[key], given[key]) for key in keys)
        if answers:
            pages.append(Page(in_language(dict(page["title"])), answers))
    return pages


def _answer(question: Question, value: Any) -> Answer:
    front = PRIVATE.get(str(question.schema.get("format")))
    text = in_words(question, value)
    return Answer(
        key=question.key,
        label=in_language(dict(question.label)),
        value=text,
        source=_source(question),
        sure=question.locked,
        masked=masked_number(text, front=front) if front else "",
    )


def _source(question: Question) -> str:
    """Where the answer comes from, for telling what is proved from what is said."""
    origin = question.prefill.partition(".")[0]
    if not origin:
        return _("Said by the applicant")
    if not question.locked:
        return _("Filled in beforehand, could be changed")
    if origin == "person":
        return _("From the verified account")
    if origin == "organisation":
        return _("From the register of firms")
    return _("From a certificate")
