"""Codes by text message: sent alike to everybody, good for one sign-in."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.builders import DAY, MONDAY, a_person
from tongban.audit.queries import trail_of
from tongban.identity import operations
from tongban.identity.models import Budget, Challenge, Person, SignIn
from tongban.messages import operations as messages
from tongban.messages.models import Delivery

pytestmark = pytest.mark.django_db

PHONE, HOME, AWAY = "13800138000", "203.0.113.7", "198.51.100.9"
MINUTE = timedelta(minutes=1)


def ask(
    phone: str = PHONE, *, source: str = HOME, device: str = "", at: datetime = MONDAY
) -> Challenge:
    return operations.send_code(
        phone=phone, source=source, known_device=device, tell=messages.text, at=at
    )


def code_of(challenge: Challenge) -> str:
    text = Delivery.objects.filter(address_index=challenge.phone_index).latest("pk")
    return str(re.findall(r"\d{6}", text.body)[0])


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def try_code(
    challenge: Challenge, code: str, *, source: str = HOME, at: datetime = MONDAY
) -> SignIn:
    return operations.sign_in_with_code(
        challenge=challenge.public_id, code=code, source=source, device="Test", at=at
    )


def asked_by(
    sources: Iterator[str],
    phones: Iterator[str],
    *,
    times: int,
    at: datetime = MONDAY,
    step: int = 0,
) -> int:
    """How many texts a hostile program gets out of us."""
    for n, source, phone in zip(range(times), sources, phones, strict=False):
        try:
            ask(phone, source=source, at=at + n * timedelta(seconds=step))
        except operations.TooOften:
            continue
    return Delivery.objects.count()


def test_the_code_stands_in_the_text_and_nowhere_else() -> None:
    challenge = ask()
    code = code_of(challenge)
    row = Challenge.objects.values_list().get(pk=challenge.pk)
    assert not any(code in str(value) for value in row)
    assert [entry.action for entry in trail_of(challenge.ref)] == ["identity.code_sent"]


def test_an_unknown_number_becomes_a_person_only_with_the_right_code() -> None:
    challenge = ask()
    with pytest.raises(operations.CodeWrong):
        try_code(challenge, wrong(code_of(challenge)))
    assert not Person.objects.exists()

    sign_in = try_code(challenge, code_of(challenge))
    assert (sign_in.person.phone, sign_in.person.level, sign_in.level) == (PHONE, 1, 1)
    assert {entry.action for entry in trail_of(sign_in.person.ref)} == {"identity.person_joined"}
    assert [entry.action for entry in trail_of(sign_in.ref)] == ["identity.signed_in"]


def test_asking_costs_the_same_questions_for_known_and_unknown_numbers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    known = a_person("Ana").phone
    ask("13900139000")  # fills what is made once
    with django_assert_num_queries(15):
        ask(known, source=AWAY)
    with django_assert_num_queries(15):
        ask("13700137000", source="192.0.2.1")


def test_a_known_person_comes_in_at_the_level_of_a_code() -> None:
    ana = a_person("Ana", level=4)
    challenge = ask(ana.phone)
    assert try_code(challenge, code_of(challenge)).level == 2
    ana.refresh_from_db()
    assert ana.level == 4


def test_a_code_works_once() -> None:
    challenge = ask()
    try_code(challenge, code_of(challenge))
    with pytest.raises(operations.CodeGone):
        try_code(challenge, code_of(challenge))
    assert SignIn.objects.count() == 1


def test_a_code_works_for_five_minutes() -> None:
    challenge = ask()
    with pytest.raises(operations.CodeGone):
        try_code(challenge, code_of(challenge), at=MONDAY + 5 * MINUTE)
    assert try_code(challenge, code_of(challenge), at=MONDAY + 4 * MINUTE)


def test_five_wrong_tries_end_a_code() -> None:
    challenge = ask()
    code = code_of(challenge)
    left = []
    for _ in range(4):
        with pytest.raises(operations.CodeWrong) as refused:
            try_code(challenge, wrong(code))
        left.append(refused.value.left)
    assert left == [4, 3, 2, 1]
    with pytest.raises(operations.CodeGone):
        try_code(challenge, wrong(code))
    with pytest.raises(operations.CodeGone):
        try_code(challenge, code)


def test_a_code_belongs_to_the_one_who_asked_for_it() -> None:
    mine, theirs = ask(), ask(source=AWAY)
    with pytest.raises(operations.CodeWrong):
        try_code(mine, code_of(theirs))
    with pytest.raises(operations.CodeGone):
        operations.sign_in_with_code(
            challenge=uuid4(), code="123456", source=HOME, device="", at=MONDAY
        )


def test_a_closed_account_is_told_so_and_the_code_is_not_spent() -> None:
    ana = a_person("Ana")
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    challenge = ask(ana.phone)
    with pytest.raises(operations.AccountClosed):
        try_code(challenge, code_of(challenge))
    assert not SignIn.objects.exists()


def test_ten_thousand_requests_from_one_place_send_at_most_fifty_texts() -> None:
    """Sent one a second; a refused one changes nothing, so a tenth of them shows the same."""
    phones = (f"139{n:08d}" for n in range(0, 10**8, 10**4))
    assert asked_by(iter(lambda: AWAY, ""), phones, times=1_000, step=10) <= 50


def test_a_refused_request_changes_nothing() -> None:
    for n in range(20):
        ask(f"139{n:04d}0000", source=AWAY)
    before = sorted(Budget.objects.values_list("key", "full_at"))
    with pytest.raises(operations.TooOften):
        ask("13999990000", source=AWAY)
    assert sorted(Budget.objects.values_list("key", "full_at")) == before
    assert Challenge.objects.count() == Delivery.objects.count() == 20


def test_a_thousand_places_pumping_one_block_of_numbers_send_at_most_fifty_texts() -> None:
    sources = (f"10.0.{n // 250}.{n % 250}" for n in range(500))
    phones = (f"1390000{n:04d}" for n in range(500))
    assert asked_by(sources, phones, times=500, step=20) <= 50


def test_hammering_a_number_from_elsewhere_does_not_keep_its_owner_out() -> None:
    asked_by(iter(lambda: AWAY, ""), iter(lambda: PHONE, ""), times=500)
    with pytest.raises(operations.TooOften):
        ask(source=AWAY)
    challenge = ask(source=HOME)
    assert try_code(challenge, code_of(challenge))


def test_wrong_guesses_from_elsewhere_do_not_end_the_owners_code() -> None:
    mine, theirs = ask(source=HOME), ask(source=AWAY)
    code = wrong(code_of(theirs))
    for _ in range(5):
        with pytest.raises((operations.CodeWrong, operations.CodeGone)):
            try_code(theirs, code, source=AWAY)
    text = Delivery.objects.order_by("pk")[0]
    assert try_code(mine, re.findall(r"\d{6}", text.body)[0])


def test_a_device_that_knows_the_number_is_served_while_the_whole_net_attacks() -> None:
    sources = (f"10.1.{n // 250}.{n % 250}" for n in range(100))
    asked_by(sources, iter(lambda: PHONE, ""), times=100)
    with pytest.raises(operations.TooOften):
        ask(source=HOME)
    challenge = ask(source=HOME, device="her-phone")
    assert try_code(challenge, code_of(challenge))


def test_a_used_code_gives_back_what_it_cost() -> None:
    for n in range(60):
        challenge = ask(f"137{n:02d}001234", at=MONDAY + n * MINUTE)
        try_code(challenge, code_of(challenge), at=MONDAY + n * MINUTE)
    assert Delivery.objects.count() == 60


def test_a_refusal_says_how_long_to_wait_and_waiting_helps() -> None:
    for _ in range(3):
        ask()
    with pytest.raises(operations.TooOften) as refused:
        ask()
    assert refused.value.minutes == 5
    assert "5" in str(refused.value)
    assert Delivery.objects.count() == 3
    assert ask(at=MONDAY + 5 * MINUTE)


def test_guessing_from_one_place_is_limited_over_all_codes() -> None:
    gone = 0
    for _ in range(80):
        try:
            operations.sign_in_with_code(
                challenge=uuid4(), code="123456", source=AWAY, device="", at=MONDAY
            )
        except operations.CodeGone:
            gone += 1
        except operations.TooOften:
            break
    assert gone == 60


def test_old_codes_and_full_budgets_are_forgotten() -> None:
    ask()
    operations.forget_stale(at=MONDAY + MINUTE)
    assert Challenge.objects.exists()
    assert Budget.objects.exists()
    operations.forget_stale(at=MONDAY + 2 * DAY)
    assert not Challenge.objects.exists()
    assert not Budget.objects.exists()


def test_a_number_that_never_confirms_leaves_nothing_behind() -> None:
    ask()
    assert not Person.objects.exists()
    assert not SignIn.objects.exists()
    messages.expire(at=MONDAY + DAY)  # nobody took the text either
    operations.forget_stale(at=MONDAY + 2 * DAY)
    messages.forget_old_deliveries(at=MONDAY + 2 * DAY)
    left = [Challenge.objects.count(), Budget.objects.count(), Delivery.objects.count()]
    assert left == [0, 0, 0]
    assert ask(at=MONDAY + 2 * DAY).pk  # and whoever has it comes in later
