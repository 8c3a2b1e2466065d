"""Officials: password and second factor; one sign-in at a time; nobody can lock them out."""

from datetime import datetime, timedelta

import pyotp
import pytest
from django.contrib.auth.hashers import check_password, get_hasher, identify_hasher

from tests.builders import MONDAY, a_person
from tongban.audit.queries import trail_of
from tongban.config import settings as product
from tongban.identity import operations, queries
from tongban.identity.models import Authenticator, Person, SignIn
from tongban.identity.operations import officials
from tongban.identity.rules import IDLE, Door

pytestmark = pytest.mark.django_db

SECRET, HOME, AWAY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "203.0.113.7", "198.51.100.9"
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def clerk() -> Person:
    person = a_person("Clerk")
    return operations.register_official(
        person=person, login_name="clerk", password="right", secret=SECRET, by=person, at=MONDAY
    )


def check(password: str, *, name: str = "clerk", source: str = HOME, device: str = "") -> Person:
    return operations.check_official(
        login_name=name, password=password, source=source, known_device=device, at=MONDAY
    )


def code_at(at: datetime) -> str:
    return pyotp.TOTP(SECRET).at(at)


def second(clerk: Person, code: str, *, at: datetime = MONDAY) -> SignIn:
    return operations.sign_in_official(person=clerk, code=code, device="Test", at=at)


def test_both_factors_let_an_official_in(clerk: Person) -> None:
    sign_in = second(check("right"), code_at(MONDAY))
    assert (sign_in.person, sign_in.door) == (clerk, Door.WORK)
    assert [entry.action for entry in trail_of(sign_in.ref)] == ["identity.signed_in"]


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(clerk: Person) -> None:
    a_person("Ana")
    for name in ("clerk", "nobody"):
        with pytest.raises(operations.NameOrPasswordWrong):
            check("wrong", name=name)


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(
    clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def watched(password: str, stored: str) -> bool:
        hashed.append(stored.split("$", maxsplit=1)[0])
        return check_password(password, stored)

    monkeypatch.setattr(officials, "check_password", watched)
    for name in ("clerk", "nobody"):
        with pytest.raises(operations.NameOrPasswordWrong):
            check("wrong", name=name)
    assert hashed == [get_hasher().algorithm] * 2


def test_a_citizen_with_a_password_is_no_official(clerk: Person) -> None:
    Person.objects.filter(pk=clerk.pk).update(is_official=False)
    with pytest.raises(operations.NameOrPasswordWrong):
        check("right")


def test_a_password_alone_is_never_enough(clerk: Person) -> None:
    Authenticator.objects.all().delete()
    with pytest.raises(operations.NameOrPasswordWrong):
        check("right")


def test_hammering_an_official_from_elsewhere_does_not_lock_them_out(clerk: Person) -> None:
    for _ in range(5):
        with pytest.raises(operations.NameOrPasswordWrong):
            check("wrong", source=AWAY)
    with pytest.raises(operations.TooOften):
        check("right", source=AWAY)
    assert check("right", source=HOME) == clerk
    assert check("right", source=AWAY, device="her-computer") == clerk


def test_right_passwords_do_not_use_up_the_budget(clerk: Person) -> None:
    for _ in range(6):
        assert check("right") == clerk


def test_a_code_of_the_app_works_once(clerk: Person) -> None:
    second(clerk, code_at(MONDAY))
    with pytest.raises(operations.SecondFactorWrong):
        second(clerk, code_at(MONDAY))
    later = MONDAY + HALF_A_MINUTE
    assert second(clerk, code_at(later), at=later)


@pytest.mark.parametrize(("drift", "fits"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(clerk: Person, drift: int, fits: bool) -> None:
    code = code_at(MONDAY + drift * HALF_A_MINUTE)
    if fits:
        assert second(clerk, code)
        return
    with pytest.raises(operations.SecondFactorWrong):
        second(clerk, code)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 40])
def test_nonsense_is_no_second_factor(clerk: Person, code: str) -> None:
    with pytest.raises(operations.SecondFactorWrong):
        second(clerk, code)


def test_guessing_the_second_factor_is_limited(clerk: Person) -> None:
    for _ in range(10):
        with pytest.raises(operations.SecondFactorWrong):
            second(clerk, "000000")
    with pytest.raises(operations.TooOften):
        second(clerk, code_at(MONDAY))


def test_a_second_sign_in_ends_the_first(clerk: Person) -> None:
    first = second(clerk, code_at(MONDAY))
    later = MONDAY + HALF_A_MINUTE
    latest = second(clerk, code_at(later), at=later)
    assert queries.live_sign_in(first.public_id, at=later) is None
    assert queries.live_sign_in(latest.public_id, at=later) == latest


def test_an_official_who_is_away_is_signed_out_and_one_who_works_is_not(clerk: Person) -> None:
    sign_in = second(clerk, code_at(MONDAY))
    idle = IDLE[Door.WORK]
    assert timedelta(minutes=15) <= idle <= timedelta(minutes=30)
    operations.note_seen(sign_in=sign_in, at=MONDAY + idle / 2)
    assert queries.live_sign_in(sign_in.public_id, at=MONDAY + idle)
    assert queries.live_sign_in(sign_in.public_id, at=MONDAY + idle / 2 + idle) is None


def test_the_secret_and_the_password_are_not_readable_in_the_tables(clerk: Person) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM identity_authenticator")
        assert SECRET not in str(cursor.fetchall())
    assert identify_hasher(clerk.password)


def test_passwords_are_kept_behind_a_hash_that_needs_memory() -> None:
    """The product's own setting; tests hash more quickly (RFC 7914)."""
    assert product.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def test_the_app_of_an_invented_official_is_shown_with_a_code_that_works(clerk: Person) -> None:
    Person.objects.update(synthetic=True)
    assert second(clerk, queries.code_of_authenticator(clerk, at=MONDAY))
    again = queries.code_of_authenticator(clerk, at=MONDAY)
    assert second(clerk, again)


def test_a_real_officials_code_is_never_shown(clerk: Person) -> None:
    assert queries.code_of_authenticator(clerk, at=MONDAY) == ""
