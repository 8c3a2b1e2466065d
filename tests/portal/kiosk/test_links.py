"""What somebody opens at a machine in a hall leads where it says, not back to the start."""

import pytest

from tests.builders import a_case, an_applicant
from tests.portal.kiosk.machines import a_code, a_machine, set_up
from tongban.catalog.queries import published_services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


@pytest.mark.parametrize("text", ["/privacy/", "/accessibility/", "/about-data/"])
def test_the_texts_at_the_foot_of_every_page_are_read_there(text: str) -> None:
    _kiosk, secret = set_up()
    assert a_machine(secret).get(text).status_code == 200


def test_a_form_is_printed_there_on_the_way_to_a_counter() -> None:
    kiosk, secret = set_up()
    ana, service = an_applicant(), published_services().get(code=kiosk.services[0])
    case = a_case(by=ana, service=service)
    machine = a_machine(secret)
    machine.post("/kiosk/code/", {"code": a_code(ana.person)})
    for page in ("counter", "print"):
        answer = machine.get(f"/cases/{case.public_id}/{page}/")
        assert (answer.status_code, case.reference in answer.content.decode()) == (200, True), page
