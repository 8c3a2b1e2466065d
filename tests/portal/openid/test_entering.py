"""Somebody of a province signs in at the hub and comes back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.identity.test_signing_in import code_on
from tests.portal.openid.places import Browser, Net, at, onward, whose, whose_sid
from tests.portal.openid.programs import ask_on
from tongban.federation.models import Outgoing, Peer
from tongban.federation.rules import Event
from tongban.identity import tasks
from tongban.identity.inbound import session_ended
from tongban.identity.models import Link, Person, SignIn, UsedAssertion
from tongban.identity.rules import Method

pytestmark = pytest.mark.django_db


def test_the_first_time_the_hub_asks_and_the_second_time_it_does_not(
    browser: Browser, ana: Person
) -> None:
    with at("middle"):
        sign_in(browser.client("middle"), ana, level=3)
    page = browser.open("north", "/enter/?next=/services/")
    assert browser.way[-1] == "middle/openid/go-on/"
    done = browser.post("middle", "/openid/consent/", {"ask": ask_on(page), "agree": "1"})
    back = browser.get(onward(done))
    assert back["Location"] == "/services/"
    for name in ("north", "south"):
        assert browser.open(name, "/enter/?next=/services/").status_code == 200
        assert browser.way[-1] == f"{name}/services/"
    found = whose(browser, "south")
    assert found is not None
    assert (found.method, found.level) == (Method.HUB, 3)


def test_a_person_is_known_again_and_under_another_name_at_each_node(at_hub: Browser) -> None:
    for name in ("north", "south", "north"):
        at_hub.open(name, "/enter/")
    subjects = set(Link.objects.filter(issuer="middle").values_list("subject", flat=True))
    assert len(subjects) == 2  # both nodes share one table here, and still cannot tell


def test_the_level_is_what_the_hub_says_and_more_is_shown_there(
    browser: Browser, ana: Person, at_hub: Browser
) -> None:
    with at("middle"):
        SignIn.objects.update(level=2)
    browser.open("north", "/enter/")
    assert whose(browser, "north").level == 2
    page = browser.open("north", "/step-up/?level=3&next=/cases/")
    assert "/enter/?level=3&amp;next=/cases/" in page.content.decode()
    browser.open("north", "/enter/?level=3&next=/cases/")
    assert browser.way[-1] == "middle/step-up/"
    with at("middle"):
        SignIn.objects.filter(hub_session="").update(level=3, level_at=now())
    browser.open("north", "/enter/?level=3&next=/cases/")
    assert whose(browser, "north").level == 3
    assert SignIn.objects.exclude(hub_session="").filter(ended_at=None).count() == 1


def test_nobody_reaches_level_three_at_a_node_itself(net: Net, ana: Person) -> None:
    browser = Browser(net)
    with at("north"):
        sign_in(browser.client("north"), ana, level=2)
    page = browser.open("north", "/step-up/?level=3&next=/")
    assert "presence" not in page.content.decode()
    answer = browser.post("north", "/step-up/presence/", {"level": "3"})
    assert answer.context["refusal"].code == "no_presence_check"


def test_signing_out_at_a_node_signs_out_at_the_hub_and_the_other_nodes(at_hub: Browser) -> None:
    at_hub.open("north", "/enter/")
    at_hub.open("south", "/enter/")
    at_hub.post("north", "/sign-out/", {})
    assert whose(at_hub, "north") is None
    told = Outgoing.objects.get(topic="session.ended", to="middle")
    with at("middle"):
        event = Event(told.event_id, told.topic, "north", told.about, told.data, now(), now())
        session_ended(event)
        session_ended(event)  # doubles do no harm
        assert tasks.tell_of_logouts(at=now()) == 2
    assert whose(at_hub, "middle") is None
    assert whose(at_hub, "south") is None


def test_one_node_cannot_end_what_another_one_was_given(at_hub: Browser) -> None:
    at_hub.open("north", "/enter/")
    with at("middle"):
        data = {"sid": whose_sid(at_hub)}
        session_ended(
            Event(a_person().public_id, "session.ended", "south", "x", data, now(), now())
        )
    assert whose(at_hub, "middle") is not None


def test_language_and_text_size_come_along_unless_chosen_here_later(
    at_hub: Browser, ana: Person
) -> None:
    chosen = now() - timedelta(days=1)
    Person.objects.filter(pk=ana.pk).update(elder=True, language="ko", preferred_at=chosen)
    at_hub.open("north", "/enter/")
    with at("north"):
        here = whose(at_hub, "north").person
    assert (here.elder, here.language) == (True, "ko")


def test_a_stranger_signs_in_at_the_hub_by_phone(browser: Browser) -> None:
    page = browser.open("north", "/enter/?next=/services/")
    assert browser.way[-1] == "middle/sign-in/"
    then = page.context["next"]
    browser.post("middle", "/sign-in/", {"phone": "13800138000", "next": then})
    with at("middle"):
        code = code_on("13800138000")
    answer = browser.post("middle", "/sign-in/code/", {"code": code, "next": then})
    page = browser.open("middle", answer["Location"])
    done = browser.post("middle", "/openid/consent/", {"ask": ask_on(page), "agree": "1"})
    browser.get(onward(done))
    assert whose(browser, "north").level == 1


def test_an_unknown_platform_is_not_served(net: Net, browser: Browser) -> None:
    Peer.objects.filter(name="north").update(revoked=True)
    answer = browser.open("north", "/enter/?next=/services/")
    assert browser.way[-1] == "north/sign-in/"
    assert answer.status_code == 200


def test_an_assertion_is_taken_once(at_hub: Browser, net: Net) -> None:
    at_hub.open("north", "/enter/")
    assert UsedAssertion.objects.count() == 2  # the request, and the code
