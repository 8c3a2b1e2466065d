"""Budgets: never more than the burst at once, never more than the rate in the long run."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.builders import MONDAY
from tongban.identity.models import Budget
from tongban.identity.operations import limits
from tongban.identity.rules import LIMITS

RATE = LIMITS["code.pair"]


def taken(seconds: list[int]) -> list[int]:
    """The moments at which one more was allowed."""
    allowed = []
    for second in sorted(seconds):
        try:
            limits.spend([("code.pair", "somebody")], at=MONDAY + timedelta(seconds=second))
        except limits.TooOften:
            continue
        allowed.append(second)
    return allowed


class BudgetsHold(TestCase):
    @given(st.lists(st.integers(0, 4000), max_size=60))
    @settings(max_examples=60, deadline=None)
    def test_no_stretch_of_time_holds_more_than_burst_and_rate_allow(
        self, asked: list[int]
    ) -> None:
        allowed = taken(asked)
        every = RATE.every.total_seconds()
        for first, start in enumerate(allowed):
            for last in range(first, len(allowed)):
                most = RATE.burst + (allowed[last] - start) / every
                assert last - first + 1 <= most

    @given(st.lists(st.integers(0, 4000), max_size=40))
    @settings(max_examples=40, deadline=None)
    def test_whoever_waits_as_told_is_served(self, asked: list[int]) -> None:
        taken(asked)
        at = MONDAY + timedelta(seconds=4001)
        try:
            limits.spend([("code.pair", "somebody")], at=at)
        except limits.TooOften as refused:
            later = at + timedelta(minutes=refused.minutes)
            limits.spend([("code.pair", "somebody")], at=later)

    @given(st.lists(st.booleans(), max_size=30))
    @settings(max_examples=40, deadline=None)
    def test_what_is_given_back_was_never_spent(self, used: list[bool]) -> None:
        room = RATE.burst
        for is_used in used:
            try:
                spent = limits.spend([("code.pair", "somebody")], at=MONDAY)
            except limits.TooOften:
                assert room == 0
                continue
            room -= 1
            if is_used:
                limits.give_back(spent)
                room += 1


@pytest.mark.django_db
def test_a_refused_budget_leaves_the_others_untouched() -> None:
    for _ in range(RATE.burst):
        limits.spend([("code.pair", "somebody")], at=MONDAY)
    before = sorted(Budget.objects.values_list("key", "full_at"))
    with pytest.raises(limits.TooOften):
        limits.spend([("code.source", "somewhere"), ("code.pair", "somebody")], at=MONDAY)
    assert sorted(Budget.objects.values_list("key", "full_at")) == before
