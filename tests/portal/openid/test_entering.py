"""Somebody of a province signs in at the hub and comes back."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.utils.timezone import now
from joserfc import jwt

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.identity.test_signing_in import code_on
from tests.portal.openid.places import Browser, Heard, Net, address_of, at
from tests.portal.openid.programs import ask_on, unsigned
from tongban.crypto.signing_keys import signing_key
from tongban.identity import tasks
from tongban.identity.models import Link, Person, SignIn
from tongban.identity.rules import Method

pytestmark = pytest.mark.django_db


def onward(page: HttpResponse) -> str:
    return unescape(re.findall(r'content="0; url=([^"]+)"', page.content.decode())[0])


def whose(browser: Browser, name: str) -> SignIn | None:
    with at(name):
        public_id = browser.client(name).session.get("portal")
        return (
            SignIn.objects.filter(public_id=public_id, ended_at=None).first() if public_id else None
        )


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
    from tongban.federation.models import Outgoing
    from tongban.federation.rules import Event
    from tongban.identity.inbound import session_ended

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
    from tongban.federation.rules import Event
    from tongban.identity.inbound import session_ended

    at_hub.open("north", "/enter/")
    with at("middle"):
        data = {"sid": whose_sid(at_hub)}
        session_ended(
            Event(a_person().public_id, "session.ended", "south", "x", data, now(), now())
        )
    assert whose(at_hub, "middle") is not None


def whose_sid(browser: Browser) -> str:
    found = whose(browser, "north")
    assert found is not None
    return found.hub_session


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "http://evil.test"},
        {"aud": "south"},
        {"events": {}},
        {"nonce": "x"},
        {"exp": 1},
        {"iat": 1},
        {"sid": None},
        {"jti": None},
        {"typ": "JWT"},
        {"key": "north"},
        {"alg": "none"},
    ],
)
def test_a_forged_logout_signs_nobody_out(at_hub: Browser, change: dict[str, object]) -> None:
    at_hub.open("north", "/enter/")
    token = a_logout(whose_sid(at_hub), **change)
    assert at_hub.post("north", "/openid/logout/", {"logout_token": token}).status_code == 400
    assert whose(at_hub, "north") is not None


def test_a_real_logout_signs_out_and_may_come_twice(at_hub: Browser) -> None:
    at_hub.open("north", "/enter/")
    token = a_logout(whose_sid(at_hub))
    for _ in range(2):
        assert at_hub.post("north", "/openid/logout/", {"logout_token": token}).status_code == 200
    assert whose(at_hub, "north") is None


def a_logout(
    session: str, *, typ: str = "logout+jwt", key: str = "middle", alg: str = "", **change
) -> str:
    at_ = int(now().timestamp())
    claims = {
        "iss": address_of("middle"),
        "aud": "north",
        "iat": at_,
        "exp": at_ + 60,
        "jti": "one",
        "sid": session,
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    } | change
    claims = {name: value for name, value in claims.items() if value is not None}
    with at(key):
        signer = signing_key(at=now())
        if alg == "none":
            return unsigned({"typ": typ}, claims)
        return jwt.encode(
            {"alg": "ES256", "kid": signer.kid, "typ": typ}, claims, signer, algorithms=["ES256"]
        )


def test_a_link_of_somebody_else_signs_nobody_in(at_hub: Browser, net: Net) -> None:
    """Session fixation: the attacker's own way back, opened in the victim's browser."""
    at_hub.open("north", "/enter/?next=/", stop_at="/openid/callback/")
    at_hub.get(f"{address_of('middle')}/")
    back = _way_back(at_hub)
    victim = Browser(net)
    assert victim.get(back).status_code == 400
    assert whose(victim, "north") is None
    assert at_hub.get(back).status_code == 302  # still good for its own browser
    assert at_hub.get(back).status_code == 400  # once


def test_an_answer_of_another_provider_is_not_taken(at_hub: Browser) -> None:
    back = _way_back(at_hub)
    assert (
        at_hub.get(back.replace("iss=http%3A%2F%2Fmiddle", "iss=http%3A%2F%2Fevil")).status_code
        == 400
    )
    assert whose(at_hub, "north") is None


def test_an_answer_without_issuer_is_not_taken(at_hub: Browser) -> None:
    assert at_hub.get(_way_back(at_hub).partition("&iss=")[0]).status_code == 400


def _way_back(browser: Browser) -> str:
    answer = browser.open("north", "/enter/?next=/", stop_at="/openid/callback/")
    return str(answer["Location"])


def _swap(net: Net, **change: object) -> None:
    """Another ID token arrives than the hub signed, made by somebody without its key or with it."""

    def spoil(path: str, heard: Heard) -> Heard:
        if path != "/openid/token/":
            return heard
        body = json.loads(heard.body)
        claims = jwt.decode(body["id_token"], _hubs_key()).claims
        key, alg = change.pop("key", "middle"), change.pop("alg", "ES256")
        claims |= change
        with at(str(key)):
            signer = signing_key(at=now())
        if alg == "none":
            body["id_token"] = unsigned({}, claims)
        else:
            header = {"alg": alg, "kid": signer.kid}
            body["id_token"] = jwt.encode(header, claims, signer, algorithms=["ES256"])
        return Heard(200, json.dumps(body).encode())

    net.spoil = spoil


def _hubs_key():
    with at("middle"):
        return signing_key(at=now())


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"aud": "south"},
        {"aud": ["north", "south"]},
        {"iss": "http://evil.test"},
        {"exp": 1},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"sub": "somebody-else"},
        {"auth_time": None},
        {"key": "south"},
        {"alg": "none"},
    ],
)
def test_an_id_token_that_is_not_right_signs_nobody_in(
    at_hub: Browser, net: Net, change: dict[str, object]
) -> None:
    back = _way_back(at_hub)
    _swap(net, **change)
    assert at_hub.get(back).status_code == 400
    assert whose(at_hub, "north") is None


def test_a_lower_level_than_asked_for_counts_as_what_it_is(at_hub: Browser, net: Net) -> None:
    answer = at_hub.open("north", "/enter/?level=3&next=/", stop_at="/openid/callback/")
    _swap(net, acr="1")
    at_hub.get(answer["Location"])
    assert whose(at_hub, "north").level == 1


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
    from tongban.federation.models import Peer

    Peer.objects.filter(name="north").update(revoked=True)
    with at("north"):
        pass
    answer = browser.open("north", "/enter/?next=/services/")
    assert browser.way[-1] == "north/sign-in/"
    assert answer.status_code == 200


def test_an_assertion_is_taken_once(at_hub: Browser, net: Net) -> None:
    from tongban.identity.models import UsedAssertion

    at_hub.open("north", "/enter/")
    assert UsedAssertion.objects.count() == 2  # the request, and the code
