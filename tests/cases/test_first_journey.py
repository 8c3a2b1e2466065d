import pytest

from tests.builders import (
    ANSWERS,
    DAY,
    HOUR,
    MONDAY,
    a_post,
    an_applicant,
    an_id_service,
    an_office,
)
from tongban.audit.models import Entry
from tongban.cases import operations, queries
from tongban.cases.rules import Status
from tongban.certificates.rules.identifiers import certificate_identifier_fault
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db


def test_an_application_becomes_a_certificate() -> None:
    office = an_office()
    service, ana, officer = an_id_service(), an_applicant(), a_post("Officer", office=office)

    case = operations.start(service=service, by=ana, at=MONDAY, channel="mobile")
    case = operations.save_draft(case=case, answers=ANSWERS, by=ana, at=MONDAY, revision=0)
    case = operations.submit(case=case, by=ana, at=MONDAY)
    case = operations.take(case=case, by=officer, at=MONDAY + HOUR)
    case = operations.accept(case=case, by=officer, at=MONDAY + HOUR)
    case = operations.begin_review(case=case, by=officer, at=MONDAY + DAY)
    case = operations.grant(case=case, by=officer, at=MONDAY + 2 * DAY, reason="")

    assert case.status == Status.GRANTED
    assert case.certificate is not None
    assert certificate_identifier_fault(case.certificate.identifier) is None
    assert case.certificate.fields["name"] == "Ana"
    titles = [words(message).title for message in messages_of(ana.person)]
    assert len(titles) == 4
    assert [step.action for step in case.steps.order_by("pk")] == [
        "submitted",
        "accepted",
        "review_begun",
        "granted",
    ]
    assert Entry.objects.filter(subject=case.ref).count() == 8
    assert [event.state for event in queries.timeline(case, at=MONDAY)] == ["done"] * 4


def test_what_applicants_and_officials_look_at_is_there() -> None:
    office = an_office()
    service, ana, officer = an_id_service(), an_applicant(), a_post("Officer", office=office)
    case = operations.start(service=service, by=ana, at=MONDAY, channel="mobile")

    filled = queries.prefill(case, ana, at=MONDAY)
    assert filled["name"].value == "Ana"
    assert [m.state for m in queries.materials(case, at=MONDAY)] == ["held", "on_site"]
    case = operations.save_draft(case=case, answers=ANSWERS, by=ana, at=MONDAY)
    case = operations.submit(case=case, by=ana, at=MONDAY)

    assert list(queries.cases_of(ana)) == [case]
    assert list(queries.cases_at(officer)) == [case]
    assert queries.clock(case, at=MONDAY).left == 5
    assert len(queries.timeline(case, at=MONDAY)) == 4
