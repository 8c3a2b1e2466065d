"""What an applicant and an officer see at a remote window: the same, masked in the same way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongban.cases.models import Case, Remark, Upload, Window
from tongban.cases.queries.answers import prefill
from tongban.cases.queries.materials import materials
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.queries.reading import in_words
from tongban.cases.queries.routing import office_near, place_for
from tongban.cases.rules import WITH_APPLICANT, Status
from tongban.cases.rules.answers import asked
from tongban.cases.rules.custody import HERE
from tongban.cases.rules.package import Question
from tongban.cases.rules.windows import hidden, is_over, may_be_hidden, place_of
from tongban.catalog.models import Office, Post, in_language
from tongban.catalog.queries import is_staffed
from tongban.identity.models import Actor, Person
from tongban.identity.queries import live_sign_in

WITH = ("case__service", "case__version", "case__applicant", "office", "post__office", "officer")
SHOWN = 30


@dataclass(frozen=True)
class Spot:
    """One place of a case as the officer sees it. `said` is empty while there is nothing."""

    place: str
    label: str
    said: str
    is_hidden: bool
    may_hide: bool
    page: str = ""
    uploads: tuple[Upload, ...] = ()
    remark: Remark | None = None


@dataclass(frozen=True)
class SharedPage:
    """The places that stand together: a page of the form, or the materials."""

    title: str
    spots: list[Spot]


def window_of(person: Person, *, at: datetime) -> Window | None:
    """The window that a person has open. Only the person may ask."""
    found = Window.objects.filter(person=person, ended_at=None).select_related(*WITH, "sign_in")
    window = found.first()
    return window if window and is_live(window, at=at) else None


def last_window_of(person: Person) -> Window | None:
    """The window that a person had last, for saying how it ended. Only the person may ask."""
    return Window.objects.filter(person=person).select_related(*WITH).order_by("-pk").first()


def window_taken_by(post: Post, public_id: UUID) -> Window | None:
    """A window that this officer took, also when it has ended. Nobody else's is there."""
    found = Window.objects.filter(public_id=public_id, post=post, officer=post.person)
    return found.select_related(*WITH, "sign_in").first()


def serving(post: Post, *, at: datetime) -> Window | None:
    """The window at which this officer sits now."""
    found = Window.objects.filter(officer=post.person, post=post, ended_at=None)
    window = found.select_related(*WITH, "sign_in").first()
    return window if window and is_live(window, at=at) else None


def waiting_at(office: Office, *, at: datetime) -> list[Window]:
    """Who waits for a remote officer of an office, the longest first. Its staff may ask."""
    found = Window.objects.filter(office=office, ended_at=None, post=None)
    found = found.select_related(*WITH, "sign_in").order_by("agreed_at", "pk")
    return [each for each in found[:SHOWN] if is_live(each, at=at)]


def is_live(window: Window, *, at: datetime) -> bool:
    """Whether its applicant is still there, and neither of them nor the clock has ended it."""
    over = is_over(asked_at=window.agreed_at, taken_at=window.taken_at, at=at)
    if window.ended_at or over:
        return False
    return live_sign_in(window.sign_in.public_id, at=at) is not None


def ahead_at_window(window: Window, *, at: datetime) -> int:
    """How many are called before. Only the applicant may ask."""
    order = [each.pk for each in waiting_at(window.office, at=at)]
    return order.index(window.pk) if window.pk in order else 0


def remote_office(case: Case) -> Office | None:
    """Whose officers look at a case with its applicant: those who have it, or will get it."""
    if case.office:
        return case.office
    party = party_of(case)
    place = place_for(case.service, package_of(case), party, case.answers)
    office = place.office if place.node == HERE else None
    office = office or office_near(case.service, party)
    return office if office and is_staffed(office) else None


def shared_pages(
    case: Case, shown: list[str], *, at: datetime, window: Window | None
) -> list[SharedPage]:
    """Everything that is seen through a window. For the applicant, and for who took it."""
    package = package_of(case)
    remarks = {each.place: each for each in window.remarks.all()} if window else {}
    answers = _answers(case, at=at)
    given = asked(package, answers)
    sheets = []
    for page in package.pages:
        questions = [package.questions[key] for key in page["fields"]]
        spots = [
            _spot(each, given.get(each.key), shown, remarks, page["id"])
            for each in questions
            if each.is_asked(answers)
        ]
        sheets.append(SharedPage(in_language(dict(page["title"])), spots))
    papers = _papers(case, shown, remarks, at=at)
    return [*sheets, SharedPage(_("Materials"), papers)] if papers else sheets


def upload_at_window(window: Window, public_id: UUID) -> Upload | None:
    """A file that the applicant has shown at this window. For who took it."""
    found = window.case.materials.filter(upload__public_id=public_id).select_related("upload")
    material = found.first()
    if material is None or place_of("file", material.key) not in window.shown:
        return None
    return material.upload


def windows_to_end(*, at: datetime) -> QuerySet[Window]:
    """Those that nobody has ended yet. For the clock, which looks at each."""
    del at
    return Window.objects.filter(ended_at=None).select_related("sign_in", "case")


def _answers(case: Case, *, at: datetime) -> Mapping[str, Any]:
    """What the applicant sees filled in: while it is with them, also what is filled in for them."""
    given: dict[str, Any] = case.answers
    if Status(case.status) not in WITH_APPLICANT:
        return given
    known = prefill(case, Actor(case.applicant), at=at)
    return {key: fact.value for key, fact in known.items()} | given


def _spot(
    question: Question,
    value: Any,
    shown: list[str],
    remarks: Mapping[str, Remark],
    page: str,
) -> Spot:
    place = place_of("field", question.key)
    may_hide = may_be_hidden(question)
    is_hidden = may_hide and place not in shown
    plain = "" if value in (None, "") else str(value)
    return Spot(
        place=place,
        label=in_language(dict(question.label)),
        said=hidden(question, plain) if is_hidden else in_words(question, value),
        is_hidden=is_hidden,
        may_hide=may_hide,
        page=page,
        remark=remarks.get(place),
    )


def _papers(
    case: Case, shown: list[str], remarks: Mapping[str, Remark], *, at: datetime
) -> list[Spot]:
    found = []
    for entry in materials(case, at=at):
        place = place_of("file", entry.key)
        said = entry.certificate.type if entry.certificate and not entry.uploads else ""
        found.append(
            Spot(
                place=place,
                label=entry.name,
                said=str(said),
                is_hidden=bool(entry.uploads) and place not in shown,
                may_hide=bool(entry.uploads),
                uploads=entry.uploads,
                remark=remarks.get(place),
            )
        )
    return found
