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


def test_no_page_with_somebodys_data_stands_there_without_counting_down() -> None:
    kiosk, secret = set_up()
    ana, service = an_applicant(), published_services().get(code=kiosk.services[0])
    case = a_case(by=ana, service=service)
    machine = a_machine(secret)
    machine.post("/kiosk/code/", {"code": a_code(ana.person)})
    for page in ("", "receipt/", "counter/"):
        shown = machine.get(f"/cases/{case.public_id}/{page}").content.decode()
        assert case.reference in shown
        assert 'data-seconds="60"' in shown, page
    for sheet in ("print/", "print/?as=pdf"):  # it has no room for a clock
        answer = machine.get(f"/cases/{case.public_id}/{sheet}")
        assert (answer.status_code, answer["Location"]) == (302, "/kiosk/")


def test_a_dead_end_leads_to_a_code_that_is_gone_with_whoever_had_it() -> None:
    _kiosk, secret = set_up()
    machine = a_machine(secret)
    made = machine.post("/counter-code/", {"dead_end": "search", "query": "护照"}, follow=True)
    assert 'class="square-image"' in made.content.decode()
    assert 'data-seconds="60"' in made.content.decode()
    machine.post("/kiosk/end/")
    assert 'class="square-image"' not in machine.get("/counter-code/").content.decode()
