"""Several at once: the budget holds, a revocation is wholly before a call or after it."""

from functools import partial

import pytest

from tests.builders import MONDAY, a_post, a_service
from tests.cases.test_races import at_once
from tests.sharing.registers import a_keeper, a_resource, an_approval, ask, known
from tongban.privacy.models import Access
from tongban.sharing import operations
from tongban.sharing.models import SharingCall, SharingRequest
from tongban.sharing.rules import State

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_at_once_get_no_more_answers_than_the_day_allows() -> None:
    a_resource()
    an_approval(a_day=3)
    person, post = known(), a_post()
    came_to = at_once(*[partial(ask, person, post)] * 6)
    assert came_to == ["done"] * 3 + ["sharing_budget_used_up"] * 3
    assert SharingCall.objects.count() == Access.objects.count() == 3


def test_no_call_is_answered_after_a_revocation() -> None:
    resource, person, post = a_resource(), known(), a_post()
    approval, keeper = an_approval(a_day=10), a_keeper(resource)
    revoke = partial(
        operations.revoke_sharing, request=approval, reason="Misused", by=keeper, at=MONDAY
    )
    came_to = at_once(revoke, *[partial(ask, person, post)] * 4)
    assert set(came_to) <= {"done", "sharing_revoked"}
    assert SharingCall.objects.count() == came_to.count("done") - 1
    assert Access.objects.count() == SharingCall.objects.count()
    assert SharingRequest.objects.get().state == State.REVOKED


def test_two_decisions_at_once_are_one() -> None:
    resource = a_resource()
    asked = an_approval(state=State.ASKED, decided_at=None, until=None, granted=[])
    refuse = [
        partial(operations.refuse_sharing, request=asked, reason="No", by=by, at=MONDAY)
        for by in (a_keeper(resource), a_keeper(resource, name="Kim"))
    ]
    assert at_once(*refuse) == ["done", "sharing_not_open"]
    assert SharingRequest.objects.get().turn == 2


def test_the_same_asked_for_twice_at_once_is_asked_once() -> None:
    resource, post, service = a_resource(), a_post(), a_service()
    send = partial(
        operations.request_sharing,
        resource=resource,
        service=service,
        fields=["homes"],
        purpose="decide",
        words={"basis": "Art. 24", "why": "To decide"},
        a_day=1,
        by=post,
        at=MONDAY,
    )
    assert at_once(send, send) == ["done", "sharing_asked_already"]
    assert SharingRequest.objects.count() == 1
