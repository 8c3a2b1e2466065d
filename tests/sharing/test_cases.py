"""From within a case: the paper that a register answers for."""

import pytest
from django.db import connection

from tests.builders import MONDAY, a_person, a_post, an_office
from tests.sharing.registers import a_case_with, a_rental, a_resource, a_row, an_approval
from tests.sharing.shared import lin, says
from tongban.audit.models import Entry
from tongban.cases import operations, queries
from tongban.cases.models import Case, Consultation
from tongban.cases.rules import Status
from tongban.identity.models import Actor
from tongban.privacy.models import Access
from tongban.sharing.models import SharingCall, SharingRequest
from tongban.sharing.providers import Unreachable, pretend

pytestmark = pytest.mark.django_db


def a_renter(**said: str):
    """Somebody who applies, the case, and who handles it."""
    office = an_office()
    person = lin()
    a_row(number=person.id_number, name="林晓", **said)
    case, post = a_case_with(person, a_rental(), office)
    return person, case, post


def material(case: Case) -> queries.MaterialView:
    [found] = queries.materials(case, at=MONDAY)
    return found


def test_the_paper_is_struck_out_while_the_register_may_be_asked() -> None:
    a_resource()
    approval = an_approval()
    draft = operations.start(service=a_rental(), by=Actor(a_person("林晓")), at=MONDAY)
    entry = material(draft)
    assert entry.state == "asked"
    assert entry.register is not None
    assert entry.register.fields == ("有房", "套数")
    assert not entry.missing
    SharingRequest.objects.filter(pk=approval.pk).delete()
    assert material(draft).state == "needed"


def test_what_may_not_be_asked_has_to_be_handed_in() -> None:
    service = a_rental()
    draft = operations.start(service=service, by=Actor(a_person("林晓")), at=MONDAY)
    entry = material(draft)
    assert (entry.state, entry.register, entry.may_be_uploaded) == ("needed", None, True)


def test_an_answer_stays_with_the_case_with_its_source_and_time() -> None:
    a_resource()
    an_approval()
    person, case, post = a_renter(homes="1", owns_home="true")
    done = operations.consult(case=case, key="no-home", by=post, at=MONDAY)
    assert queries.read_out(done) == [("有房", "是"), ("套数", "1")]
    assert (done.outcome, done.by, done.at) == ("found", post.person, MONDAY)
    call = SharingCall.objects.get()
    assert (done.call, call.about, call.person) == (call.ref, case.ref, person)
    assert Access.objects.filter(person=person, about=case.ref).count() == 1
    assert Entry.objects.filter(action="cases.register_asked", subject=case.ref).exists()
    entry = material(case)
    assert entry.register is not None
    assert entry.register.latest == done


def test_the_answer_still_counts_when_nobody_may_ask_any_more() -> None:
    a_resource()
    an_approval()
    _person, case, post = a_renter()
    operations.consult(case=case, key="no-home", by=post, at=MONDAY)
    SharingRequest.objects.update(until=MONDAY)
    assert material(case).state == "asked"


def test_a_silent_register_is_noted_and_the_case_goes_on_with_the_document(monkeypatch) -> None:
    a_resource()
    an_approval()
    _person, case, post = a_renter()

    def read(**_told):
        raise Unreachable

    monkeypatch.setattr(pretend, "read", read)
    with says("register_silent"):
        operations.consult(case=case, key="no-home", by=post, at=MONDAY)
    assert Consultation.objects.get().outcome == "away"
    assert not Access.objects.exists()
    defects = [{"kind": "material", "key": "no-home", "problem": "Please send it"}]
    case = operations.ask_correction(case=case, defects=defects, by=post, at=MONDAY)
    entry = material(case)
    assert (entry.state, entry.may_be_uploaded) == ("needed", True)


def test_a_closed_case_asks_no_register() -> None:
    a_resource()
    an_approval()
    _person, case, post = a_renter()
    operations.refuse_to_accept(case=case, reason="Not here", by=post, at=MONDAY)
    with says("case_not_open"):
        operations.consult(case=case, key="no-home", by=post, at=MONDAY)
    assert not Consultation.objects.exists()


def test_only_who_handles_the_case_asks_for_it() -> None:
    a_resource()
    an_approval()
    _person, case, post = a_renter()
    with says("case_gone"):
        operations.consult(case=case, key="no-home", by=a_post("Elsewhere"), at=MONDAY)
    operations.take(case=case, by=post, at=MONDAY)
    with says("someone_elses"):
        other = a_post("Olga", office=post.office)
        operations.consult(case=case, key="no-home", by=other, at=MONDAY)
    assert not SharingCall.objects.exists()


def test_a_service_that_names_no_register_asks_none() -> None:
    a_resource()
    an_approval()
    _person, case, post = a_renter()
    with says("register_not_asked"):
        operations.consult(case=case, key="anything", by=post, at=MONDAY)


def test_a_case_without_an_id_number_asks_nobody() -> None:
    a_resource()
    an_approval()
    person, case, post = a_renter()
    person.id_number = ""
    person.save()
    with says("number_unknown"):
        operations.consult(case=Case.objects.get(pk=case.pk), key="no-home", by=post, at=MONDAY)


def test_the_answer_is_sealed_in_the_table() -> None:
    a_resource()
    an_approval()
    _person, case, post = a_renter(homes="seventeen")
    operations.consult(case=case, key="no-home", by=post, at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lines FROM cases_consultation")
        assert "seventeen" not in str(cursor.fetchall())
    assert Case.objects.get().status == Status.SUBMITTED
