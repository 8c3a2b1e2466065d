"""Looking at a case together with a remote officer: agreed to, masked, pointed at, and ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.builders import ANSWERS, MONDAY, a_case, a_person, a_post, an_applicant, an_id_service
from tongban.audit.models import Entry
from tongban.cases import operations, queries
from tongban.cases.models import Case, Remark, Window
from tongban.cases.rules.windows import LASTS, WAITS, Ended, Mark
from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.identity import operations as identity
from tongban.identity.models import Actor, SignIn
from tongban.identity.rules import Door, Level, Method
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db
PHONE = "field:phone"
SECOND = timedelta(seconds=1)


def signed_in(actor: Actor, *, door: Door = Door.PORTAL, at=MONDAY) -> SignIn:
    return identity.open_sign_in(
        person=actor.person,
        door=door,
        method=Method.CODE,
        level=Level.PRESENT,
        device="",
        at=at,
    )


@pytest.fixture
def ana() -> Actor:
    return an_applicant("林晓")


@pytest.fixture
def draft(ana: Actor) -> Case:
    case = operations.start(service=an_id_service(), by=ana, at=MONDAY)
    return operations.save_draft(case=case, answers=ANSWERS, by=ana, at=MONDAY)


@pytest.fixture
def officer(draft: Case) -> Post:
    return a_post("王建国", office=Office.objects.get())


def asked(case: Case, by: Actor, *, shown=(), at=MONDAY, sign_in: SignIn | None = None) -> Window:
    return operations.ask_for_window(
        case=case, shown=shown, sign_in=sign_in or signed_in(by, at=at), by=by, at=at
    )


def said(window: Window, place: str) -> str:
    window.refresh_from_db()
    pages = queries.shared_pages(window.case, window.shown, at=MONDAY, window=window)
    return next(spot.said for page in pages for spot in page.spots if spot.place == place)


def refused(call, **how) -> str:
    with pytest.raises(Refusal) as caught:
        call(**how)
    return caught.value.code


def test_the_officer_sees_what_was_agreed_to_and_the_applicant_reads_that_once(
    ana: Actor, draft: Case, officer: Post
) -> None:
    window = asked(draft, ana)
    assert not accesses_to(ana.person)
    assert [each.number for each in queries.waiting_at(officer.office, at=MONDAY)] == ["Y001"]

    taken = operations.take_next_window(by=officer, at=MONDAY)

    assert taken == window
    assert taken.line["kind"] == "telephone"
    assert said(window, PHONE) == "139******78"
    operations.show_place(window=window, place=PHONE, is_shown=True, by=ana.person, at=MONDAY)
    assert said(window, PHONE) == "13912345678"
    operations.show_place(window=window, place=PHONE, is_shown=False, by=ana.person, at=MONDAY)
    assert said(window, PHONE) == "139******78"
    (line,) = accesses_to(ana.person)
    assert (line.by, line.office) == (officer.person, officer.office.names)
    assert "phone" in line.fields
    trail = Entry.objects.filter(subject=draft.ref, action__startswith="cases.window")
    assert [each.action.rpartition("_")[2] for each in trail.order_by("pk")] == [
        *("asked", "taken", "shown", "hidden")
    ]


def test_what_the_applicant_types_is_seen_and_what_the_officer_points_to_changes_nothing(
    ana: Actor, draft: Case, officer: Post
) -> None:
    window = asked(draft, ana, shown=[PHONE])
    operations.take_next_window(by=officer, at=MONDAY)
    told = {"window": window, "place": PHONE, "by": officer, "at": MONDAY}
    operations.point(**told, mark=Mark.LOOK, text="Is it yours?")
    operations.point(**told, mark=Mark.GOOD, text="")
    assert [each.mark for each in Remark.objects.all()] == ["good"]
    draft.refresh_from_db()
    assert draft.answers == ANSWERS
    operations.save_draft(case=draft, answers={"phone": "13800000000"}, by=ana, at=MONDAY)
    assert said(window, PHONE) == "13800000000"


def test_whoever_ends_it_nobody_sees_or_points_any_more(
    ana: Actor, draft: Case, officer: Post
) -> None:
    for who, why in ((ana.person, "applicant"), (officer.person, "officer")):
        window = asked(draft, ana)
        operations.take_next_window(by=officer, at=MONDAY)
        operations.end_window(window=window, by=who, at=MONDAY)
        window.refresh_from_db()
        assert window.ended_by == why
        assert queries.serving(officer, at=MONDAY) is None
        how = {"window": window, "place": PHONE, "mark": Mark.LOOK, "text": "", "by": officer}
        assert refused(operations.point, **how, at=MONDAY) == "window_over"
        showing = {"window": window, "place": PHONE, "is_shown": True, "by": ana.person}
        assert refused(operations.show_place, **showing, at=MONDAY) == "window_over"
        assert refused(operations.end_window, window=window, by=who, at=MONDAY) == "window_over"


def test_a_window_ends_with_the_sign_in_under_which_it_was_agreed_to(
    ana: Actor, draft: Case, officer: Post
) -> None:
    at_a_machine = signed_in(ana, door=Door.KIOSK)
    window = asked(draft, ana, sign_in=at_a_machine)
    operations.take_next_window(by=officer, at=MONDAY)
    later = MONDAY + 60 * SECOND  # the machine has forgotten her
    assert queries.is_live(window, at=later - SECOND)
    assert not queries.is_live(window, at=later)
    assert operations.end_windows(at=later) == 1
    window.refresh_from_db()
    assert window.ended_by == Ended.LEFT


@pytest.mark.parametrize(("taken", "lasts"), [(False, WAITS), (True, LASTS)])
def test_a_window_ends_by_itself(ana: Actor, draft: Case, officer: Post, taken, lasts) -> None:
    window = asked(draft, ana)
    if taken:
        operations.take_next_window(by=officer, at=MONDAY)
    assert operations.end_windows(at=MONDAY + lasts - SECOND) == 0
    assert operations.end_windows(at=MONDAY + lasts) == 1
    window.refresh_from_db()
    assert window.ended_by == Ended.TIME
    assert asked(draft, ana, at=MONDAY + lasts).number == "Y002"


def test_a_window_is_refused_where_it_may_not_be(ana: Actor, draft: Case, officer: Post) -> None:
    stranger = Actor(a_person("Ben"))
    how = {"case": draft, "shown": (), "sign_in": signed_in(stranger), "by": stranger}
    assert refused(operations.ask_for_window, **how, at=MONDAY) == "case_gone"
    mine = {"case": draft, "sign_in": signed_in(ana), "by": ana, "at": MONDAY}
    assert refused(operations.ask_for_window, shown=["field:salary"], **mine) == "no_such_spot"
    assert refused(operations.take_next_window, by=officer, at=MONDAY) == "nobody_at_window"
    window = asked(draft, ana)
    assert refused(operations.ask_for_window, shown=(), **mine) == "window_open_already"
    operator = a_post("Op", office=officer.office, role=Role.OPERATOR)
    assert refused(operations.take_next_window, by=operator, at=MONDAY) == "may_not"
    own = Post.objects.create(person=ana.person, office=officer.office, role=Role.OFFICER)
    assert refused(operations.take_next_window, by=own, at=MONDAY) == "nobody_at_window"
    elsewhere = a_post("Far")
    assert refused(operations.take_next_window, by=elsewhere, at=MONDAY) == "nobody_at_window"
    assert not accesses_to(ana.person)
    operations.take_next_window(by=officer, at=MONDAY)
    assert refused(operations.take_next_window, by=officer, at=MONDAY) == "window_still_served"
    foreign = {"window": window, "place": PHONE, "mark": Mark.LOOK, "by": elsewhere, "at": MONDAY}
    assert refused(operations.point, text="", **foreign) == "window_over"
    pointing = {"window": window, "mark": Mark.LOOK, "by": officer, "at": MONDAY}
    assert refused(operations.point, place="field:x", text="", **pointing) == "no_such_spot"
    long = refused(operations.point, place=PHONE, text="x" * 501, **pointing)
    assert long == "remark_too_long"
    assert not Remark.objects.exists()


def test_the_tables_keep_one_window_for_a_person_and_one_for_an_officer(
    ana: Actor, draft: Case, officer: Post
) -> None:
    window = asked(draft, ana)
    operations.take_next_window(by=officer, at=MONDAY)
    window.refresh_from_db()
    for changes in ({"number": "Y002"}, {"number": "Y002", "person": a_person("Ben")}):
        facts = {each.attname: getattr(window, each.attname) for each in Window._meta.fields}
        copy = Window(**{k: v for k, v in facts.items() if k not in {"id", "public_id"}})
        for name, value in changes.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


def test_a_case_that_was_handed_in_is_looked_at_where_it_lies() -> None:
    case = a_case()
    post = a_post("Desk", office=case.office)
    window = asked(case, Actor(case.applicant))
    assert operations.take_next_window(by=post, at=MONDAY) == window
