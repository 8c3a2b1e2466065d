"""My choice of how messages reach me."""

import re

import pytest

from tests.builders import a_person
from tests.doors import sign_in
from tongban.messages.models import Delivery
from tongban.messages.queries import push_devices_of, wishes_of
from tongban.messages.rules import Kind

pytestmark = pytest.mark.django_db
HOW = "/messages/how/"
ALL = {kind.value: ["sms", "email"] for kind in Kind}


def test_a_choice_is_kept_and_shown_again(client) -> None:
    ana = a_person()
    sign_in(client, ana)
    told = {**ALL, "progress": [], "quiet_since": "21:00", "quiet_until": "08:00"}
    answer = client.post(HOW, told, follow=True)
    assert answer.status_code == 200
    kept = wishes_of(ana)
    assert kept.channels["progress"] == []
    assert str(kept.quiet_since) == "21:00:00"
    assert 'value="21:00"' in answer.content.decode()


def test_without_a_way_for_what_needs_me_nothing_is_kept_and_what_i_chose_stays(client) -> None:
    ana = a_person()
    sign_in(client, ana)
    answer = client.post(HOW, {"quiet_since": "21:00", "quiet_until": "08:00"})
    assert answer.status_code == 422
    assert 'value="21:00"' in answer.content.decode()
    assert wishes_of(ana).pk is None


def test_an_address_is_mine_after_i_opened_the_link_and_pressed_the_button(client) -> None:
    ana = a_person()
    sign_in(client, ana)
    client.post(f"{HOW}email/", {"email": "ana@example.org"})
    link = re.findall(r"http://testserver(\S+)", Delivery.objects.get().body)[0]
    client.get(link)
    assert wishes_of(ana).email == ""
    client.post(link)
    assert wishes_of(ana).email == "ana@example.org"


def test_a_bad_address_stays_in_its_field_with_a_sentence(client) -> None:
    sign_in(client, a_person())
    answer = client.post(f"{HOW}email/", {"email": "ana@"})
    assert answer.status_code == 422
    assert 'value="ana@"' in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_browser_of_an_unknown_service_is_refused(client) -> None:
    ana = a_person()
    sign_in(client, ana)
    told = {"endpoint": "https://evil.example/1", "p256dh": "BA", "auth": "AA"}
    assert client.post(f"{HOW}device/", told).status_code == 422
    assert not push_devices_of(ana)


def test_notifications_are_offered_only_where_there_is_a_service(client, settings) -> None:
    sign_in(client, a_person())
    assert "data-push=" not in client.get(HOW).content.decode()
    settings.PUSH_SERVICES = ["push.example"]
    assert "data-push=" in client.get(HOW).content.decode()
