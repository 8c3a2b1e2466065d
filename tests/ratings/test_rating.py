"""Ratings: once, with the tags of the level, hidden until sealed and then without a name."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_case, a_person, a_post, an_applicant, an_office
from tongban.audit.queries import trail_of
from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.identity.models import Actor
from tongban.ratings import operations, queries
from tongban.ratings.models import Norm, Rating
from tongban.ratings.rules import Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def norms() -> None:
    for code, level, in_use in (("510", 5, True), ("511", 5, False), ("110", 1, True)):
        Norm.objects.create(code=code, level=level, names={"zh": code}, in_use=in_use)


def rate(
    level: int = 5, norms: Sequence[str] = ("510",), comment: str = " Quick ", **changes: Any
) -> Rating:
    facts: dict[str, Any] = {
        "about": "case/1",
        "service": "id-reissue",
        "office": "hall-1",
        "opinion": Opinion(level, norms, comment),
        "at": MONDAY,
    }
    return operations.rate(**({"by": a_person()} | facts | changes))


def test_a_rating_is_given_once() -> None:
    ana = a_person()
    rating = rate(by=ana)
    assert queries.rating_of(ana, "case/1") == rating
    assert (rating.comment, rating.norms) == ("Quick", ["510"])
    assert [entry.action for entry in trail_of(rating.ref)] == ["ratings.rated"]
    with pytest.raises(operations.AlreadyRated):
        rate(by=ana, level=1, norms=[])
    assert Rating.objects.get().level == 5


@pytest.mark.parametrize("tags", [["110"], ["511"], ["999"], ["510", "510"]])
def test_tags_belong_to_their_level_and_are_in_use(tags: list[str]) -> None:
    with pytest.raises(operations.WrongTag):
        rate(norms=tags)
    assert not Rating.objects.exists()


def test_there_are_five_levels() -> None:
    assert [norm.code for norm in queries.norms(5)] == ["510"]
    with pytest.raises(operations.NoSuchLevel):
        rate(level=6, norms=[])


def test_nobody_sees_it_before_it_is_sealed_and_nobody_sees_who() -> None:
    rate()
    rate(level=1, norms=["110"], comment="Slow")
    assert operations.seal(at=MONDAY + 23 * HOUR) == 0
    assert queries.sealed_summary("id-reissue").average is None
    assert not queries.to_follow_up().exists()

    assert operations.seal(at=MONDAY + DAY) == 2
    assert operations.seal(at=MONDAY + DAY) == 0

    summary = queries.sealed_summary("id-reissue")
    assert (summary.count, summary.average) == (2, 3.0)
    assert summary.by_level == {5: 1, 4: 0, 3: 0, 2: 0, 1: 1}
    assert sorted(summary.comments) == [(1, "Slow"), (5, "Quick")]
    assert {norm.code: n for norm, n in summary.norms} == {"510": 1, "110": 1}
    assert [rating.level for rating in queries.to_follow_up()] == [1]


def decided(ana: Actor) -> Case:
    post = a_post(office=an_office())
    case = cases.accept(case=a_case(by=ana), by=post, at=MONDAY)
    case = cases.begin_review(case=case, by=post, at=MONDAY)
    return cases.refuse(case=case, reason="No", by=post, at=MONDAY)


def test_the_applicant_rates_a_decided_case_once() -> None:
    ana = an_applicant()
    case = decided(ana)
    rating = cases.rate(case=case, level=5, norms=["510"], by=ana, at=MONDAY)
    assert (rating.about, rating.office) == (case.ref, case.office and case.office.code)
    with pytest.raises(operations.AlreadyRated):
        cases.rate(case=case, level=5, by=ana, at=MONDAY)


def test_only_the_applicant_rates_and_only_what_is_decided() -> None:
    ana = an_applicant()
    with pytest.raises(cases.NotFinished):
        cases.rate(case=a_case(by=ana), level=5, by=ana, at=MONDAY)
    with pytest.raises(cases.CaseGone):
        cases.rate(case=decided(ana), level=5, by=an_applicant("Ben"), at=MONDAY)
