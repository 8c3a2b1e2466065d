"""Which fields of which certificates a service asks for, and which of its questions they answer."""

from collections.abc import Container, Mapping
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongban.cases.rules.package import Package, Question

FILLS: Final = "certificate:"  # begins the key of a certificate that only answers questions
OWN_TO_CHOOSE: Final = frozenset({"contact", "deliver"})  # how one is reached is one's own business


class WhyUploaded(TextChoices):
    """Why somebody hands in a file although a certificate says the same."""

    WRONG = "wrong", _("My certificate says something wrong or old")
    SOMEBODY_ELSE = "somebody_else", _("It is about somebody else")
    TOLD_TO = "told_to", _("An office told me to hand it in")
    RATHER_NOT = "rather_not", _("I would rather not present my certificate")


def kinds(package: Package) -> list[str]:
    """The kinds of certificates that a service has a use for, in the order in which it asks."""
    asked = [need.certificate for need in package.needs]
    asked += [_kind_of(question.prefill) for question in package.questions.values()]
    return list(dict.fromkeys(kind for kind in asked if kind))


def presented(package: Package, kind: str, answers: Mapping[str, Any]) -> list[str]:
    """Exactly the fields that this service declares, for materials, questions and its result."""
    named = [field for need in package.needs if need.certificate == kind for field in need.fields]
    sources = [question.prefill for question in answered_by(package, kind, answers)]
    sources += [str(source) for source in package.result["fields"].values()]
    sources.append(str((package.result.get("valid") or {}).get("until", "")))
    named += [_field_of(source) for source in sources if _kind_of(source) == kind]
    return list(dict.fromkeys(named))


def answered_by(package: Package, kind: str, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that a certificate answers, without those that are not asked after all."""
    return [
        question
        for question in package.questions.values()
        if _kind_of(question.prefill) == kind and _may_be_asked(question, answers)
    ]


def is_settled(question: Question, kinds_given: Container[str]) -> bool:
    """Whether a question is answered by a certificate that was presented, and by nothing else."""
    given = _kind_of(question.prefill) in kinds_given
    return question.locked or (given and question.purpose not in OWN_TO_CHOOSE)


def _may_be_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """It is asked, or what that depends on was not answered yet."""
    open_still = (question.schema.get("x-when") or {}).keys() - answers.keys()
    return bool(open_still) or question.is_asked(answers)


def _kind_of(source: str) -> str:
    origin = source.partition(".")[0]
    return origin.removeprefix(FILLS) if origin.startswith(FILLS) else ""


def _field_of(source: str) -> str:
    return source.partition(".")[2]
