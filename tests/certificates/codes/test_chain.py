"""Whoever lost a power has no code for the firm: neither they nor those whom they appointed."""

from datetime import timedelta

import pytest

from tests.builders import PACK, a_person, a_post
from tests.certificates.codes.phones import AT
from tests.certificates.codes.test_issuing import fetch
from tests.identity.test_firms import a_firm, chief_of, give
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.certificates import operations
from tongban.certificates.rules import codes
from tongban.identity.models import Actor
from tongban.identity.operations import revoke_grant
from tongban.identity.rules import GrantKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


def test_removing_a_manager_refuses_the_codes_of_the_agents_below_at_once() -> None:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    told = {"names": {"zh": "大厅"}, "scene": "hall-sign-in", "fields": ["firm"]}
    gate, _key = operations.register_verifier(
        code="hall", until=AT + timedelta(days=1), by=a_post("Chief"), at=AT, **told
    )
    firm = a_firm()
    manager = give(chief_of(firm), a_person("Mei"), GrantKind.MANAGER)
    agent = give(Actor(manager.agent, manager), a_person("Ben"))
    ((device, credential),) = fetch(Actor(agent.agent, agent))

    text = codes.presented(credential, device, at=AT)
    seen = operations.check_code(text=text, by=gate, at=AT)
    assert (seen.verdict.outcome, seen.fields) == ("accepted", {"firm": firm.name})

    revoke_grant(grant=manager, by=chief_of(firm), at=AT)

    at = AT + timedelta(seconds=1)
    text = codes.presented(credential, device, at=at)
    seen = operations.check_code(text=text, by=gate, at=at)
    assert (seen.verdict.reason, seen.fields) == ("revoked", {})
