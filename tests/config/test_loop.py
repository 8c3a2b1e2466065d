import threading
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from tests.builders import HOUR, MONDAY
from tongban.config.chores import CHORES
from tongban.config.running import loop
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


def test_a_lane_that_met_a_fault_is_started_again_and_the_others_did_not_wait() -> None:
    ended, again = threading.Event(), threading.Event()
    lanes: dict[str, threading.Thread] = {}
    runs: list[object] = []

    def faulty(*, at: datetime) -> int:
        runs.append(at)
        if len(runs) > 1:
            again.set()
            return 1
        raise ValueError("wrong")

    chores = [Chore("faulty", timedelta(0), faulty, lane="one"), Chore("other", HOUR, Diary())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "excepthook", lambda told: runs.append(told.exc_type))
        loop._start_lanes(lanes, chores, ended)
        lanes["one"].join(30)
        assert runs[1] is ValueError
        loop._start_lanes(lanes, chores, ended)
        assert again.wait(30)
        ended.set()
        lanes["one"].join(30)
    assert [chore.name for chore in loop.lane_of(chores, "")] == ["other"]


@pytest.mark.django_db
@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_every_chore_runs_on_an_empty_installation(chore: Chore) -> None:
    assert chore.run(at=MONDAY) == 0
