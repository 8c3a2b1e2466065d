"""A firm's case goes to a platform that never heard of the firm."""

import pytest

from tests.builders import MONDAY, a_certificate, an_organisation
from tests.cases.crossing import ANSWERS, a_world, the_case, the_service
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tongban.cases import operations
from tongban.cases.queries.party import party_of, whom_to_tell
from tongban.cases.rules import Status
from tongban.identity.models import Actor, Grant, Organisation
from tongban.identity.operations import OrganisationKnown, register_organisation
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db
USCC = "91310104MA1FRTE9XT"


@pytest.fixture
def world() -> World:
    made = a_world(decide={"by": "official"}, audience=["person", "organisation"])
    with made.at(COAST):
        firm = an_organisation("Acme")
        firm.region, firm.uscc = "410100", USCC
        firm.save()
        grant = Grant.objects.create(
            organisation=firm,
            agent=firm.legal_representative,
            kind=GrantKind.LEGAL_REPRESENTATIVE,
            starts_at=MONDAY,
        )
        for kind in ("medins-code", "residence-permit"):
            a_certificate(kind, holder=firm)
        actor = Actor(grant.agent, grant)
        operations.apply(service=the_service(), answers=ANSWERS, by=actor, at=MONDAY)
    with made.at(HUB):  # which knows all firms
        known = an_organisation("Acme")
        known.uscc = firm.uscc
        known.save()
    made.deliver_all()
    return made


def test_the_platform_that_decides_comes_to_know_the_firm(world: World) -> None:
    with world.at(PLAIN):
        case = the_case()
        assert case.status != Status.NOT_ACCEPTED
        assert case.organisation is not None
        assert (case.organisation.name, case.organisation.region) == ("Acme", "410100")
        representative = case.organisation.legal_representative
        assert (representative.name, representative.id_number) == ("Dee", "")
        assert whom_to_tell(case, at=MONDAY) == [representative]
        assert party_of(case).says("organisation", "legal_representative") == "Dee"
    with world.at(HUB):
        assert the_case().organisation == Organisation.objects.get()


def test_nobody_gets_powers_over_a_firm_by_what_another_platform_says(world: World) -> None:
    with world.at(PLAIN):
        assert not Grant.objects.exists()


def test_a_firm_known_from_a_case_can_be_registered_once(world: World) -> None:
    with world.at(PLAIN):
        firm = Organisation.objects.get()
        facts = {
            "name": "Acme of the plain",
            "uscc": firm.uscc,
            "legal_representative": firm.legal_representative,
            "by": firm.legal_representative,
            "at": MONDAY,
        }
        registered = register_organisation(**facts)
        assert (registered.pk, registered.name) == (firm.pk, "Acme of the plain")
        assert Grant.objects.get().agent == firm.legal_representative
        with pytest.raises(OrganisationKnown):
            register_organisation(**facts)
