"""Two at once: one of them wins, nothing is doubled, nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.builders import (
    ANSWERS,
    MONDAY,
    a_case,
    a_post,
    an_applicant,
    an_id_service,
    an_office,
)
from tongban.audit.models import Entry
from tongban.cases import operations
from tongban.cases.models import Case, Correction
from tongban.cases.rules import Status
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.certificates.models import Certificate
from tongban.core.refusal import Refusal
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
DEFECT = {"kind": "field", "key": "lost_on", "problem": "Which day?"}


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What each of them came to: `done`, or the code of its refusal."""
    ready = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> str:
        ready.wait()
        try:
            deed()
        except Refusal as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(deeds)) as pool:
        return sorted(pool.map(one, deeds))


@pytest.fixture
def posts() -> Iterator[tuple[Post, Post]]:
    office = an_office()
    yield a_post("Officer", office=office), a_post("Chief", office=office, role=Role.CHIEF)


def test_a_form_posted_twice_is_handed_in_once(posts: tuple[Post, Post]) -> None:
    service, ana = an_id_service(), an_applicant()
    draft = operations.start(service=service, by=ana, at=MONDAY)
    operations.save_draft(case=draft, answers=ANSWERS, by=ana, at=MONDAY)
    send = lambda: operations.submit(case=draft, by=ana, at=MONDAY)  # noqa: E731

    assert at_once(send, send, send) == ["done"] * 3

    assert Case.objects.get().status == Status.SUBMITTED
    assert Message.objects.count() == 1
    assert Entry.objects.filter(action="cases.submitted").count() == 1


def test_a_service_begun_twice_has_one_draft(posts: tuple[Post, Post]) -> None:
    service, ana = an_id_service(), an_applicant()
    begin = lambda: operations.start(service=service, by=ana, at=MONDAY)  # noqa: E731
    assert at_once(begin, begin, begin) == ["done"] * 3
    assert Case.objects.count() == 1


def test_the_same_key_at_the_same_time_makes_one_case(posts: tuple[Post, Post]) -> None:
    service, ana = an_id_service(), an_applicant()
    apply = lambda: operations.apply(  # noqa: E731
        service=service, answers=ANSWERS, by=ana, at=MONDAY, idempotency_key="once"
    )
    assert at_once(apply, apply, apply) == ["done"] * 3
    assert Case.objects.count() == Message.objects.count() == 1


def test_two_officers_decide_once(posts: tuple[Post, Post]) -> None:
    case = a_case()
    case = operations.accept(case=case, by=posts[0], at=MONDAY)
    case = operations.begin_review(case=case, by=posts[0], at=MONDAY)
    Case.objects.filter(pk=case.pk).update(handler=None)

    outcome = at_once(
        lambda: operations.grant(case=case, by=posts[0], at=MONDAY),
        lambda: operations.refuse(case=case, reason="No", by=posts[1], at=MONDAY),
    )

    assert outcome[0] == "done"
    assert outcome[1] in {"not_now", "someone_elses"}
    case.refresh_from_db()
    granted = case.status == Status.GRANTED
    assert Certificate.objects.filter(type__code="idcard").count() == int(granted)
    assert Entry.objects.filter(action__in=["cases.granted", "cases.refused"]).count() == 1


def test_two_corrections_at_once_are_one(posts: tuple[Post, Post]) -> None:
    case = a_case()

    def ask(post: Post) -> object:
        return operations.ask_correction(case=case, defects=[DEFECT], by=post, at=MONDAY)

    outcome = at_once(lambda: ask(posts[0]), lambda: ask(posts[1]))
    assert outcome[0] == "done"
    assert outcome[1] in {"not_now", "someone_elses"}
    assert Correction.objects.count() == 1


def test_two_devices_save_and_one_hears_of_it(posts: tuple[Post, Post]) -> None:
    service, ana = an_id_service(), an_applicant()
    draft = operations.start(service=service, by=ana, at=MONDAY)

    def save(reason: str) -> object:
        return operations.save_draft(
            case=draft, answers={"reason": reason}, by=ana, at=MONDAY, revision=0
        )

    outcome = at_once(lambda: save("lost"), lambda: save("stolen"))
    assert outcome == ["changed_elsewhere", "done"]
    assert Case.objects.get().revision == 1
