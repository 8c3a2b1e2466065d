"""Whether a form is filled in, in sentences that say what to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema_rs import ValidationErrorKind as Kind

from tongban.cases.rules.formats import FORMATS
from tongban.cases.rules.package import Package, Question

Answers = Mapping[str, Any]
LONGEST = 5000  # characters of one answer; a package says less where it matters


def tidied(package: Package, answers: Answers) -> dict[str, Any]:
    """Only fields of the form, text without blank ends. Half-done answers are welcome."""
    kept: dict[str, Any] = {}
    for key, value in answers.items():
        if key in package.questions:
            kept[key] = value.strip() if isinstance(value, str) else value
    return kept


def asked(package: Package, answers: Answers) -> dict[str, Any]:
    """The answers that count: given, and to a question that is asked."""
    given = {key: value for key, value in answers.items() if value not in (None, "")}
    return {
        key: given[key]
        for key, question in package.questions.items()
        if key in given and question.is_asked(given)
    }


def faults(package: Package, answers: Answers, *, today: date) -> dict[str, str]:
    """What is still missing or wrong, by field. `answers` are those that count."""
    found: dict[str, str] = {}
    for error in package.validator.iter_errors(dict(answers)):
        if error.instance_path:
            question = package.questions[str(error.instance_path[0])]
            found.setdefault(question.key, _sentence(error, question))
    for key, question in package.questions.items():
        if key not in answers:
            if question.required and question.is_asked(answers):
                found[key] = _missing(question)
        elif key not in found:
            sentence = _format_fault(question, str(answers[key]), today)
            if sentence:
                found[key] = sentence
    return found


def _missing(question: Question) -> str:
    if question.choices:
        return _("Choose one of the answers.")
    if question.schema.get("type") == "boolean":
        return _("Tick this to go on.")
    return _("Fill this in.")


def _format_fault(question: Question, value: str, today: date) -> str:
    """What the schema cannot know: what a number adds up to, and what day it is."""
    form = str(question.schema.get("format"))
    if form in FORMATS:
        return FORMATS[form](value, today)
    if form != "date":
        return ""
    day = date.fromisoformat(value)
    if question.schema.get("x-past") and day > today:
        return _("This day is still to come. Choose today or an earlier day.")
    if question.schema.get("x-future") and day < today:
        return _("This day is over. Choose today or a later day.")
    return ""


def _sentence(error: Any, question: Question) -> str:  # noqa: PLR0911  one line a kind
    kind, value = error.kind, error.instance
    match kind:
        case Kind.Format():
            return _("This day does not exist. Write it like 2026-03-02: year, month, day.")
        case Kind.MinLength():
            return _short(len(value), int(kind.limit))
        case Kind.MaxLength():
            return _long(len(value), int(kind.limit))
        case Kind.Minimum() | Kind.ExclusiveMinimum():
            return _("Write a number of at least %(limit)s.") % {"limit": kind.limit}
        case Kind.Maximum() | Kind.ExclusiveMaximum():
            return _("Write a number of at most %(limit)s.") % {"limit": kind.limit}
        case Kind.MultipleOf():
            return _("Write a multiple of %(step)s.") % {"step": kind.multiple_of}
        case Kind.Enum():
            return _("Choose one of the answers.")
        case Kind.Constant():
            return _("Tick this to go on.")
        case Kind.Type():
            return _type_fault(str(question.schema.get("type")))
        case _:
            return _("This is not written the way it has to be. Look at the hint and try again.")


def _short(length: int, limit: int) -> str:
    words = ngettext(
        "Write at least %(limit)d character; there are %(length)d now.",
        "Write at least %(limit)d characters; there are %(length)d now.",
        limit,
    )
    return words % {"limit": limit, "length": length}


def _long(length: int, limit: int) -> str:
    n = length - limit
    words = ngettext(
        "Shorten this by %(n)d character; %(limit)d fit.",
        "Shorten this by %(n)d characters; %(limit)d fit.",
        n,
    )
    return words % {"n": n, "limit": limit}


def _type_fault(wanted: str) -> str:
    if wanted == "integer":
        return _("Write a whole number.")
    if wanted == "number":
        return _("Write a number.")
    if wanted == "boolean":
        return _("Answer yes or no.")
    return _("Write this as text.")
