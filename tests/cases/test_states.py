"""The state table, and that no sequence of deeds leaves it."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.builders import ANSWERS, MONDAY, a_post, an_applicant, an_id_service, an_office
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.cases.rules import NEXT, OPEN, WITH_OFFICIALS, Status, may_become
from tongban.catalog.models import Post
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor

DEFECT = {"kind": "field", "key": "lost_on", "problem": "Which day?"}
Deed = Callable[[Case, Actor, Post], object]
DEEDS: dict[str, Deed] = {
    "submit": lambda c, a, p: operations.submit(case=c, by=a, at=MONDAY),
    "withdraw": lambda c, a, p: operations.withdraw(case=c, by=a, at=MONDAY),
    "correct": lambda c, a, p: operations.ask_correction(case=c, defects=[DEFECT], by=p, at=MONDAY),
    "accept": lambda c, a, p: operations.accept(case=c, by=p, at=MONDAY),
    "not accept": lambda c, a, p: operations.refuse_to_accept(case=c, reason="No", by=p, at=MONDAY),
    "review": lambda c, a, p: operations.begin_review(case=c, by=p, at=MONDAY),
    "pause": lambda c, a, p: operations.pause(case=c, kind="expert", reason="Why", by=p, at=MONDAY),
    "resume": lambda c, a, p: operations.resume(case=c, by=p, at=MONDAY),
    "grant": lambda c, a, p: operations.grant(case=c, by=p, at=MONDAY),
    "refuse": lambda c, a, p: operations.refuse(case=c, reason="No", by=p, at=MONDAY),
    "deliver": lambda c, a, p: operations.deliver(case=c, by=p, at=MONDAY),
    "close": lambda c, a, p: operations.close(case=c, by=p, at=MONDAY),
    "take": lambda c, a, p: operations.take(case=c, by=p, at=MONDAY),
}


class DeedsKeepToTheTable(TestCase):
    """Whatever people try, in whatever order."""

    @given(st.lists(st.sampled_from(sorted(DEEDS)), max_size=14))
    @settings(max_examples=60, deadline=None)
    def test_no_path_leaves_the_table(self, tries: list[str]) -> None:
        office = an_office()
        ana, post = an_applicant(), a_post(office=office)
        case = operations.start(service=an_id_service(), by=ana, at=MONDAY)
        operations.save_draft(case=case, answers=ANSWERS, by=ana, at=MONDAY)
        now = Status.DRAFT
        for name in tries:
            with suppress(Refusal):
                DEEDS[name](case, ana, post)
            case = Case.objects.get(pk=case.pk)
            then, now = now, Status(case.status)
            assert now == then or may_become(now, now=then)
            assert (case.desk_id is not None) == (now in WITH_OFFICIALS)
            assert case.pauses.filter(ended_at=None).count() == (now == Status.PAUSED)
        waiting = case.corrections.filter(answered_at=None).count()
        assert waiting == (now == Status.CORRECTION) or now == Status.WITHDRAWN
        moves = [Status(s.status) for s in case.steps.order_by("pk")]
        assert all(
            may_become(b, now=a) for a, b in zip([Status.DRAFT, *moves], moves, strict=False)
        )


def test_every_state_can_be_reached_and_the_last_ones_are_last() -> None:
    reached, waiting = set(), [Status.DRAFT]
    while waiting:
        status = waiting.pop()
        if status not in reached:
            reached.add(status)
            waiting.extend(NEXT[status])
    assert reached == set(Status)
    assert not NEXT[Status.CLOSED]
    assert not NEXT[Status.WITHDRAWN]


def test_every_open_state_can_be_withdrawn_and_no_decided_one() -> None:
    assert {status for status in Status if may_become(Status.WITHDRAWN, now=status)} == OPEN
