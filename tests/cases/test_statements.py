"""How many statements the hot paths cost. A change here is a change of speed for a province."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    ANSWERS,
    MONDAY,
    a_case,
    an_applicant,
    an_id_service,
    an_office,
)
from tongban.cases import operations, queries


def statements(deed: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as spent:
        deed()
    return [query["sql"].split()[0] for query in spent.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_applying_in_one_go_takes_eight_statements_at_most() -> None:
    an_office()
    service, ana = an_id_service(), an_applicant()
    a_case(by=ana, service=service)  # the offices and the package are read once per process
    spent = statements(
        lambda: operations.apply(
            service=service, answers=ANSWERS, by=ana, at=MONDAY, idempotency_key="a"
        )
    )
    assert spent[0].startswith("BEGIN")
    assert spent[-1] == "COMMIT"
    assert spent[1] == "SELECT"
    # The case, its material, step, message and audit line travel together where they can.
    assert spent[2:-1] == (["WITH"] if connection.vendor == "postgresql" else ["INSERT"] * 5)


@pytest.mark.django_db(transaction=True)
def test_submitting_a_draft_takes_eleven_statements_at_most() -> None:
    an_office()
    service, ana = an_id_service(), an_applicant()
    case = operations.start(service=service, by=ana, at=MONDAY)
    operations.save_draft(case=case, answers=ANSWERS, by=ana, at=MONDAY)
    assert len(statements(lambda: operations.submit(case=case, by=ana, at=MONDAY))) <= 11


@pytest.mark.django_db
def test_a_case_page_takes_few_queries() -> None:
    an_office()
    ana = an_applicant()
    a_case(by=ana)
    spent = statements(lambda: list(queries.cases_of(ana)))
    case = queries.cases_of(ana).get()
    queries.package_of(case)
    spent += statements(lambda: queries.timeline(case, at=MONDAY))
    spent += statements(lambda: queries.materials(case, at=MONDAY))
    assert len(spent) <= 5
