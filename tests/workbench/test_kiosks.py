"""Setting up the machines of an office."""

import re

import pytest
from django.test import Client

from tests.builders import an_id_service, an_office
from tests.portal.kiosk.machines import a_machine, set_up
from tests.workbench.desk import at_work
from tongban.catalog.rules import Role
from tongban.certificates.models import Kiosk

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"tv_[\w-]{43}")


def test_a_chief_sets_a_machine_up_and_sees_its_secret_once(client: Client) -> None:
    set_up()  # somebody else's
    at_work(client, role=Role.CHIEF)
    service = an_id_service()
    told = {"name": "二号机", "code": "hall-2", "days": "90", "services": [service.code]}
    secret = SECRET.search(client.post("/work/kiosks/", told).content.decode())
    assert secret
    page = client.get("/work/kiosks/").content.decode()
    assert "二号机" in page
    assert "一号机" not in page
    assert not SECRET.search(page)
    machine, kiosk = a_machine(secret[0]), Kiosk.objects.get(verifier__code="hall-2")
    address = f"/work/kiosks/{kiosk.verifier.public_id}/"
    assert client.post(f"{address}services/", {"services": []}).status_code == 200
    client.post(f"{address}end/")
    assert "data-kiosk" not in machine.get("/kiosk/").content.decode()


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
def test_others_find_no_machines_and_a_foreign_chief_not_these(client: Client, role: Role) -> None:
    kiosk, _secret = set_up()
    address = f"/work/kiosks/{kiosk.verifier.public_id}/"
    at_work(client, office=kiosk.office, role=role)
    assert client.get("/work/kiosks/").status_code == 404
    foreign = Client()
    at_work(foreign, office=an_office("Elsewhere"), role=Role.CHIEF)
    assert foreign.post(f"{address}end/").status_code == 404
    assert foreign.get(f"{address}services/").status_code == 404
