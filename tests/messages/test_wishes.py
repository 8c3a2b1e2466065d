"""An e-mail address is used when its owner confirmed it."""

import re

import pytest

from tests.builders import DAY, MONDAY, a_person
from tongban.identity.models import Person
from tongban.identity.operations.limits import TooOften
from tongban.messages import operations, queries, tasks
from tongban.messages.models import Delivery
from tongban.messages.rules import State

pytestmark = pytest.mark.django_db
PAGE = "https://tongban.example/me/telling/email/"


def asked(person: Person, email: str = "ana@example.org", *, at=MONDAY) -> str:
    operations.ask_email(person=person, email=email, address=PAGE, by=person, at=at)
    body = Delivery.objects.latest("pk").body
    return re.findall(re.escape(PAGE) + r"(\S+)/", body)[0]


def test_an_address_counts_once_its_owner_came_back_with_the_link() -> None:
    ana = a_person()
    sealed = asked(ana)
    assert queries.wishes_of(ana).email == ""
    operations.confirm_email(person=ana, sealed=sealed, by=ana, at=MONDAY)
    assert queries.wishes_of(ana).email == "ana@example.org"


def test_the_link_is_of_no_use_to_anybody_else_nor_a_day_later() -> None:
    ana, ben = a_person(), a_person()
    sealed = asked(ana)
    for person, at in ((ben, MONDAY), (ana, MONDAY + DAY)):
        with pytest.raises(operations.wishes.LinkIsOver):
            operations.confirm_email(person=person, sealed=sealed, by=person, at=at)
        assert queries.wishes_of(person).email == ""


@pytest.mark.parametrize("sealed", ["", "x", "1.abc", "..", "a" * 900])
def test_a_made_up_link_is_refused(sealed: str) -> None:
    ana = a_person()
    with pytest.raises(operations.wishes.LinkIsOver):
        operations.confirm_email(person=ana, sealed=sealed, by=ana, at=MONDAY)


def test_nobody_can_fill_a_strangers_mailbox() -> None:
    sent = 0
    for _ in range(20):
        ana = a_person()
        try:
            asked(ana, "victim@example.org")
        except TooOften:
            continue
        sent += 1
    assert sent == 3
    assert tasks.deliver(at=MONDAY) == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.TAKEN}
