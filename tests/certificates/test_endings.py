"""How certificates end: with a reason their holder reads, and not without a warning before."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import DAY, MONDAY, a_person, a_post, an_office, an_organisation
from tests.certificates.wallets import FIELDS, TODAY, issued
from tongban.audit.queries import trail_of
from tongban.certificates import operations, queries, tasks
from tongban.certificates.models import Certificate
from tongban.certificates.rules import WHAT_TO_DO, Content, Ending, Status, next_reminder
from tongban.identity.models import Person
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


def told(person: Person) -> list[str]:
    return [words(message).title for message in messages_of(person).order_by("pk")]


@pytest.mark.parametrize("why", list(Ending))
def test_every_reason_for_cancelling_says_what_to_do(why: Ending) -> None:
    certificate = issued()
    assert certificate.person is not None
    operations.cancel(certificate=certificate, reason="Note", why=why, by=a_post(), at=MONDAY)
    certificate.refresh_from_db()
    assert (certificate.status, certificate.why) == (Status.CANCELLED, why)
    assert certificate.what_to_do == WHAT_TO_DO[why]
    assert list(trail_of(certificate.ref))[-1].detail == {"why": why.value}
    assert "Note" in words(messages_of(certificate.person).get()).body


def test_only_the_office_that_issued_it_ends_it() -> None:
    office = an_office()
    certificate = issued(office=office)
    with pytest.raises(operations.NotIssuedHere):
        operations.cancel(certificate=certificate, reason="x", by=a_post(), at=MONDAY)
    certificate.refresh_from_db()
    assert certificate.status == Status.VALID
    operations.cancel(certificate=certificate, reason="x", by=a_post(office=office), at=MONDAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [("id_no", "410102199405169987"), ("birth", "1994-02-30"), ("valid_from", "soon")],
)
def test_a_certificate_says_nothing_that_cannot_be(field: str, value: str) -> None:
    fields = FIELDS["idcard"] | {field: value}
    with pytest.raises(operations.FieldsFaulty) as refused:
        issued(content=Content(fields, TODAY))
    assert set(refused.value.faults) == {field}
    assert not Certificate.objects.exists()


def test_versions_are_found_from_each_of_them() -> None:
    ana = a_person()
    first = issued(holder=ana)
    second = issued(holder=ana, replaces=first, at=MONDAY + DAY)
    third = issued(holder=ana, replaces=second, at=MONDAY + 2 * DAY)
    first.refresh_from_db()
    for version in (first, second, third):
        assert queries.versions_of(version) == [third, second, first]
    assert queries.successor_of(first) == third
    assert queries.successor_of(third) is None


def test_a_holder_is_told_once_for_each_of_the_days_that_the_kind_names() -> None:
    ana = a_person()
    ends = TODAY + timedelta(days=100)
    issued(holder=ana, ends=ends)
    heard = {}
    for day in range(0, 110):
        at = MONDAY + timedelta(days=day)
        for _ in range(2):
            tasks.remind_of_ends(at=at)
        heard[100 - day] = messages_of(ana).count()
    assert [left for left in heard if heard[left] > heard.get(left + 1, 0)] == [90, 30, 7]
    assert heard[-9] == 3


def test_days_that_went_by_while_nobody_worked_count_as_one() -> None:
    certificate = issued(ends=TODAY + timedelta(days=20))
    assert certificate.person is not None
    assert tasks.remind_of_ends(at=MONDAY) == 1
    assert tasks.remind_of_ends(at=MONDAY + DAY) == 0
    assert len(told(certificate.person)) == 1


def test_a_reminder_speaks_the_language_of_its_reader() -> None:
    certificate = issued(ends=TODAY + timedelta(days=20))
    assert certificate.person is not None
    tasks.remind_of_ends(at=MONDAY)
    message = messages_of(certificate.person).get()
    with translation.override("en"):
        assert words(message).title.startswith("Resident ID card")
        assert "20 days" in words(message).body
    with translation.override("ko"):
        assert words(message).title.startswith("주민 신분증")


def test_nobody_is_reminded_of_what_is_over() -> None:
    ends = TODAY + timedelta(days=20)
    cancelled, run_out = issued(ends=ends), issued(ends=TODAY - DAY)
    changed = issued(ends=ends)
    issued(holder=changed.person, replaces=changed)
    operations.cancel(certificate=cancelled, reason="x", by=a_post(), at=MONDAY)
    assert tasks.remind_of_ends(at=MONDAY) == 0
    cancelled.refresh_from_db()
    run_out.refresh_from_db()
    assert (cancelled.remind_on, run_out.remind_on) == (None, None)


def test_two_workers_do_not_tell_twice() -> None:
    certificate = issued(ends=TODAY + timedelta(days=20))
    late = Certificate.objects.get(pk=certificate.pk)
    assert operations.remind(certificate=certificate, at=MONDAY)
    with pytest.raises(operations.NoLongerValid):
        operations.remind(certificate=late, at=MONDAY)


def test_a_copy_is_reminded_of_only_where_it_was_issued() -> None:
    content = Content({}, TODAY - MONTH, TODAY + MONTH, node="plain")
    assert issued(content=content).remind_on is None


def test_the_legal_representative_hears_that_a_firms_certificate_ends() -> None:
    firm = an_organisation()
    issued(holder=firm, ends=TODAY + timedelta(days=5))
    tasks.remind_of_ends(at=MONDAY)
    assert len(told(firm.legal_representative)) == 1


@given(st.integers(0, 400), st.sets(st.integers(1, 365), max_size=5), st.integers(-30, 400))
def test_a_reminder_is_always_ahead_and_before_the_end(
    left: int, days: set[int], after: int
) -> None:
    until, last = TODAY + timedelta(days=left), TODAY + timedelta(days=after)
    found = next_reminder(until, days, after=last)
    assert found is None or last < found < until
    assert (found is None) == (not any(until - timedelta(days=day) > last for day in days))
