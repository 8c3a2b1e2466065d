"""Certificates: numbered by the standard, one live per holder and kind, versions linked."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    DAY,
    MONDAY,
    a_certificate_type,
    a_person,
    a_post,
    an_authority,
    an_organisation,
)
from tongban.audit.queries import trail_of
from tongban.certificates import operations, queries
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Content, Status, ends_on, new_serial, serial_of
from tongban.certificates.rules.identifiers import certificate_identifier_fault
from tongban.identity.models import Actor
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db


def issue(**changes: Any) -> Certificate:
    facts: dict[str, Any] = {
        "type": a_certificate_type("idcard"),
        "content": Content({"name": "Ana"}, MONDAY.date()),
        "office": None,
        "issuer": an_authority(),
        "about": "case/1",
        "by": a_person("Chief"),
        "at": MONDAY,
    }
    facts |= changes
    if "holder" not in facts:
        facts["holder"] = a_person()
    return operations.issue(**facts)


def test_the_identifier_follows_the_standard_and_adds_up() -> None:
    certificate = issue()
    assert certificate_identifier_fault(certificate.identifier) is None
    root, _, rest = certificate.identifier.partition("5.2.")
    assert root == "1.2.156.300"
    type_code, issuer, serial, version, _check = rest.split(".")
    assert (type_code, version) == (certificate.type.type_code, "001")
    assert len(issuer) == 18
    assert serial.startswith("20260302")
    assert [entry.action for entry in trail_of(certificate.ref)] == ["certificates.issued"]


def test_a_new_version_ends_the_one_it_follows() -> None:
    ana = a_person()
    first = issue(holder=ana)
    second = issue(holder=ana, replaces=first, at=MONDAY + DAY)
    first.refresh_from_db()
    assert (first.status, first.ended_at) == (Status.CHANGED, MONDAY + DAY)
    assert (second.number, second.replaces) == (2, first)
    assert serial_of(second.identifier) == serial_of(first.identifier)
    assert certificate_identifier_fault(second.identifier) is None
    assert queries.live_of(ana, "idcard") == second
    with pytest.raises(operations.NoLongerValid):
        issue(holder=ana, replaces=first)


def test_a_holder_has_one_live_certificate_of_a_kind() -> None:
    ana, firm = a_person(), an_organisation()
    for holder in (ana, firm):
        issue(holder=holder)
        with pytest.raises(operations.AlreadyHeld):
            issue(holder=holder)
    assert Certificate.objects.count() == 2
    assert issue(holder=a_person("Ben"))


def test_a_kind_may_allow_several() -> None:
    ana, proof = a_person(), a_certificate_type("no-crime-cert", many=True)
    issue(holder=ana, type=proof)
    newer = issue(holder=ana, type=proof, at=MONDAY + DAY)
    assert queries.live_by_type(ana, on=MONDAY.date()) == {"no-crime-cert": newer}


def test_a_cancelled_certificate_is_gone_for_good_and_its_holder_knows() -> None:
    ana, chief = a_person(), a_post("Chief")
    certificate = issue(holder=ana)
    operations.cancel(certificate=certificate, reason="Issued in error", by=chief, at=MONDAY)
    assert queries.live_of(ana, "idcard") is None
    assert "Issued in error" in words(messages_of(ana).get()).body
    assert list(trail_of(certificate.ref))[-1].under == chief.ref
    with pytest.raises(operations.NoLongerValid):
        operations.cancel(certificate=certificate, reason="Again", by=chief, at=MONDAY)
    assert issue(holder=ana).number == 1


def test_the_legal_representative_hears_of_a_firms_certificate() -> None:
    firm = an_organisation()
    operations.cancel(certificate=issue(holder=firm), reason="x", by=a_post(), at=MONDAY)
    assert messages_of(firm.legal_representative).count() == 1


def test_a_wallet_opens_only_for_its_holder() -> None:
    ana, ben = a_person(), a_person("Ben")
    certificate = issue(holder=ana)
    assert list(queries.certificates_of(Actor(ana))) == [certificate]
    assert queries.certificate_of(Actor(ana), certificate.public_id) == certificate
    assert queries.certificate_of(Actor(ben), certificate.public_id) is None


def test_what_has_run_out_is_not_used() -> None:
    ana = a_person()
    issue(holder=ana, content=Content({}, MONDAY.date(), MONDAY.date()))
    assert queries.live_by_type(ana, on=MONDAY.date())
    assert not queries.live_by_type(ana, on=MONDAY.date() + timedelta(days=1))
    assert queries.live_of(ana, "idcard", on=MONDAY.date() + timedelta(days=1)) is None


def test_an_authority_without_a_code_gets_an_invented_one_that_adds_up() -> None:
    authority = an_authority("XYZ")
    assert operations.uscc_of(authority) == operations.uscc_of(authority)
    authority.uscc = "11100000000013338W"
    assert operations.uscc_of(authority) == "11100000000013338W"


@pytest.mark.parametrize(
    ("start", "valid", "end"),
    [
        (date(2024, 2, 29), {"years": 1}, date(2025, 2, 28)),
        (date(2026, 11, 30), {"months": 3}, date(2027, 2, 28)),
        (date(2026, 3, 2), {"days": 10}, date(2026, 3, 12)),
        (date(2026, 12, 31), {"years": 20}, date(2046, 12, 31)),
        (date(2026, 3, 2), {}, None),
    ],
)
def test_validity_ends_on_the_same_day_of_its_month(
    start: date, valid: dict[str, int], end: date | None
) -> None:
    assert ends_on(start, valid) == end


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 600))
def test_validity_never_ends_before_it_begins(start: date, months: int) -> None:
    end = ends_on(start, {"months": months})
    assert end is not None
    assert end > start
    assert end.day <= start.day


def test_serials_are_not_guessed() -> None:
    assert len({new_serial(at=MONDAY) for _ in range(200)}) == 200
