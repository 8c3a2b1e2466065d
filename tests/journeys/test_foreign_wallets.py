"""Wallets and verifiers that nobody here wrote, over the wire: OpenID4VCI, SD-JWT VC, status lists."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from tests.harness import foreign as others
from tests.harness.live import Live
from tests.journeys.openid.visitor import Visitor

pytestmark = pytest.mark.usefixtures("foreign")

CITIZEN = "19900000001"
WALLET, BACK = "Somebody's wallet", "https://wallet.example/back"
CARD = re.compile(r'href="(/wallet/[0-9a-f-]{36}/)"')
LINK = re.compile(r'href="(openid-credential-offer://[^"]+)"')
DIGITS = re.compile(r'class="digits">(\d{6})<')
TAKE_BACK = re.compile(r'action="(/wallet/[0-9a-f-]{36}/elsewhere/[0-9a-f-]{36}/)"')


@pytest.fixture
def holder(live: Live) -> Iterator[Visitor]:
    """Somebody at her page of a certificate, known well enough to put it elsewhere."""
    with Visitor() as made:
        made.sign_in_at(live.url, CITIZEN)
        card = CARD.findall(made.open(f"{live.url}/wallet/").text)[0]
        made.open(f"{live.url}{card}elsewhere/")
        if made.shown.url.path == "/step-up/":
            made.press("/step-up/presence/", {})
        made.open(f"{live.url}{card}elsewhere/")
        yield made


def step(name: str, **told: Any) -> Any:
    return others.run("vc.mjs", {"step": name, **told})


def offered(holder: Visitor) -> tuple[str, str]:
    page = holder.press(str(holder.shown.url.path), {}).text
    return unescape(LINK.findall(page)[0]), DIGITS.findall(page)[0]


def test_a_foreign_wallet_fetches_a_certificate_and_a_foreign_verifier_believes_it(
    holder: Visitor, live: Live
) -> None:
    link, digits = offered(holder)
    told = step("digits", link=link, digits=digits)
    assert (told["wrong"], told["again"]) == ("invalid_grant", "invalid_grant")
    assert told["known"] == 2 * 58  # each of them also with a signature of ES256
    assert len(told["credentials"]) == 2
    assert told["replay"] == "invalid_nonce"

    credential, keys = told["credentials"][0], told["keys"]
    binding = {"iat": int(datetime.now(UTC).timestamp()), "aud": "https://gate.example"}
    binding["nonce"] = "n-1"
    seen = step("believe", credential=credential, keys=keys, show={"name": True}, binding=binding)
    assert seen["issuer"] == live.url
    assert seen["payload"]["name"]
    assert "id_no" not in seen["payload"]
    assert seen["kind"]["vct"] == seen["payload"]["vct"]
    languages = {each["locale"] for each in seen["kind"]["display"]}
    assert languages == {"zh-CN", "en", "ko"}

    newest, *others_left = TAKE_BACK.findall(holder.open(str(holder.shown.url)).text)
    holder.press(newest, {})
    assert TAKE_BACK.findall(holder.shown.text) == others_left


def test_a_foreign_wallet_sends_its_holder_here_to_agree(holder: Visitor) -> None:
    link, _digits = offered(holder)
    mine = {"client_id": WALLET, "redirect_uri": BACK, "link": link}
    everything = step("resolve", link=link)
    begun = step("begin", **mine)
    page = holder.open(begun["authorizationRequestUrl"])
    assert WALLET in unescape(page.text)
    holder.press("/vc/consent/", {"agree": "1"})
    assert holder.left_for.startswith(BACK)
    told = step("code", all=everything, back=holder.left_for, pkce=begun["pkce"], **mine)
    assert len(told["credentials"]) == 2
    assert step("believe", credential=told["credentials"][1])["payload"]["name"]
