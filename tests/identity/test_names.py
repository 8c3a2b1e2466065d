"""Name and ID number against the register, and the levels that follow."""

from datetime import date

import pytest
from pytest_django import Settings
from stdnum.cn import ric

from tests.builders import MONDAY, a_person
from tongban.audit.queries import trail_of
from tongban.identity import operations
from tongban.identity.models import Person, SignIn
from tongban.identity.providers import Unreachable, pretend
from tongban.identity.rules import Door, Level, Method

pytestmark = pytest.mark.django_db

FACTS = {"sex": "女", "ethnicity": "汉", "birth_on": "1994-05-16", "region": "410100"}


def a_number(region: str = "310104", born: date = date(1994, 5, 16), order: str = "998") -> str:
    body = f"{region}{born:%Y%m%d}{order}"
    return body + ric.calc_check_digit(body + "0")


def a_sign_in(person: Person | None = None, *, level: Level = Level.DECLARED) -> SignIn:
    person = person or Person.objects.create(created_at=MONDAY, phone_index=None)
    return operations.open_sign_in(
        person=person, door=Door.PORTAL, method=Method.CODE, level=level, device="", at=MONDAY
    )


def registered(name: str = "林晓", number: str | None = None) -> str:
    number = number or a_number()
    operations.load_register([{"name": name, "number": number, **FACTS}])
    return number


def confirm(sign_in: SignIn, name: str, number: str, *, source: str = "192.0.2.1") -> Person:
    return operations.confirm_name(
        sign_in=sign_in, name=name, number=number, source=source, at=MONDAY
    )


def test_a_match_names_the_person_and_lifts_the_sign_in() -> None:
    number, sign_in = registered(), a_sign_in()
    person = confirm(sign_in, "林 晓", number.lower())
    assert (person.name, person.id_number, person.level) == ("林晓", number, Level.MATCHED)
    assert person.facts == FACTS
    assert person.region == "410100"
    sign_in.refresh_from_db()
    assert (sign_in.level, sign_in.level_by) == (Level.MATCHED, Method.REGISTER)
    assert "identity.name_matched" in {entry.action for entry in trail_of(person.ref)}


def test_the_register_is_stored_sealed() -> None:
    number = registered()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM identity_registerentry")
        row = str(cursor.fetchall())
    assert number not in row
    assert "林晓" not in row


def test_a_wrong_name_and_an_unknown_number_get_the_same_answer() -> None:
    number, sign_in = registered(), a_sign_in()
    sentences = set()
    for name, given in [("王五", number), ("林晓", a_number(order="997"))]:
        with pytest.raises(operations.NameNotMatched) as refused:
            confirm(sign_in, name, given)
        sentences.add(str(refused.value))
    assert len(sentences) == 1
    assert Person.objects.get().level == Level.DECLARED


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("31010419940516998", "id_length"),
        ("310104940516998", "id_old"),
        (a_number(born=date(2027, 1, 1)), "id_future"),
        (a_number(region="999999"), "id_region"),
        ("310104199405169980", "id_check"),
    ],
)
def test_a_number_that_cannot_be_right_is_told_precisely(number: str, code: str) -> None:
    from tongban.identity.rules.numbers import id_number_fault

    if number[-1] == a_number()[-1] and code == "id_check":
        number = number[:-1] + "1"
    with pytest.raises(operations.NumberFaulty) as refused:
        confirm(a_sign_in(), "林晓", number)
    expected = id_number_fault(number, on=MONDAY.date())
    assert expected is not None
    assert expected.code == code
    assert str(refused.value.faults["number"]) == str(expected.message)


def test_a_number_that_another_account_has_is_refused_with_a_way_out() -> None:
    number = registered()
    confirm(a_sign_in(), "林晓", number)
    with pytest.raises(operations.NumberTaken) as refused:
        confirm(a_sign_in(), "林晓", number)
    assert "counter" in str(refused.value) or "窗口" in str(refused.value)
    assert Person.objects.filter(level=Level.MATCHED).count() == 1


def test_a_matched_number_is_not_exchanged() -> None:
    number, other = registered(), registered("王五", a_number(order="996"))
    sign_in = a_sign_in()
    confirm(sign_in, "林晓", number)
    sign_in = SignIn.objects.select_related("person").get()
    with pytest.raises(operations.AlreadyNamed):
        confirm(sign_in, "王五", other)


def test_guessing_names_is_limited_per_person_and_stays_counted() -> None:
    number, sign_in = registered(), a_sign_in()
    for _ in range(5):
        with pytest.raises(operations.NameNotMatched):
            confirm(sign_in, "王五", number)
    with pytest.raises(operations.TooOften):
        confirm(sign_in, "林晓", number)


def test_a_register_that_does_not_answer_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: str) -> None:
        raise Unreachable

    monkeypatch.setattr(pretend, "match", away)
    with pytest.raises(operations.RegisterAway):
        confirm(a_sign_in(), "林晓", a_number())


def test_the_pretend_check_lifts_to_level_three_in_a_demonstration(
    settings: Settings,
) -> None:
    settings.TONGBAN_DEMO = True
    sign_in = a_sign_in(a_person("Ana", level=2), level=Level.MATCHED)
    assert operations.confirm_presence(sign_in=sign_in, at=MONDAY).level == Level.PRESENT
    assert Person.objects.get().level == Level.PRESENT


def test_the_pretend_check_needs_a_name_first(settings: Settings) -> None:
    settings.TONGBAN_DEMO = True
    with pytest.raises(operations.NotNamedYet):
        operations.confirm_presence(sign_in=a_sign_in(), at=MONDAY)


def test_there_is_no_pretend_check_in_a_real_installation(settings: Settings) -> None:
    settings.TONGBAN_DEMO = False
    with pytest.raises(operations.NoPresenceCheck):
        operations.confirm_presence(sign_in=a_sign_in(a_person("Ana")), at=MONDAY)


def test_a_level_is_never_lowered() -> None:
    sign_in = a_sign_in(a_person("Ana", level=4), level=Level.PRESENT)
    operations.raise_level(sign_in=sign_in, to=Level.MATCHED, method=Method.REGISTER, at=MONDAY)
    sign_in.refresh_from_db()
    assert (sign_in.level, sign_in.person.level) == (3, 4)
