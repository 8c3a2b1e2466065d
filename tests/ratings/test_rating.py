"""Ratings: once, with the tags of the level, hidden until sealed and then without a name."""

from datetime import timedelta
from typing import Any

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_case, a_person, a_post, an_applicant, an_office
from tests.hotline.asking import a_rating, an_answered
from tests.ratings.occasions import an_occasion
from tongban.audit.queries import trail_of
from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.cases.queries import forget_offices
from tongban.catalog.rules import Role
from tongban.hotline.models import Problem
from tongban.identity.models import Actor
from tongban.ratings import operations, queries
from tongban.ratings.models import Norm, Occasion, Rating
from tongban.ratings.rules import WITHIN, How, Obtained, Opinion, opinion_in

pytestmark = pytest.mark.django_db
QR = How("counter", Obtained.QR)


@pytest.fixture(autouse=True)
def norms() -> None:
    forget_offices()
    for code, level, in_use in (("510", 5, True), ("511", 5, False), ("110", 1, True)):
        Norm.objects.create(code=code, level=level, names={"zh": code}, in_use=in_use)


def rate(level: int = 5, *norms: str, words: str = "", **changes: Any) -> Rating:
    occasion = changes.pop("occasion", None) or an_occasion()
    said = Opinion(level, norms, words, changes.pop("may_call", False))
    facts: dict[str, Any] = {"by": occasion.rater, "at": MONDAY} | changes
    return operations.rate(occasion=occasion, opinion=said, **facts)


def test_a_rating_is_given_once() -> None:
    occasion = an_occasion()
    rating = rate(5, "510", words=" Quick ", occasion=occasion)
    assert queries.rating_of(occasion.rater, occasion.about) == rating
    assert (rating.comment, rating.norms, rating.obtained) == ("Quick", ["510"], "online")
    assert [entry.action for entry in trail_of(rating.ref)] == ["ratings.rated"]
    assert not queries.to_rate(occasion.rater, at=MONDAY).exists()
    for again in ({}, {"by": None, "how": QR}):
        with pytest.raises(operations.AlreadyRated):
            rate(1, occasion=occasion, **again)
    assert Rating.objects.get().level == 5


def test_nobody_rates_for_somebody_else() -> None:
    occasion = an_occasion()
    for wrong in ({"by": a_person("Ben")}, {"by": None}):
        with pytest.raises(operations.NothingToRate):
            rate(occasion=occasion, **wrong)
    assert not Rating.objects.exists()


def test_it_can_be_given_for_thirty_days() -> None:
    occasion = an_occasion()
    with pytest.raises(operations.TooLateToRate):
        rate(occasion=occasion, at=MONDAY + WITHIN + HOUR)
    assert rate(occasion=occasion, at=MONDAY + WITHIN)


@pytest.mark.parametrize("tags", [["110"], ["511"], ["999"], ["510", "510"]])
def test_tags_belong_to_their_level_and_are_in_use(tags: list[str]) -> None:
    with pytest.raises(operations.WrongTag):
        rate(5, *tags)
    assert not Rating.objects.exists()


def test_there_are_five_levels() -> None:
    assert [norm.code for norm in queries.norms(5)] == ["510"]
    with pytest.raises(operations.NoSuchLevel):
        rate(6)


def test_nobody_sees_it_before_it_is_sealed_and_nobody_sees_who() -> None:
    rate(5, "510", words="Quick")
    rate(1, "110", words="Slow")
    assert operations.seal(at=MONDAY + 23 * HOUR) == 0
    assert queries.sealed_at_office("hall-1").average is None

    assert operations.seal(at=MONDAY + DAY) == 2
    assert operations.seal(at=MONDAY + DAY) == 0

    summary = queries.sealed_at_office("hall-1")
    assert (summary.count, summary.average) == (2, 3.0)
    assert summary.by_level == {5: 1, 4: 0, 3: 0, 2: 0, 1: 1}
    assert sorted(summary.comments) == [(1, "Slow"), (5, "Quick")]
    assert {norm.code: n for norm, n in summary.norms} == {"510": 1, "110": 1}


def test_a_ticket_from_the_door_is_rated_with_its_code_and_names_nobody() -> None:
    occasion = an_occasion(rater=None)
    word = queries.word_for(occasion.about)
    assert queries.about_behind(word) == occasion.about
    assert queries.about_behind(word[:-1] + "x") is None
    rating = rate(4, occasion=occasion, by=None, how=QR)
    assert (rating.rater, rating.obtained, rating.channel) == (None, "qr", "counter")


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("5", 5, ""),
        (" ５ ", 5, ""),
        ("1 等太久", 1, "等太久"),
        ("1等太久", 1, "等太久"),
        ("2，没人", 2, "没人"),
        ("3星", 3, ""),
    ],
)
def test_a_text_is_read(text: str, level: int, words: str) -> None:
    said = opinion_in(text)
    assert said is not None
    assert (said.level, said.comment) == (level, words)


@pytest.mark.parametrize("text", ["", "0", "6", "10", "1.5", "1-5", "好", "五", "满意 5"])
def test_a_text_that_says_no_level_is_not_guessed_at(text: str) -> None:
    assert opinion_in(text) is None
    occasion = an_occasion()
    with pytest.raises(operations.NotUnderstood):
        operations.rate_by_text(phone=occasion.rater.phone, text=text, at=MONDAY)
    assert not Rating.objects.exists()


def test_a_text_rates_the_latest_thing_of_whoever_has_the_phone() -> None:
    ana = a_person()
    an_occasion(rater=ana)
    latest = an_occasion(rater=ana, at=MONDAY + HOUR)
    rating = operations.rate_by_text(phone=ana.phone, text="2 等太久", at=MONDAY + DAY)
    assert (rating.occasion, rating.obtained, rating.comment) == (latest, "sms", "等太久")
    with pytest.raises(operations.NothingToRate):
        operations.rate_by_text(phone=a_person("Ben").phone, text="5", at=MONDAY)


def test_staff_enter_paper_under_their_name_and_never_their_own_work() -> None:
    handler = a_post("Handler")
    other = a_post("Other", office=handler.office)
    an_occasion(office=handler.office.code, clerk=handler.person, reference="A012")
    said: dict[str, Any] = {"reference": "a012", "opinion": Opinion(3), "at": MONDAY}
    with pytest.raises(operations.HandledIt):
        operations.enter(**said, obtained="paper", by=handler)
    for wrong in ({"by": a_post("Far")}, {"by": other, "obtained": "online"}):
        with pytest.raises(operations.NothingToRate):
            operations.enter(**(said | {"obtained": "paper"} | wrong))
    rating = operations.enter(**said, obtained="paper", by=other)
    assert (rating.obtained, rating.entered_by) == ("paper", other.person)
    assert [entry.under for entry in trail_of(rating.ref)] == [other.ref]


def through(ana: Actor) -> Case:
    """A case that is sent back once, mended, accepted and refused."""
    post, case = a_post(office=an_office()), a_case(by=ana)
    defects = [{"kind": "field", "key": "phone", "problem": "Wrong"}]
    case = cases.open_case(case=case, by=post, reason="x", at=MONDAY)
    case = cases.ask_correction(case=case, defects=defects, by=post, at=MONDAY)
    case = cases.submit(case=case, by=ana, at=MONDAY)
    case = cases.accept(case=case, by=post, at=MONDAY)
    case = cases.begin_review(case=case, by=post, at=MONDAY)
    return cases.refuse(case=case, reason="No", by=post, at=MONDAY)


def test_every_step_that_ended_for_the_applicant_is_rated_once() -> None:
    ana = an_applicant()
    case = through(ana)
    kinds = [occasion.kind for occasion in queries.to_rate_of(ana.person, case.ref, at=MONDAY)]
    assert kinds == ["decision", "acceptance", "correction"]
    rating = cases.rate(case=case, opinion=Opinion(5, ["510"]), by=ana, at=MONDAY)
    assert (rating.about, rating.office) == (case.ref, case.office and case.office.code)
    with pytest.raises(operations.AlreadyRated):
        cases.rate(case=case, opinion=Opinion(5), by=ana, at=MONDAY)


def test_only_the_applicant_rates_and_only_what_is_decided() -> None:
    ana = an_applicant()
    with pytest.raises(cases.NotFinished):
        cases.rate(case=a_case(by=ana), opinion=Opinion(5), by=ana, at=MONDAY)
    with pytest.raises(cases.CaseGone):
        cases.rate(case=through(ana), opinion=Opinion(5), by=an_applicant("Ben"), at=MONDAY)


def test_one_star_for_anything_of_ours_is_a_work_order_at_once() -> None:
    handler = a_post("Handler", role=Role.CHIEF)
    a_rating(an_answered(handler), 1)
    occasion = an_occasion(office=handler.office.code, clerk=handler.person, rater=None)
    rate(2, occasion=occasion, by=None, how=QR, words="Rude")
    rate(3, occasion=an_occasion(office=handler.office.code))
    rate(1, occasion=an_occasion(node="plain"))
    orders = Problem.objects.order_by("pk")
    assert [(order.office, order.handler) for order in orders] == 2 * [
        (handler.office, handler.person)
    ]
    assert [order.to_call for order in orders] == [True, False]
    assert [order.due_on - MONDAY.date() >= timedelta(days=19) for order in orders] == [True] * 2


def test_what_goes_on_after_a_protest_is_rated_when_it_ends_again() -> None:
    occasion = an_occasion()
    operations.take_back(about=occasion.about)
    assert not Occasion.objects.exists()
