"""Asking to be allowed, and what the owner of a register decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.builders import DAY, MONDAY, a_post, a_service
from tests.sharing.registers import a_keeper, a_resource, an_approval, ask, known
from tongban.audit.models import Entry
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.messages.models import Message
from tongban.sharing import operations, queries
from tongban.sharing.models import SharingRequest
from tongban.sharing.rules import State

pytestmark = pytest.mark.django_db
WORDS = {"basis": "住房公积金管理条例第二十四条", "why": "To see whether somebody owns a home"}


def request(resource, by, **facts) -> SharingRequest:
    plain = {
        "service": facts.pop("service", None) or a_service(),
        "fields": ["owns_home", "homes"],
        "purpose": "decide",
        "words": WORDS,
        "a_day": 5,
    }
    return operations.request_sharing(resource=resource, **{**plain, **facts}, by=by, at=MONDAY)


def approve(asked, by, **facts) -> SharingRequest:
    plain = {"fields": ["homes"], "a_day": 3, "until": MONDAY + 90 * DAY}
    return operations.approve_sharing(request=asked, **{**plain, **facts}, by=by, at=MONDAY)


def says(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_an_office_asks_to_be_allowed_and_the_trail_knows() -> None:
    resource, post = a_resource(), a_post()
    asked = request(resource, post, fields=["homes", "owns_home"])
    assert (asked.state, asked.fields) == (State.ASKED, ["owns_home", "homes"])
    assert (asked.asked_by, asked.office) == (post.person, post.office.code)
    assert Entry.objects.filter(action="sharing.requested", subject=asked.ref).exists()
    assert list(queries.requests_to(a_keeper(resource))) == [asked]
    assert list(queries.requests_by(post)) == [asked]
    assert queries.waiting_for(a_keeper(resource, name="Kim")) == 1


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("beyond_resource", {"fields": ["homes", "secret"]}),
        ("beyond_resource", {"fields": []}),
        ("beyond_resource", {"purpose": "identify"}),
        ("basis_needed", {"words": {"basis": " ", "why": "x"}}),
        ("basis_needed", {"words": {"basis": "x"}}),
        ("sharing_limit_faulty", {"a_day": 11}),
        ("sharing_limit_faulty", {"a_day": 0}),
    ],
)
def test_a_request_that_the_register_cannot_grant_is_refused(code: str, facts) -> None:
    resource = a_resource()
    with says(code):
        request(resource, a_post(), **facts)
    assert not SharingRequest.objects.exists()


def test_a_register_that_is_shared_no_more_takes_no_requests() -> None:
    with says("unknown_resource"):
        request(a_resource(withdrawn_at=MONDAY), a_post())


def test_the_same_is_asked_once_at_a_time() -> None:
    resource, post, service = a_resource(), a_post(), a_service()
    request(resource, post, service=service)
    with says("sharing_asked_already"):
        request(resource, post, service=service)
    assert SharingRequest.objects.count() == 1


def test_the_owner_approves_with_fewer_fields_and_an_end_and_tells() -> None:
    resource, post = a_resource(), a_post()
    keeper, asked = a_keeper(resource), request(resource, post)
    approve(asked, keeper)
    asked.refresh_from_db()
    assert (asked.state, asked.granted, asked.a_day) == (State.APPROVED, ["homes"], 3)
    assert (asked.until, asked.decided_by) == (MONDAY + 90 * DAY, keeper.person)
    assert Message.objects.get().to == post.person
    assert Entry.objects.filter(action="sharing.approved", under=keeper.ref).exists()


def test_nobody_approves_what_they_asked_for() -> None:
    resource = a_resource()
    keeper = a_keeper(resource, role=Role.CHIEF)
    asked = request(resource, keeper)
    with says("four_eyes"):
        approve(asked, keeper)
    with says("four_eyes"):
        operations.refuse_sharing(request=asked, reason="No", by=keeper, at=MONDAY)
    asked.refresh_from_db()
    assert asked.state == State.ASKED
    with pytest.raises(IntegrityError, match="nobody_approves"), transaction.atomic():
        SharingRequest.objects.filter(pk=asked.pk).update(decided_by=keeper.person)


def test_only_the_owners_officers_decide() -> None:
    resource = a_resource()
    asked = request(resource, a_post())
    strangers = [a_post(role=Role.CHIEF), a_keeper(resource, role=Role.CLERK)]
    gone = a_keeper(resource, name="Gone")
    gone.ended_at = MONDAY
    for post in [*strangers, gone]:
        with says("not_the_owner"):
            approve(asked, post)
        with says("not_the_owner"):
            operations.refuse_sharing(request=asked, reason="No", by=post, at=MONDAY)
    asked.refresh_from_db()
    assert asked.state == State.ASKED


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("beyond_approval", {"fields": ["homes", "address"]}),
        ("beyond_approval", {"fields": []}),
        ("sharing_limit_faulty", {"a_day": 11}),
        ("sharing_end_faulty", {"until": MONDAY}),
        ("sharing_end_faulty", {"until": MONDAY + timedelta(days=366)}),
    ],
)
def test_an_approval_reaches_no_further_than_request_and_register(code: str, facts) -> None:
    resource = a_resource()
    asked = request(resource, a_post())
    with says(code):
        approve(asked, a_keeper(resource), **facts)
    asked.refresh_from_db()
    assert asked.state == State.ASKED


def test_a_refusal_says_why_and_is_told() -> None:
    resource, post = a_resource(), a_post()
    keeper, asked = a_keeper(resource), request(resource, post)
    with says("sharing_reason_missing"):
        operations.refuse_sharing(request=asked, reason=" ", by=keeper, at=MONDAY)
    operations.refuse_sharing(request=asked, reason="Too much", by=keeper, at=MONDAY)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (State.REFUSED, "Too much")
    assert Message.objects.get().params["reason"] == "Too much"
    with says("sharing_not_open"):
        approve(asked, keeper)


def test_what_was_taken_back_answers_nobody_from_that_moment() -> None:
    resource, person, post = a_resource(), known(), a_post()
    approval = an_approval(asked_by=post.person)
    ask(person, post)
    keeper = a_keeper(resource)
    with says("sharing_reason_missing"):
        operations.revoke_sharing(request=approval, reason="", by=keeper, at=MONDAY)
    operations.revoke_sharing(request=approval, reason="Misused", by=keeper, at=MONDAY)
    with says("sharing_revoked"):
        ask(person, post)
    with says("sharing_not_open"):
        operations.revoke_sharing(request=approval, reason="Again", by=keeper, at=MONDAY)
    assert Message.objects.get().to == post.person


def test_after_a_decision_one_may_ask_anew() -> None:
    resource, post, service = a_resource(), a_post(), a_service()
    first = request(resource, post, service=service)
    operations.refuse_sharing(request=first, reason="No", by=a_keeper(resource), at=MONDAY)
    assert request(resource, post, service=service).state == State.ASKED
