"""Families: proven or allowed, each look told, ended by either side or by a birthday."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.builders import DAY, MONDAY, a_certificate, a_certificate_type, a_person
from tests.certificates.wallets import TODAY, issued
from tests.identity.test_names import a_number
from tongban.audit.queries import trail_of
from tongban.certificates import operations, queries, tasks
from tongban.certificates.models import Certificate, FamilyTie
from tongban.certificates.rules import TieKind
from tongban.certificates.rules.families import birthday, in_one_household
from tongban.identity.models import Person, id_index
from tongban.identity.operations import NobodyLikeThat, TooOften
from tongban.messages.queries import messages_of, words
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db

BORN = date(2024, 6, 1)


def a_child(born: date = BORN) -> Person:
    child = a_person("Le")
    child.id_number = a_number(born=born)
    child.id_index = id_index(child.id_number)
    child.phone, child.phone_index = "", None
    child.save()
    return child


def born(
    child: Person, parent: Person, *, holder: Person | None = None, **more: Any
) -> Certificate:
    number = child.id_number
    day = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    facts = {"baby_name": child.name, "born_at": f"{day}T08:00:00", "mother_id": parent.id_number}
    return a_certificate("birth-medical", holder=holder or parent, **facts | more)


def keep(parent: Person, child: Person, **more: Any) -> FamilyTie:
    facts: dict[str, Any] = {"name": child.name, "number": child.id_number, "at": MONDAY}
    return operations.keep_childs(by=parent, **facts | more)


def let(elder: Person, relative: Person, days: int = 30, **more: Any) -> FamilyTie:
    until = TODAY + timedelta(days=days)
    facts: dict[str, Any] = {"name": relative.name, "phone": relative.phone, "until": until}
    return operations.let_keep(by=elder, **facts | {"at": MONDAY} | more)


def test_a_birth_certificate_shows_whose_child_it_is() -> None:
    ana, child = a_person("Ana"), a_child()
    paper = born(child, ana)
    tie = keep(ana, child)
    assert (tie.kind, tie.proof) == (TieKind.CHILD, paper.ref)
    assert [entry.action for entry in trail_of(tie.ref)] == ["certificates.tie_made"]
    assert list(queries.ties_of(ana, at=MONDAY)) == list(queries.ties_on(child, at=MONDAY)) == [tie]


def test_the_certificate_may_lie_in_the_childs_wallet_and_name_the_father() -> None:
    dad, child = a_person("Dad"), a_child()
    born(child, a_person("Ana"), holder=child, father_id=dad.id_number)
    assert keep(dad, child)


def test_so_does_one_household_register() -> None:
    ana, child = a_person("Ana"), a_child()
    a_certificate("hukou-book", holder=ana, household_no="H1", relation="户主")
    a_certificate("hukou-book", holder=child, household_no="H1", relation="长女")
    assert keep(ana, child)


@pytest.mark.parametrize(
    ("head", "relation", "fits"),
    [
        ("户主", "子", True),
        ("妻", "次女", True),
        ("户主", "孙子", False),
        ("户主", "外孙女", False),
        ("户主", "儿媳", False),
        ("户主", "女婿", False),
        ("母", "女", False),
    ],
)
def test_only_parents_and_children_are_so_in_a_household(
    head: str, relation: str, fits: bool
) -> None:
    parent = {"household_no": "H1", "relation": head}
    assert in_one_household(parent, {"household_no": "H1", "relation": relation}) is fits
    assert not in_one_household(parent, {"household_no": "H2", "relation": "子"})
    assert not in_one_household({"relation": head}, {"relation": "子"})


def test_whatever_does_not_fit_the_answer_is_the_same() -> None:
    ana, ben, child = a_person("Ana"), a_person("Ben"), a_child()
    a_certificate_type("birth-medical", many=True)
    born(child, ana)
    grown = a_child(date(2000, 1, 1))
    born(grown, ana)
    wrong: list[tuple[Person, dict[str, str]]] = [
        (ben, {}),
        (ana, {"name": "Lo"}),
        (ana, {"number": a_number(born=date(2024, 6, 2))}),
        (ana, {"number": "x"}),
        (a_person("Cho"), {"number": grown.id_number}),
    ]
    for parent, said in wrong:
        with pytest.raises(operations.NotYourChild):
            keep(parent, child, **said)
    with pytest.raises(operations.NotYourChild):
        keep(ana, grown)
    assert not FamilyTie.objects.exists()


def test_guessing_children_is_counted_although_it_is_refused() -> None:
    ana, child = a_person("Ana"), a_child()
    born(child, ana)
    for _ in range(5):
        with pytest.raises(operations.NotYourChild):
            keep(ana, child, name="X")
    with pytest.raises(TooOften):
        keep(ana, child)


def test_a_cancelled_birth_certificate_proves_nothing() -> None:
    ana, child = a_person("Ana"), a_child()
    paper = born(child, ana)
    Certificate.objects.filter(pk=paper.pk).update(status="cancelled", ended_at=MONDAY)
    with pytest.raises(operations.NotYourChild):
        keep(ana, child)


def test_it_ends_by_itself_on_the_eighteenth_birthday() -> None:
    ana, child = a_person("Ana"), a_child(date(2008, 3, 3))  # 18 tomorrow
    born(child, ana)
    tie = keep(ana, child)
    card = issued(holder=child)
    assert operations.look_as_relative(tie=tie, certificate=card.public_id, by=ana, at=MONDAY)
    later = MONDAY + DAY
    assert not queries.ties_of(ana, at=later).exists()
    with pytest.raises(operations.TieOver):
        operations.look_as_relative(tie=tie, certificate=card.public_id, by=ana, at=later)


def test_who_was_born_on_a_leap_day_grows_up_on_the_first_of_march() -> None:
    assert birthday(date(2024, 2, 29)) == date(2042, 3, 1)
    assert birthday(date(2006, 2, 28)) == date(2024, 2, 28)


def test_an_elder_lets_a_relative_keep_theirs_until_a_day() -> None:
    elder, son = a_person("Zhou"), a_person("Son")
    tie = let(elder, son)
    assert "lets you keep" in words(messages_of(son).get()).title
    assert queries.ties_of(son, at=MONDAY + 29 * DAY).exists()
    assert not queries.ties_of(son, at=MONDAY + 31 * DAY).exists()
    with pytest.raises(operations.KeptAlready):
        let(elder, son)
    assert let(elder, son, days=60, at=MONDAY + 40 * DAY).pk != tie.pk  # that one ran out


@pytest.mark.parametrize("days", [-1, 1200])
def test_consent_has_an_end_in_sight(days: int) -> None:
    with pytest.raises(operations.TieTooLong):
        let(a_person("Zhou"), a_person("Son"), days=days)


def test_only_somebody_known_by_name_and_phone_gets_it() -> None:
    elder, son, new = a_person("Zhou"), a_person("Son"), a_person("New", level=1)
    for relative, said in [(son, {"name": "X"}), (son, {"phone": "13999999999"}), (new, {})]:
        with pytest.raises(NobodyLikeThat):
            let(elder, relative, **said)
    with pytest.raises(NobodyLikeThat):
        let(elder, elder)


def test_every_look_is_told_to_whose_it_is_exactly_once() -> None:
    elder, son = a_person("Zhou"), a_person("Son")
    tie, card = let(elder, son), issued(holder=elder)
    operations.look_as_relative(tie=tie, certificate=card.public_id, by=son, at=MONDAY)
    access = accesses_to(elder).get()
    assert (access.by, access.under, access.about) == (son, tie.ref, card.ref)
    assert "id_no" in access.fields
    assert set(access.office) == {"zh", "en", "ko"}


def test_nobody_else_looks_under_a_tie() -> None:
    elder, son = a_person("Zhou"), a_person("Son")
    tie, card, others = let(elder, son), issued(holder=elder), issued(holder=a_person("Cho"))
    for by, name in [
        (a_person("Ben"), card.public_id),
        (elder, card.public_id),
        (son, others.public_id),
    ]:
        with pytest.raises(operations.TieOver):
            operations.look_as_relative(tie=tie, certificate=name, by=by, at=MONDAY)
    assert not accesses_to(elder).exists()


@pytest.mark.parametrize("who", ["holder", "relative"])
def test_either_side_ends_it_at_once_and_the_other_is_told(who: str) -> None:
    elder, son = a_person("Zhou"), a_person("Son")
    tie, card = let(elder, son), issued(holder=elder)
    by, other = (elder, son) if who == "holder" else (son, elder)
    before = messages_of(other).count()
    operations.end_tie(tie=tie, by=by, at=MONDAY)
    assert messages_of(other).count() == before + 1
    with pytest.raises(operations.TieOver):
        operations.look_as_relative(tie=tie, certificate=card.public_id, by=son, at=MONDAY)
    with pytest.raises(operations.TieOver):
        operations.end_tie(tie=tie, by=by, at=MONDAY)


def test_a_stranger_ends_nothing() -> None:
    tie = let(a_person("Zhou"), a_person("Son"))
    with pytest.raises(operations.TieOver):
        operations.end_tie(tie=tie, by=a_person("Ben"), at=MONDAY)
    tie.refresh_from_db()
    assert tie.ended_at is None


def test_parents_hear_that_a_childs_certificate_ends() -> None:
    ana, child = a_person("Ana"), a_child()
    born(child, ana)
    tie = keep(ana, child)
    issued(holder=child, ends=TODAY + timedelta(days=5))
    tasks.remind_of_ends(at=MONDAY)
    assert messages_of(ana).filter(about=tie.ref, template="certificates/ending").count() == 1
