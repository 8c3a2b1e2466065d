from uuid import uuid4

import pytest

from tests.api.programs import is_problem, program_of
from tests.builders import a_certificate, a_person, an_actor
from tongban.identity.models import Actor

WALLET = "/api/v1/certificates"
pytestmark = pytest.mark.django_db


def test_holders_see_their_certificates_and_what_they_say() -> None:
    ana = a_person("Ana")
    certificate = a_certificate(holder=ana, name="Ana")
    program = program_of(Actor(ana))

    said = program.get(WALLET).json()
    assert said["total"] == 1
    assert said["items"][0]["identifier"] == certificate.identifier
    assert said["items"][0]["type"] == "idcard"
    assert said["items"][0]["synthetic"] is True
    whole = program.get(f"{WALLET}/{certificate.public_id}").json()
    assert whole["fields"] == {"name": "Ana"}


def test_ben_never_sees_that_anas_certificate_exists() -> None:
    certificate, ben = a_certificate(holder=a_person("Ana")), program_of(an_actor("Ben"))
    assert ben.get(WALLET).json() == {"items": [], "total": 0}
    theirs = ben.get(f"{WALLET}/{certificate.public_id}")
    nothing = ben.get(f"{WALLET}/{uuid4()}")
    assert is_problem(theirs, 404, "not_found")
    assert theirs.content == nothing.content


def test_an_id_of_another_shape_is_explained() -> None:
    answer = program_of(an_actor()).get(f"{WALLET}/not-an-id")
    assert is_problem(answer, 422, "invalid_request")
