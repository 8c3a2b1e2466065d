"""Clients, consents, permits and machines: what works, what is refused, and what only one may win."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.builders import MONDAY, a_person
from tests.identity.test_races import at_once
from tongban.audit.queries import trail_of
from tongban.core.refusal import Refusal
from tongban.federation.models import Peer
from tongban.identity import operations, tasks
from tongban.identity.models import (
    Client,
    Consent,
    DeviceAsk,
    Link,
    Permit,
    Person,
    SignIn,
    Token,
    UsedAssertion,
)
from tongban.identity.operations import openid
from tongban.identity.operations.openid.tokens import Given
from tongban.identity.queries import openid as queries
from tongban.identity.rules import Door, Level, Method, Party, TokenKind

BACK = "https://app.test/back"


def registered(**more: Any) -> Party:
    client, _secret = openid.register_client(
        name="Weather",
        redirect_uris=[BACK],
        scopes=["profile"],
        by=a_person("Operator"),
        at=MONDAY,
        **more,
    )
    found = queries.party(client.client_id)
    assert found is not None
    return found


def a_sign_in() -> SignIn:
    return operations.open_sign_in(
        person=a_person("Ana"),
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level.MATCHED,
        device="Test",
        at=MONDAY,
    )


def given(party: Party) -> Given:
    return Given(uuid4(), party.client_id, "openid profile", Level.MATCHED)


def some_tokens() -> dict[str, str]:
    return {f"{kind}_token": f"{kind}_{uuid4()}" for kind in TokenKind.values}


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_a_program_is_registered_and_ended(self) -> None:
        party = registered()
        assert [each.action for each in trail_of(f"client/{party.client_id}")] == [
            "identity.client_registered"
        ]
        openid.end_client(client_id=party.client_id, by=a_person(), at=MONDAY)
        assert queries.party(party.client_id) is None
        with pytest.raises(openid.ClientEnded):
            openid.end_client(client_id=party.client_id, by=a_person(), at=MONDAY)

    @pytest.mark.parametrize(
        "address",
        [
            "http://app.test/back",
            "https://app.test/*",
            "https://app.test/back#x",
            "javascript:alert(1)",
            "ftp://app.test/",
            "app.test",
            "",
        ],
    )
    def test_a_program_with_an_unsafe_address_is_refused(self, address: str) -> None:
        with pytest.raises(openid.AddressFaulty):
            openid.register_client(
                name="Odd", redirect_uris=[address], scopes=[], by=a_person(), at=MONDAY
            )
        assert not Client.objects.exists()

    @pytest.mark.parametrize(
        "address", ["https://app.test/b?x=1", "http://127.0.0.1:9/b", "com.example.app:/back"]
    )
    def test_addresses_of_sites_apps_and_this_machine_will_do(self, address: str) -> None:
        openid.register_client(
            name="Good", redirect_uris=[address], scopes=[], by=a_person(), at=MONDAY
        )

    def test_a_consent_is_given_taken_back_and_given_again(self) -> None:
        party, sign_in = registered(), a_sign_in()
        consent = openid.give_consent(party=party, scope="openid", sign_in=sign_in, at=MONDAY)
        openid.withdraw_consent(consent=consent, at=MONDAY)
        assert not queries.has_consented(sign_in.person, party, "openid")
        with pytest.raises(openid.NothingAllowed):
            openid.withdraw_consent(consent=consent, at=MONDAY)
        openid.give_consent(party=party, scope="profile", sign_in=sign_in, at=MONDAY)
        assert Consent.objects.get().scopes == ["profile"]  # what was taken back stays away
        trail = [entry.action for entry in trail_of(consent.ref)]
        assert trail == [
            "identity.consent_given",
            "identity.consent_withdrawn",
            "identity.consent_given",
        ]

    def test_a_code_of_an_ended_sign_in_gives_nothing(self) -> None:
        party, sign_in = registered(), a_sign_in()
        operations.end_sign_in(sign_in=sign_in, by=sign_in.person, at=MONDAY)
        with pytest.raises(openid.SignInOver):
            openid.issue_tokens(
                given=given(party), sign_in=sign_in, tokens=some_tokens(), at=MONDAY
            )
        assert not Token.objects.exists()

    def test_a_machine_that_was_answered_cannot_be_answered_again(self) -> None:
        codes = {"device_code": "d", "user_code": "WDJB-MJHT"}
        ask = openid.ask_for_device(
            client_id="x", scope="openid", codes=codes, source="1.2.3.4", at=MONDAY
        )
        sign_in = a_sign_in()
        openid.answer_device(ask=ask, allowed=False, sign_in=sign_in, at=MONDAY)
        with pytest.raises(openid.DeviceGone):
            openid.answer_device(ask=ask, allowed=True, sign_in=sign_in, at=MONDAY)
        assert DeviceAsk.objects.get().allowed is False
        with pytest.raises(openid.DeviceGone):
            openid.find_device(user_code="WDJB-MJHT", sign_in=sign_in, at=MONDAY)

    def test_what_is_too_old_is_forgotten(self) -> None:
        party, sign_in = registered(), a_sign_in()
        openid.issue_tokens(given=given(party), sign_in=sign_in, tokens=some_tokens(), at=MONDAY)
        openid.use_assertion(client_id="x", jti="1", until=MONDAY, at=MONDAY)
        codes = {"device_code": "d", "user_code": "WDJB-MJHT"}
        openid.ask_for_device(client_id="x", scope="", codes=codes, source="s", at=MONDAY)
        tasks.tidy(at=MONDAY + timedelta(days=60))
        left = [m.objects.count() for m in (Token, UsedAssertion, DeviceAsk, Permit, SignIn)]
        assert left == [0, 0, 0, 1, 1]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_code_gives_one_permit(self) -> None:
        party, sign_in = registered(), a_sign_in()
        code = given(party)

        def use() -> None:
            openid.issue_tokens(given=code, sign_in=sign_in, tokens=some_tokens(), at=MONDAY)

        assert at_once(use) == 1
        assert Permit.objects.count() == 1
        assert Token.objects.count() == 2

    def test_a_refresh_token_is_renewed_once(self) -> None:
        party, sign_in = registered(), a_sign_in()
        openid.issue_tokens(given=given(party), sign_in=sign_in, tokens=some_tokens(), at=MONDAY)
        token = Token.objects.select_related("permit__person").get(kind=TokenKind.REFRESH)

        def renew() -> None:
            openid.renew_tokens(token=token, tokens=some_tokens(), at=MONDAY)

        assert at_once(renew) == 1
        assert Token.objects.count() == 4

    def test_an_assertion_is_used_once(self) -> None:
        def use() -> None:
            if not openid.use_assertion(client_id="x", jti="1", until=MONDAY, at=MONDAY):
                raise Used

        assert at_once(use) == 1

    def test_events_about_somebody_new_make_one_person(self) -> None:
        Peer.objects.create(name="middle", role="hub", address="http://127.0.0.1:1")
        subject = {"sub": "what-the-hub-says", "name": "Ana", "phone": "13800138000"}

        def hear() -> None:
            operations.person_from(subject=subject, source="middle", at=MONDAY)

        assert at_once(hear) == 12
        assert Person.objects.count() == Link.objects.count() == 1
        connection.close()


class Used(Refusal):
    code = "used_in_a_test"
    message = "Used before."
