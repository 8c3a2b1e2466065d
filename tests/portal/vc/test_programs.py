"""Programs of others and other platforms ask our wallet; nobody who is not registered is heard."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils.timezone import now

from tests.certificates.codes.test_nodes import a_peer
from tests.portal.vc import counters, wallets
from tests.portal.vc.conftest import ROOT
from tests.portal.vc.counters import asked, opened, pressed
from tongban.catalog.models import Post
from tongban.certificates import operations, providers, queries
from tongban.certificates.models import Certificate
from tongban.certificates.operations import ProgramFaulty
from tongban.certificates.rules.presentations import Program
from tongban.crypto import request_objects, sd_jwt
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
CLIENT = f"redirect_uri:{ROOT}/answer"


def program(post: Post, **more: Any) -> None:
    told = {"code": "rent", "names": {"zh": "某租车"}, "scene": "car-rental"}
    told |= {"certificates": {"drvlicense": ["name", "class"]}}
    counters.a_verifier(post, **(told | {"program": Program(ROOT, CLIENT)} | more))


def link(*claims: str, **more: Any) -> str:
    query = {
        "credentials": [
            {
                "id": "licence",
                "format": "dc+sd-jwt",
                "meta": {"vct_values": [f"{wallets.ISSUER}/vc/types/drvlicense/"]},
                "claims": [{"path": [each]} for each in claims],
            }
        ]
    }
    told = {
        "client_id": CLIENT,
        "response_type": "vp_token",
        "response_mode": "direct_post",
        "response_uri": f"{ROOT}/answer",
        "nonce": "n-1",
        "state": "s-1",
        "dcql_query": json.dumps(query),
    }
    return f"openid4vp://?{urlencode(told | more)}"


def test_a_registered_program_of_somebody_else_gets_an_answer(
    licence: Certificate, post: Post, sent: list[Any]
) -> None:
    program(post)
    phone, page = opened(licence.person, link("class"))
    assert "某租车" in page.text
    done = pressed(phone, page)
    assert f'href="{ROOT}/thanks"' in done.text
    ((address, form),) = sent
    assert (address, form["state"]) == (f"{ROOT}/answer", "s-1")
    (text,) = json.loads(form["vp_token"])["licence"]
    keys = [key.public for key in providers.counting_keys(at=now())]
    seen = sd_jwt.read(text, keys=keys, at=datetime.now(UTC), audience=CLIENT, nonce="n-1")
    assert seen.disclosed == {"class"}
    assert seen.claims["class"] == "C1"
    (line,) = accesses_to(licence.person)
    assert (line.fields, line.office) == (["drvlicense.class"], {"zh": "某租车"})
    assert line.matter["zh"] == "租车时核验驾驶资格"


def test_who_is_not_registered_or_asks_too_much_is_not_heard(
    licence: Certificate, post: Post, sent: list[Any]
) -> None:
    program(post)
    holder = licence.person
    wrong = [
        (link("class", client_id="redirect_uri:https://evil.example/"), "invalid_client"),
        (link("class", response_uri="https://evil.example/"), "invalid_request"),
        (link("class", response_uri=f"{ROOT}.evil.example/answer"), "invalid_request"),
        (link("class", response_mode="fragment"), "invalid_request"),
        (link("class", nonce=""), "invalid_request"),
        (link("class", dcql_query="[]"), "invalid_request"),
        (link("class", dcql_query="{"), "invalid_request"),
        (link("class", transaction_data="x"), "invalid_transaction_data"),
        (link("certificate_identifier"), "beyond_purpose"),
        (link("photo"), "beyond_purpose"),
        ("openid4vp://?client_id=x&request_uri=http://169.254.169.254/", "invalid_client"),
        (
            f"openid4vp://?client_id=x&request_uri={wallets.ISSUER}/vc/requests/x/",
            "invalid_request",
        ),
    ]
    for each, code in wrong:
        _phone, page = opened(holder, each)
        assert (page.status_code, page.context["error"]) == (422, code), each
    operations.end_verifier(verifier=queries.verifiers_of(post)[0], by=post, at=now())
    _phone, page = opened(holder, link("class"))
    assert page.context["error"] == "invalid_client"
    assert not sent
    assert not accesses_to(holder)


def test_a_signed_request_is_fetched_from_its_registered_address_only(
    licence: Certificate, post: Post, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = request_objects.own_client_id(at=now())  # as if it were their certificate
    program(post, program=Program(ROOT, name))
    told = dict(part.split("=", 1) for part in link("class").partition("?")[2].split("&"))
    claims = {
        "client_id": name,
        "response_type": "vp_token",
        "response_mode": "direct_post",
        "response_uri": f"{ROOT}/answer",
        "nonce": "n-1",
        "exp": int((now() + timedelta(minutes=1)).timestamp()),
        "dcql_query": json.loads(
            counters.parse_qs(link("class").partition("?")[2])["dcql_query"][0]
        ),
    }
    assert told
    texts = {f"{ROOT}/r": request_objects.sign(claims, at=now())}
    texts[f"{ROOT}/old"] = request_objects.sign(claims | {"exp": 1}, at=now())
    texts[f"{ROOT}/junk"] = "x.y.z"
    asked_for: list[str] = []

    def fetch_request(uri: str) -> str:
        asked_for.append(uri)
        return texts[uri]

    monkeypatch.setattr(providers, "fetch_request", fetch_request)

    def page_of(uri: str) -> Any:
        return opened(
            licence.person, f"openid4vp://?{urlencode({'client_id': name, 'request_uri': uri})}"
        )

    phone, page = page_of(f"{ROOT}/r")
    assert pressed(phone, page).status_code == 200
    assert len(sent) == 1
    for uri in (f"{ROOT}/old", f"{ROOT}/junk"):
        assert page_of(uri)[1].context["error"] == "invalid_request"
    before = list(asked_for)
    for uri in (f"{ROOT}.evil.example/", "http://127.0.0.1:1/", f"{ROOT}/../x", f"{ROOT}/%2e%2e/x"):
        assert page_of(uri)[1].context["error"] == "invalid_client"
    assert asked_for == before


@pytest.mark.parametrize(
    ("address", "client_id"),
    [
        ("ftp://rent.example", "redirect_uri:ftp://rent.example"),
        ("http://rent.example", "redirect_uri:http://rent.example"),
        (ROOT, "redirect_uri:https://other.example/"),
        (ROOT, "x509_hash:short"),
        (ROOT, "somebody"),
        ("", CLIENT),
    ],
)
def test_a_program_has_an_address_and_a_name_that_fits(
    post: Post, address: str, client_id: str
) -> None:
    with pytest.raises(ProgramFaulty):
        program(post, program=Program(address, client_id))


def test_another_platform_asks_for_its_verifier_within_what_our_scene_allows(
    card: Certificate, post: Post, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    west = a_peer(since=now() - timedelta(hours=1))
    question = asked(counters.a_verifier(post), post)  # as it would be signed in the west
    claims = dict(request_objects.read(question.request).claims)
    claims["response_uri"] = f"{west.address}/vc/responses/{question.public_id}/"
    texts = {
        "good": request_objects.sign(claims, at=now()),
        "scene": request_objects.sign(
            claims | {"verifier_info": [{"format": "tongban-verifier", "data": {"scene": "x"}}]},
            at=now(),
        ),
        "away": request_objects.sign(claims | {"response_uri": f"{ROOT}/answer"}, at=now()),
    }
    monkeypatch.setattr(providers, "fetch_request", lambda uri: texts[uri.rpartition("/")[2]])
    theirs = [True]
    monkeypatch.setattr(providers, "is_key_of", lambda _platform, _key: theirs[0])

    def page_of(name: str) -> Any:
        told = {"client_id": question.client_id, "request_uri": f"{west.address}/{name}"}
        return opened(card.person, f"openid4vp://?{urlencode(told)}")

    assert page_of("scene")[1].context["error"] == "invalid_request"
    assert page_of("away")[1].context["error"] == "invalid_request"
    theirs[0] = False
    assert page_of("good")[1].context["error"] == "invalid_client"
    theirs[0] = True
    phone, page = page_of("good")
    assert "一号窗口" in page.text
    assert pressed(phone, page).status_code == 200
    ((address, _form),) = sent
    assert address == claims["response_uri"]
    (line,) = accesses_to(card.person)
    assert (line.office, line.under) == ({"zh": "一号窗口"}, "verifier/window-1@west")
