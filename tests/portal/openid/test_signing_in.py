"""A program sends somebody to the hub and hears who it was."""

import pytest
from django.test import Client

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.identity.test_signing_in import code_on
from tests.portal.openid.programs import ADDRESS, Program, a_program, ask_on, led_back
from tongban.audit.models import Entry
from tongban.identity.models import Permit, Person, Token

pytestmark = pytest.mark.django_db


def test_a_program_hears_who_signed_in(program: Program, phone: Client, ana: Person) -> None:
    back = program.sign_in(phone)
    assert (back["state"], back["iss"]) == (program.state, ADDRESS)
    tokens = program.fetch(back["code"]).json()
    assert tokens["token_type"] == "Bearer"
    claims = program.read(tokens["id_token"])
    assert (claims["iss"], claims["aud"]) == (ADDRESS, program.client_id)
    assert (claims["acr"], claims["amr"], claims["nonce"]) == ("2", ["sms"], program.nonce)
    told = program.userinfo(tokens["access_token"]).json()
    assert told["sub"] == claims["sub"]
    assert (told["name"], told["phone_number"]) == ("Ana Lin", ana.phone)


def test_a_stranger_signs_in_first_and_then_goes_on(program: Program, hub: None) -> None:
    browser, ana = Client(), a_person("Ana Lin")
    asked = program.send(browser)
    assert asked["Location"].startswith("/sign-in/?next=%2Fopenid%2Fgo-on%2F")
    then = browser.get(asked["Location"]).context["next"]
    browser.post("/sign-in/", {"phone": ana.phone, "next": then})
    answer = browser.post("/sign-in/code/", {"code": code_on(ana.phone), "next": then})
    page = browser.get(answer["Location"])
    back = led_back(browser.post("/openid/consent/", {"ask": ask_on(page), "agree": "1"}))
    assert program.fetch(back["code"]).status_code == 200


def test_two_programs_get_two_names_of_one_person(program: Program, phone: Client) -> None:
    other = a_program("Maps")
    names = {one.read(one.tokens(phone)["id_token"])["sub"] for one in (program, other)}
    assert len(names) == 2
    assert program.read(program.tokens(phone)["id_token"])["sub"] in names


def test_a_public_program_needs_no_secret_but_its_verifier(phone: Client) -> None:
    public = a_program(public=True)
    back = public.sign_in(phone)
    assert public.fetch(back["code"], code_verifier="").status_code == 400
    assert public.fetch(back["code"]).status_code == 200


def test_it_is_told_only_what_it_asked_for(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone, scope="openid")
    assert set(program.userinfo(tokens["access_token"]).json()) == {"sub", "acr"}
    assert "refresh_token" not in tokens


def test_it_never_gets_what_it_was_not_registered_for(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone, scope="openid profile platform")
    assert tokens["scope"] == "openid profile"
    assert "birthdate" not in program.userinfo(tokens["access_token"]).json()


def test_tokens_and_secrets_are_kept_as_digests_only(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone)
    kept = str(list(Token.objects.values())) + str(list(Permit.objects.values()))
    assert tokens["access_token"] not in kept
    assert tokens["refresh_token"] not in kept


def test_everything_leaves_a_trace(program: Program, phone: Client) -> None:
    program.renew(program.tokens(phone)["refresh_token"])
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-3:] == [
        "identity.consent_given",
        "identity.permit_given",
        "identity.permit_renewed",
    ]


def test_a_new_level_is_shown_when_it_is_asked_for(
    program: Program, phone: Client, ana: Person
) -> None:
    program.sign_in(phone)
    asked = program.send(phone, acr_values="3")
    assert asked["Location"].startswith("/step-up/?next=%2Fopenid%2Fgo-on%2F")
    assert "level=3" in asked["Location"]
    browser = Client()
    sign_in(browser, ana, level=3)
    back = program.sign_in(browser, acr_values="3")
    assert program.read(program.fetch(back["code"]).json()["id_token"])["acr"] == "3"


def test_who_does_not_show_more_goes_back_with_what_they_showed(
    program: Program, phone: Client
) -> None:
    program.sign_in(phone)
    asked = program.send(phone, acr_values="4 3")
    back = led_back(phone.get(phone.get(asked["Location"]).context["next"]))
    assert program.read(program.fetch(back["code"]).json()["id_token"])["acr"] == "2"


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"max_age": "0"}])
def test_a_program_may_ask_for_a_fresh_sign_in(
    program: Program, phone: Client, ana: Person, wish: dict[str, str]
) -> None:
    program.sign_in(phone)
    asked = program.send(phone, **wish)
    assert asked["Location"].startswith("/sign-in/")
    then = phone.get(asked["Location"]).context["next"]
    assert phone.get(then)["Location"].startswith("/sign-in/")  # nothing new was shown yet
    phone.post("/sign-in/", {"phone": ana.phone, "next": then})
    phone.post("/sign-in/code/", {"code": code_on(ana.phone), "next": then})
    assert "code" in led_back(phone.get(then))


def test_a_silent_try_shows_nothing(program: Program, phone: Client) -> None:
    silently = {"prompt": "none"}
    assert led_back(program.send(Client(), **silently))["error"] == "login_required"
    assert led_back(program.send(phone, **silently))["error"] == "consent_required"
    program.sign_in(phone)
    more = led_back(program.send(phone, **silently, acr_values="3"))
    assert more["error"] == "unmet_authentication_requirements"
    assert more["iss"] == ADDRESS
    assert "code" in led_back(program.send(phone, **silently))


def test_consent_is_asked_once_and_again_for_more(program: Program, phone: Client) -> None:
    program.sign_in(phone, scope="openid profile")
    assert program.send(phone, scope="openid profile").status_code == 302
    assert program.send(phone, scope="openid profile phone").status_code == 200
    assert program.send(phone, scope="openid", prompt="consent").status_code == 200


def test_who_declines_goes_back_without_a_code(program: Program, phone: Client) -> None:
    page = program.send(phone)
    back = led_back(phone.post("/openid/consent/", {"ask": ask_on(page), "decline": "1"}))
    assert back == {"error": "access_denied", **_rest(back)}
    assert "code" not in back


def test_what_was_allowed_can_be_taken_back(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone)
    page = phone.get("/me/allowed/")
    assert "Weather" in page.content.decode()
    number = page.context["allowed"][0]["consent"].pk
    stranger = Client()
    sign_in(stranger, a_person("Ben"))
    assert stranger.post(f"/me/allowed/{number}/take-back/").status_code == 404
    phone.post(f"/me/allowed/{number}/take-back/")
    assert program.userinfo(tokens["access_token"]).status_code == 401
    assert program.renew(tokens["refresh_token"]).status_code == 400
    assert program.send(phone).status_code == 200  # and is asked again


def test_a_request_can_be_posted(program: Program, phone: Client) -> None:
    answer = phone.post("/openid/authorize/", program.asks())
    assert phone.get(answer["Location"], follow=True).status_code == 200


def test_there_is_no_provider_elsewhere(client: Client) -> None:
    for path in ("/.well-known/openid-configuration", "/openid/keys/", "/openid/authorize/"):
        assert client.get(path).status_code == 404
    assert client.post("/openid/token/").status_code == 404


def test_discovery_tells_where_everything_is(program: Program) -> None:
    told = program.wire.get("/.well-known/openid-configuration").json()
    assert told["issuer"] == ADDRESS
    for name, address in told.items():
        if name.endswith(("_endpoint", "jwks_uri")):
            path = address.removeprefix(ADDRESS)
            assert program.wire.get(path).status_code in {200, 302, 400, 401, 405}, name


def _rest(back: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in back.items() if name != "error"}
