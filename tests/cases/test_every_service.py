"""Every service of the pack can be done: filled in, handed in, decided, and its result is there."""

from pathlib import Path
from typing import Any

import pytest

from tests.builders import DAY, a_package, a_post
from tests.cases.filing import AT, SERVICES, a_citizen, an_agent, filed, give
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.queries.answers import sourced
from tongban.cases.queries.party import party_of
from tongban.cases.rules import Status
from tongban.cases.rules.package import Package, parsed
from tongban.certificates.rules.identifiers import certificate_identifier_fault

pytestmark = pytest.mark.django_db
SINGLE = [name for name in SERVICES if "bundle" not in a_package(name)]


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.TONGBAN_FILES = tmp_path / "files"


def granted(case: Case) -> Case:
    """Whatever is left to do, done by an officer of the case's office."""
    if case.status == Status.SUBMITTED:
        officer = a_post("Officer", office=case.office)
        case = operations.accept(case=case, by=officer, at=AT + DAY)
        case = operations.begin_review(case=case, by=officer, at=AT + DAY)
        while queries.package_of(case).stages and case.stage != last_stage(case):
            case = operations.finish_stage(case=case, by=officer, at=AT + DAY)
        case = operations.grant(case=case, by=officer, at=AT + 2 * DAY, reason="")
    return Case.objects.get(pk=case.pk)


def last_stage(case: Case) -> str:
    return queries.package_of(case).stages[-1].id


def given(case: Case, package: Package) -> dict[str, Any]:
    """What the result says. A certificate says nothing its kind has no field for."""
    if package.result["kind"] != "certificate":
        assert queries.document_of(case)
        return dict(case.result)
    certificate = case.certificate
    assert certificate is not None
    assert certificate_identifier_fault(certificate.identifier) is None
    known = {field["key"] for field in certificate.type.fields}
    assert certificate.fields.keys() <= known
    own = {"issue_date", "valid_from", "cert_no", "card_no", "passport_no", "uscc"}
    assert own & known <= certificate.fields.keys()
    return dict(certificate.fields)


def expected(case: Case, package: Package) -> set[str]:
    """The fields of the result whose source has something to say."""
    found = set()
    for key, source in package.result["fields"].items():
        if source.startswith("answers."):
            said = case.answers.get(source.removeprefix("answers."))
        elif source.startswith("certificate:"):
            continue
        elif source.startswith(("=", "office.")):
            said = source
        else:
            said = sourced(source, party_of(case), {})
        if said not in (None, ""):
            found.add(key)
    return found


@pytest.mark.parametrize("last", [False, True], ids=["first-choices", "last-choices"])
@pytest.mark.parametrize("name", SINGLE)
def test_it_can_be_done_from_the_form_to_the_result(name: str, last: bool) -> None:
    package = parsed(a_package(name))
    by = a_citizen() if "person" in package.audience else an_agent()

    case = filed(name, by, last=last)
    if case.status == Status.REFUSED:  # by its table, which says why
        assert case.decision_reason
        return
    case = granted(case)

    assert case.status == Status.GRANTED
    result = given(case, package)
    assert {key for key in expected(case, package) if result.get(key) in (None, "")} == set()


@pytest.mark.parametrize("name", SINGLE)
def test_with_an_empty_wallet_it_can_be_handed_in_too(name: str) -> None:
    package = parsed(a_package(name))
    sources = [q.prefill for q in package.questions.values() if q.locked]
    assert not [source for source in sources if source.startswith("certificate:")]
    case = filed(name, a_citizen(), keep=False)
    assert case.submitted_at == AT


@pytest.mark.parametrize(
    "name", [name for name in SERVICES if "organisation" in parsed(a_package(name)).audience]
)
def test_an_agent_can_do_it_for_a_firm(name: str) -> None:
    agent = an_agent()
    case = granted(filed(name, agent))
    assert case.organisation == agent.organisation
    if case.certificate:
        assert case.certificate.organisation == agent.organisation


def test_a_firm_that_founds_another_keeps_its_own_licence() -> None:
    agent = an_agent()
    assert agent.organisation is not None
    give("bizlicense", agent.organisation, {"name": "Acme"})
    case = granted(filed("company-setup", agent))
    assert case.certificate is not None
    assert case.certificate.replaces is None
    assert agent.organisation.certificates.live().filter(type=case.certificate.type).count() == 2
