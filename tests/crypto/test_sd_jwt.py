"""Certificates that show only what is asked, and a wallet and a verifier that nobody here wrote."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness import foreign
from tongban.crypto import sd_jwt
from tongban.crypto.devices import Device
from tongban.crypto.keys import GM, INTL, encoded, generate
from tongban.crypto.sd_jwt import NotShown, Shown

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
KEY, DEVICE = generate(INTL), Device.make()
CLAIMS = {"iss": "https://west.example", "vct": "https://west.example/types/idcard"}
HIDDEN = {"name": "林晓", "id_no": "410102199405169986", "address": {"region": "410100"}}
GATE = {"audience": "https://gate.example", "nonce": "n-1"}


def issued(**more: Any) -> str:
    return sd_jwt.issue(CLAIMS, hidden=HIDDEN, key=KEY, holder=DEVICE.public, **more)


def presented(text: str, *show: str, device: Device = DEVICE, **more: Any) -> str:
    return sd_jwt.present(text, show=show, device=device, at=AT, **(GATE | more))


def read(text: str, **more: Any) -> Shown:
    return sd_jwt.read(text, keys=[KEY.public], at=AT, **more)


def why(text: str, **more: Any) -> str:
    with pytest.raises(NotShown) as caught:
        read(text, **more)
    return caught.value.code


def test_only_what_is_shown_is_seen() -> None:
    shown = read(presented(issued(), "name"), **GATE)
    assert shown.disclosed == {"name"}
    assert shown.claims["name"] == "林晓"
    assert "id_no" not in shown.claims
    assert "410102" not in str(shown.claims)


@pytest.mark.parametrize("suite", [INTL, GM])
def test_both_suites_issue(suite: str) -> None:
    key = generate(suite)
    text = sd_jwt.issue(CLAIMS, hidden=HIDDEN, key=key)
    assert sd_jwt.read(text, keys=[key.public], at=AT).claims == CLAIMS | HIDDEN


def test_a_tampered_disclosure_is_refused() -> None:
    signed, name, *rest = issued().split("~")
    other = encoded(b'["AAAAAAAAAAAAAAAAAAAAAA","name","\xe6\x9d\x8e"]')
    assert why("~".join([signed, other, *rest])) == "tampered_disclosure"
    assert why("~".join([signed, name, name, *rest])) == "tampered_disclosure"
    foreign_one = sd_jwt.issue(CLAIMS, hidden={"name": "李"}, key=KEY).split("~")[1]
    assert why("~".join([signed, foreign_one, *rest])) == "tampered_disclosure"


def test_a_presentation_is_for_one_verifier_and_one_question() -> None:
    text = presented(issued(), "name")
    assert why(text, audience="https://other.example", nonce="n-1") == "wrong_audience"
    assert why(text, audience=GATE["audience"], nonce="n-2") == "wrong_nonce"
    assert why(issued(), **GATE) == "not_bound"
    assert why(presented(issued(), "name", device=Device.make()), **GATE) == "not_bound"
    late = AT + timedelta(minutes=6)
    with pytest.raises(NotShown):
        sd_jwt.read(text, keys=[KEY.public], at=late, **GATE)


def test_nothing_can_be_added_to_a_presentation() -> None:
    whole = issued()
    text = presented(whole, "name")
    signed, name, binding = text.split("~")
    other = whole.split("~")[2]
    assert why("~".join([signed, name, other, binding]), **GATE) == "not_bound"


def test_a_former_key_a_changed_text_and_an_old_one_are_refused() -> None:
    stranger = sd_jwt.issue(CLAIMS, hidden={}, key=generate(INTL))
    assert why(stranger) == "unknown_key"
    signed, rest = issued().split("~", 1)
    head, _payload, signature = signed.split(".")
    other = sd_jwt.issue({"iss": "x"}, hidden={}, key=KEY).split(".")[1]
    assert why(f"{head}.{other}.{signature}~{rest}") == "bad_signature"
    over = sd_jwt.issue(CLAIMS | {"exp": int(AT.timestamp())}, hidden={}, key=KEY)
    assert why(over) == "expired"


@given(st.text(max_size=200))
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(NotShown):
        read(text)
    with pytest.raises(NotShown):
        read(issued().split("~")[0] + "~" + text + "~x", **GATE)


@pytest.mark.parametrize("name", ["_sd", "cnf", "iss"])
def test_a_claim_takes_no_name_with_a_meaning(name: str) -> None:
    with pytest.raises(ValueError, match="meaning"):
        sd_jwt.issue(CLAIMS, hidden={name: 1}, key=KEY)


def device_jwk(*, secret: bool) -> dict[str, str]:
    point = DEVICE.public.point
    jwk = {"kty": "EC", "crv": "P-256", "x": encoded(point[:32]), "y": encoded(point[32:])}
    value = DEVICE.secret.private_numbers().private_value.to_bytes(32)
    return jwk | ({"d": encoded(value)} if secret else {})


def run(**told: Any) -> dict[str, Any]:
    holder = device_jwk(secret="present" in told)
    return foreign.run(
        "certificates.mjs", {"issuer": KEY.public.to_jwk(), "holder": holder, **told}
    )


@pytest.mark.usefixtures("foreign")
def test_a_foreign_wallet_presents_what_we_issued() -> None:
    binding = {"iat": int(AT.timestamp()), "aud": GATE["audience"], "nonce": GATE["nonce"]}
    told = run(present={"text": issued(), "show": {"name": True}, "binding": binding})
    shown = read(told["text"], **GATE)
    assert (shown.claims["name"], set(shown.disclosed)) == ("林晓", {"name"})


@pytest.mark.usefixtures("foreign")
def test_a_foreign_verifier_believes_what_we_issued_and_presented() -> None:
    now = datetime.now(UTC)
    text = sd_jwt.present(issued(), show=["name"], device=DEVICE, at=now, **GATE)
    how = {"keyBindingNonce": GATE["nonce"]}
    told = run(verify={"text": text, "how": how})
    assert told["payload"]["name"] == "林晓"
    assert "id_no" not in told["payload"]
    signed, _name, binding = text.split("~")
    other = encoded(b'["AAAAAAAAAAAAAAAAAAAAAA","name","x"]')
    assert "refused" in run(verify={"text": "~".join([signed, other, binding]), "how": how})


@pytest.mark.usefixtures("foreign")
def test_we_believe_what_a_foreign_issuer_issued() -> None:
    issuer = KEY.public.to_jwk() | {"d": encoded(KEY.secret)}
    claims = {**CLAIMS, **HIDDEN, "iat": int(AT.timestamp())}
    how = {"claims": claims, "hidden": ["name", "id_no"], "header": {"kid": KEY.public.kid}}
    told = run(issuer=issuer, issue=how)
    shown = read(told["text"])
    assert shown.claims == claims
    assert shown.disclosed == {"name", "id_no"}
