"""What only one may win, when many try at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.builders import MONDAY, a_person
from tests.identity.test_codes import ask, code_of, try_code
from tests.identity.test_names import a_sign_in, confirm, registered
from tongban.core.refusal import Refusal
from tongban.identity.models import Challenge, Person, SignIn
from tongban.identity.operations import limits, open_sign_in
from tongban.identity.rules import LIMITS, Door, Level, Method
from tongban.messages import operations as messages
from tongban.messages.rules import State

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(what: Callable[[], object], *, times: int = 12) -> int:
    """How many of the tries were not refused."""

    def one(_: int) -> bool:
        try:
            what()
        except Refusal:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        return list(pool.map(one, range(times))).count(True)


def test_a_code_lets_exactly_one_in() -> None:
    challenge = ask()
    code = code_of(challenge)
    assert at_once(lambda: try_code(challenge, code)) == 1
    assert SignIn.objects.count() == Person.objects.count() == 1


def test_tries_are_counted_even_when_made_at_once() -> None:
    challenge = ask()
    code = f"{(int(code_of(challenge)) + 1) % 10**6:06}"
    assert at_once(lambda: try_code(challenge, code)) == 0
    assert Challenge.objects.get().tries == 5


def test_a_budget_is_never_overspent() -> None:
    burst = LIMITS["code.pair"].burst
    assert at_once(lambda: limits.spend([("code.pair", "somebody")], at=MONDAY)) == burst


def test_an_id_number_is_claimed_by_exactly_one_account() -> None:
    number = registered()
    waiting = [a_sign_in() for _ in range(4)]
    assert at_once(lambda: confirm(waiting.pop(), "林晓", number), times=4) == 1
    assert Person.objects.exclude(id_index=None).count() == 1


def test_an_official_is_signed_in_once_however_often_they_try() -> None:
    clerk = a_person("Clerk")

    def enter() -> SignIn:
        return open_sign_in(
            person=clerk,
            door=Door.WORK,
            method=Method.PASSWORD,
            level=Level.PRESENT,
            device="",
            at=MONDAY,
        )

    assert at_once(enter, times=6) == 6
    assert SignIn.objects.filter(ended_at=None).count() == 1


def test_a_text_is_leased_by_exactly_one_worker() -> None:
    for _ in range(10):
        messages.text("Hello", phone="13800138000", purpose="test", at=MONDAY)
    leased: list[int] = []

    def take() -> None:
        leased.extend(text.pk for text in messages.lease(state=State.WAITING, at=MONDAY, limit=3))

    at_once(take)
    assert len(leased) == len(set(leased)) == 10
