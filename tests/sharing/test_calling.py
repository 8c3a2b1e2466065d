"""Asking a register here: what is answered, what is written down, and every way it says no."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post
from tests.sharing import registers
from tests.sharing.registers import a_resource, an_approval, ask, bound, known
from tongban.audit.models import Entry
from tongban.core.refusal import Refusal
from tongban.privacy.models import Access
from tongban.privacy.queries import accesses_to
from tongban.sharing import operations
from tongban.sharing.models import Resource, SharingCall
from tongban.sharing.operations.answering import Asked
from tongban.sharing.providers import Unreachable, pretend
from tongban.sharing.rules import State

pytestmark = pytest.mark.django_db


def refused(code: str, **facts) -> None:
    """The call is refused so, and nothing is written down."""
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        ask(**facts)
    assert refusal.value.code == code
    assert not SharingCall.objects.exists()
    assert not Access.objects.exists()
    assert Entry.objects.count() == before


def test_a_register_answers_what_was_approved_and_leaves_a_trace() -> None:
    resource, person, post = a_resource(), known(), a_post()
    approval = an_approval()

    answer = ask(person, post)

    assert (answer.outcome, answer.fields) == ("found", {"owns_home": False, "homes": "0"})
    call = SharingCall.objects.get()
    assert (call.ref, call.request, call.resource) == (answer.call, approval, resource.code)
    assert (call.person, call.by, call.under) == (person, post.person, post.ref)
    assert (call.about, call.fields) == (bound(person).ref, ["owns_home", "homes"])
    assert Entry.objects.filter(action="sharing.answered", subject=call.ref).count() == 1


def test_the_log_holds_nothing_of_the_answer() -> None:
    a_resource()
    person = known(homes="seventeen")
    an_approval()
    ask(person, a_post())
    [row] = SharingCall.objects.values()
    assert "seventeen" not in str(row)


def test_the_person_sees_the_question_exactly_once() -> None:
    a_resource()
    person, post = known(), a_post()
    an_approval()
    ask(person, post)
    [look] = accesses_to(person)
    assert (look.by, look.under, look.fields) == (post.person, post.ref, ["owns_home", "homes"])
    assert look.about == bound(person).ref


def test_nothing_on_record_is_an_answer() -> None:
    a_resource()
    an_approval()
    answer = ask(a_person("Nobody"), a_post())
    assert (answer.outcome, answer.fields) == ("nothing", {})
    assert SharingCall.objects.get().outcome == "nothing"


def test_a_name_that_does_not_belong_to_the_number_gets_nothing() -> None:
    a_resource()
    an_approval()
    person = known()
    answer = ask(person, a_post(), case=bound(person, name="Somebody Else"))
    assert answer.outcome == "nothing"


def test_a_register_that_matches_says_only_whether() -> None:
    match = [{"key": "matches", "names": {"zh": "一致"}, "kind": "yes_no", "class": "internal"}]
    a_resource("population", answers="match", fields=match, purposes=["identify"])
    an_approval("population", purpose="identify", fields=["matches"], granted=["matches"])
    person, told = a_person("Ana"), {"resource": "population", "purpose": "identify"}
    registers.a_row("population", number=person.id_number, name="Ana")
    right = ask(person, a_post(), **told, fields=["matches"])
    wrong = ask(person, a_post(), **told, fields=["matches"], case=bound(person, name="Eve"))
    assert (right.fields, wrong.fields) == ({"matches": True}, {"matches": False})


def test_no_case_no_data() -> None:
    a_resource()
    an_approval()
    person, post = known(), a_post()
    refused("no_case", person=person, by=post, case=None)
    refused("no_case", person=person, by=post, case=bound(person, ref="curiosity/1"))
    refused("no_case", person=person, by=post, case=bound(person, reference=""))


def test_a_closed_case_opens_no_register() -> None:
    a_resource()
    an_approval()
    person = known()
    refused("case_not_open", person=person, by=a_post(), case=bound(person, is_open=False))


def test_a_case_opens_no_register_about_another_person() -> None:
    a_resource()
    an_approval()
    refused("case_of_another", person=known(), by=a_post(), case=bound(a_person("Ben")))


def test_an_unknown_register_is_not_asked() -> None:
    an_approval()
    refused("unknown_resource", person=known(), by=a_post())


def test_a_register_that_is_shared_no_more_is_not_asked() -> None:
    a_resource(withdrawn_at=MONDAY)
    an_approval()
    refused("unknown_resource", person=known(), by=a_post())


def test_without_an_approval_nothing_is_asked() -> None:
    a_resource()
    refused("sharing_not_approved", person=known(), by=a_post())


@pytest.mark.parametrize("state", [State.ASKED, State.REFUSED])
def test_what_was_not_approved_does_not_count(state: State) -> None:
    a_resource()
    an_approval(state=state)
    refused("sharing_not_approved", person=known(), by=a_post())


def test_an_approval_ends_on_its_day() -> None:
    a_resource()
    an_approval(until=MONDAY + DAY)
    person, post = known(), a_post()
    refused("sharing_expired", person=person, by=post, at=MONDAY + DAY)
    assert ask(person, post, at=MONDAY + DAY - timedelta(seconds=1)).outcome == "found"


def test_an_approval_that_was_taken_back_does_not_count() -> None:
    a_resource()
    an_approval(state=State.REVOKED)
    refused("sharing_revoked", person=known(), by=a_post())


def test_an_approval_is_for_the_office_that_asked_for_it() -> None:
    a_resource()
    person, post, neighbour = known(), a_post(), a_post("Olga")
    an_approval(office=neighbour.office.code)
    refused("office_not_allowed", person=person, by=post)
    assert ask(person, neighbour).outcome == "found"


def test_another_purpose_or_service_is_refused() -> None:
    a_resource()
    an_approval()
    person, post = known(), a_post()
    refused("purpose_mismatch", person=person, by=post, purpose="identify")
    refused("purpose_mismatch", person=person, by=post, case=bound(person, service="passport"))


@pytest.mark.parametrize("fields", [["address"], ["homes", "address"], ["nonsense"], []])
def test_a_field_beyond_the_approval_is_refused(fields: list[str]) -> None:
    a_resource()
    an_approval()
    refused("beyond_approval", person=known(), by=a_post(), fields=fields)


def test_more_questions_a_day_than_allowed_are_refused_until_tomorrow() -> None:
    a_resource()
    an_approval(a_day=2)
    person, post = known(), a_post()
    ask(person, post)
    ask(person, post)
    with pytest.raises(Refusal) as refusal:
        ask(person, post)
    assert refusal.value.code == "sharing_budget_used_up"
    assert SharingCall.objects.count() == 2
    assert ask(person, post, at=MONDAY + DAY).outcome == "found"


def test_the_newest_approval_that_carries_the_question_counts() -> None:
    a_resource()
    an_approval(state=State.REVOKED, decided_at=MONDAY + DAY)
    good = an_approval()
    person = known()
    assert ask(person, a_post(), at=MONDAY + 2 * DAY).outcome == "found"
    assert SharingCall.objects.get().request == good


def test_a_register_that_does_not_answer_leaves_nothing_behind(monkeypatch) -> None:
    a_resource()
    an_approval()

    def read(**_told):
        raise Unreachable

    monkeypatch.setattr(pretend, "read", read)
    refused("register_silent", person=known(), by=a_post())


def asked(person, by, request, **facts) -> Asked:
    plain = {
        **{"id": uuid4(), "request": request.public_id, "resource": "realestate"},
        **{"purpose": "decide", "fields": ["homes"], "case": bound(person).ref},
        **{"reference": "20260302-7K3F-9QX2", "service": "hf-rent", "is_open": True},
        **{"applicant": person, "person": person, "name": person.name},
        **{"number": person.id_number, "by": by.person, "under": by.ref, "office": {}},
    }
    return Asked(**{**plain, **facts})


def test_the_register_itself_checks_everything_again() -> None:
    a_resource()
    approval, person, by = an_approval(), known(), a_post()
    good, other = asked(person, by, approval), a_person("Ben")
    later = an_approval(until=MONDAY)
    wrong = {
        "no_case": replace(good, case=""),
        "case_not_open": replace(good, is_open=False),
        "case_of_another": replace(good, applicant=other),
        "unknown_resource": replace(good, resource="else"),
        "sharing_not_approved": replace(good, request=uuid4()),
        "sharing_expired": replace(good, request=later.public_id),
        "purpose_mismatch": replace(good, purpose="identify"),
        "beyond_approval": replace(good, fields=["address"]),
    }
    for code, each in wrong.items():
        with pytest.raises(Refusal) as refusal:
            operations.answer_call(asked=each, at=MONDAY)
        assert refusal.value.code == code
    assert not SharingCall.objects.exists()
    operations.answer_call(asked=good, at=MONDAY)
    with pytest.raises(Refusal) as again:
        operations.answer_call(asked=good, at=MONDAY)
    assert again.value.code == "call_answered_before"
    assert Access.objects.count() == 1


def test_an_approval_for_another_platform_does_not_carry_ours() -> None:
    a_resource()
    approval, person = an_approval(asker="west"), known()
    with pytest.raises(Refusal) as refusal:
        operations.answer_call(asked=asked(person, a_post(), approval), at=MONDAY)
    assert refusal.value.code == "sharing_not_approved"
    assert Resource.objects.count() == 1
