from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from tests.builders import HOUR, MONDAY
from tongban.config.chores import CHORES
from tongban.config.running.loop import Chore, run_if_due


class Diary:
    """A chore that notes when it ran."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.ran: list[datetime] = []
        self.fault = fault

    def __call__(self, *, at: datetime) -> int:
        self.ran.append(at)
        if self.fault:
            raise self.fault
        return 1


def test_a_chore_runs_at_once_and_then_when_its_time_has_come() -> None:
    diary = Diary()
    chore = Chore("diary", HOUR, diary)
    for minutes in (0, 1, 59, 60, 61):
        run_if_due(chore, at=MONDAY + timedelta(minutes=minutes))
    assert diary.ran == [MONDAY, MONDAY + HOUR]


def test_a_database_that_cannot_answer_is_asked_again_later() -> None:
    diary = Diary(OperationalError("database is locked"))
    chore = Chore("diary", HOUR, diary)
    run_if_due(chore, at=MONDAY)
    run_if_due(chore, at=MONDAY + HOUR)
    assert len(diary.ran) == 2


def test_a_fault_in_a_chore_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="wrong"):
        run_if_due(Chore("diary", HOUR, Diary(ValueError("wrong"))), at=MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_every_chore_runs_on_an_empty_installation(chore: Chore) -> None:
    assert chore.run(at=MONDAY) == 0
