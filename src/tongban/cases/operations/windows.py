"""A remote window, from the asking to the end. Nobody but the applicant changes the case."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.cases.models import Case, Remark, Window
from tongban.cases.operations.holding import own
from tongban.cases.operations.looking import looked_through_window
from tongban.cases.operations.moving import record
from tongban.cases.operations.refusals import CaseGone, MayNot, NoOffice
from tongban.cases.providers import line
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.windows import is_live, remote_office, waiting_at, windows_to_end
from tongban.cases.rules import Deed, may
from tongban.cases.rules.windows import Ended, Mark, is_over, place_of
from tongban.catalog.models import Post
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor, Person, SignIn

LONGEST = 500


class WindowOpenAlready(Refusal):
    code = "window_open_already"
    message = _("You have a window open already. Go on there, or end it first.")


class WindowOver(Refusal):
    code = "window_over"
    message = _("This window has ended. Nobody sees anything through it any more.")


class NobodyAtWindow(Refusal):
    code = "nobody_at_window"
    message = _("Nobody waits for a remote officer now.")


class WindowStillServed(Refusal):
    code = "window_still_served"
    message = _("You are still at a window. End it first.")


class WindowTaken(Refusal):
    code = "window_taken"
    message = _("A colleague was quicker. Take the next one.")


class NoSuchSpot(Refusal):
    code = "no_such_spot"
    message = _("There is no such place in this case.")


class RemarkTooLong(Refusal):
    code = "remark_too_long"
    message = _("That is too long to read on a small screen. Say it in fewer words.")


class _NumberDrawn(Refusal):
    code = "_number_drawn"
    message = _("Somebody else drew this number.")


ASKED = {
    "person_has_one_open_window": WindowOpenAlready,
    "window_has_a_number_of_its_own": _NumberDrawn,
}
TRIES = 5


@transaction.atomic
def ask_for_window(
    *, case: Case, shown: Iterable[str], sign_in: SignIn, by: Actor, at: datetime
) -> Window:
    """Agree that an officer looks at one's own case, masked but for `shown`, and wait for one.

    Refuses with CaseGone, CaseElsewhere, NoOffice, NoSuchSpot or WindowOpenAlready.
    """
    case = own(case, by, at=at)
    if case.organisation_id or sign_in.person_id != by.person.pk:
        raise CaseGone
    for left in Window.objects.filter(person=by.person, ended_at=None).select_related("sign_in"):
        if not is_live(left, at=at):
            _end(left, _why(left, at), by=by.person, at=at)
    office = remote_office(case)
    if office is None:
        raise NoOffice
    window = _waiting(
        Window(
            case=case,
            person=by.person,
            sign_in=sign_in,
            office=office,
            on=localdate(at),
            shown=_places(case, shown),
            agreed_at=at,
        )
    )
    record(case, "window_asked", by=by, at=at, detail={"window": window.ref})
    return window


@transaction.atomic
def show_place(*, window: Window, place: str, is_shown: bool, by: Person, at: datetime) -> Window:
    """The applicant opens one hidden place to the officer, or hides it again.

    Refuses with WindowOver or NoSuchSpot.
    """
    window = _locked(window, at=at)
    if window.person_id != by.pk:
        raise WindowOver
    [place] = _places(window.case, [place])
    rest = [each for each in window.shown if each != place]
    window.shown = [*rest, place] if is_shown else rest
    window.save(update_fields=["shown"])
    what = "window_shown" if is_shown else "window_hidden"
    record(window.case, what, by=Actor(by), at=at, detail={"place": place})
    return window


@transaction.atomic
def take_next_window(*, by: Post, at: datetime) -> Window:
    """Sit down with whoever has waited longest; the applicant reads that in the list of looks.

    Refuses with MayNot, WindowStillServed, NobodyAtWindow or WindowTaken.
    """
    if by.ended_at or not may(by.role, Deed.ACCEPT):
        raise MayNot
    for left in Window.objects.filter(officer=by.person, ended_at=None).select_related("sign_in"):
        if is_live(left, at=at):
            raise WindowStillServed
        _end(left, _why(left, at), by=by.person, at=at)
    others = (each for each in waiting_at(by.office, at=at) if each.person_id != by.person_id)
    window = next(others, None)
    if window is None:
        raise NobodyAtWindow
    window.officer, window.post, window.taken_at = by.person, by, at
    window.line = line().begin(window)
    with refusing({"officer_serves_one_window": WindowStillServed}):
        taken = Window.objects.filter(pk=window.pk, post=None, ended_at=None).update(
            officer=by.person, post=by, taken_at=at, line=window.line
        )
    if not taken:
        raise WindowTaken
    looked_through_window(window.case, by, at=at)
    record(window.case, "window_taken", by=by, at=at, detail={"window": window.ref})
    return window


@transaction.atomic
def point(*, window: Window, place: str, mark: Mark, text: str, by: Post, at: datetime) -> Remark:
    """The officer points to a place; the applicant sees it within seconds, and alone changes it.

    Refuses with WindowOver, NoSuchSpot or RemarkTooLong.
    """
    window = _locked(window, at=at)
    if window.officer_id != by.person_id or window.post_id != by.pk or by.ended_at:
        raise WindowOver
    [place] = _places(window.case, [place])
    if len(text) > LONGEST:
        raise RemarkTooLong
    said = {"mark": mark, "text": text.strip(), "made_at": at}
    remark, _new = Remark.objects.update_or_create(window=window, place=place, defaults=said)
    record(window.case, "window_pointed", by=by, at=at, detail={"place": place, "mark": str(mark)})
    return remark


@transaction.atomic
def end_window(*, window: Window, by: Person, at: datetime) -> Window:
    """Either of them ends it at any time; from then on the officer sees nothing.

    Refuses with WindowOver.
    """
    window = _locked(window, at=at)
    if by.pk not in {window.person_id, window.officer_id}:
        raise WindowOver
    why = Ended.APPLICANT if by.pk == window.person_id else Ended.OFFICER
    _end(window, why, by=by, at=at)
    return window


def end_windows(*, at: datetime) -> int:
    """The clock: windows whose time is over, or whose applicant has gone. Says how many."""
    over = [each for each in windows_to_end(at=at) if not is_live(each, at=at)]
    for window in over:
        with transaction.atomic():
            _end(window, _why(window, at), by=None, at=at)
    return len(over)


def _end(window: Window, why: Ended, *, by: Person | None, at: datetime) -> None:
    still = Window.objects.filter(pk=window.pk, ended_at=None)
    if not still.update(ended_at=at, ended_by=why):
        return
    window.ended_at, window.ended_by = at, why
    line().end(window)
    post = window.post if by and by.pk == window.officer_id else None
    actor = post or (Actor(by) if by else None)
    record(window.case, "window_ended", by=actor, at=at, detail={"why": str(why)})


def _why(window: Window, at: datetime) -> Ended:
    over = is_over(asked_at=window.agreed_at, taken_at=window.taken_at, at=at)
    return Ended.TIME if over else Ended.LEFT


def _locked(window: Window, *, at: datetime) -> Window:
    found = Window.objects.select_for_update(of=("self",)).filter(pk=window.pk)
    held = found.select_related("case__version", "sign_in", "post").first()
    if held is None or not is_live(held, at=at):
        raise WindowOver
    return held


def _places(case: Case, wanted: Iterable[str]) -> list[str]:
    """The same places, if the case has them all."""
    package = package_of(case)
    known = {place_of("field", key) for key in package.questions}
    known |= {place_of("file", need.key) for need in package.needs}
    found = list(dict.fromkeys(wanted))
    if not set(found) <= known:
        raise NoSuchSpot
    return found


def _waiting(window: Window) -> Window:
    """With the number after the last one of the day; of two who draw the same, one draws again."""
    for left in reversed(range(TRIES)):
        today = Window.objects.filter(office=window.office, on=window.on).order_by("-number", "-pk")
        last = today.values_list("number", flat=True).first() or "Y000"
        window.number = f"Y{int(last[1:]) + 1:03d}"
        try:
            with refusing(ASKED):
                window.save(force_insert=True)
        except _NumberDrawn:
            if not left:
                raise
        else:
            break
    return window
