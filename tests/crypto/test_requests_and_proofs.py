"""Proofs of keys, signed requests and queries: whatever comes, it is read or refused."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.certificates.rules import presentations as rules
from tongban.certificates.rules.presentations import NotAsked
from tongban.crypto import proofs, request_objects, sd_jwt
from tongban.crypto.devices import Device, DeviceKey
from tongban.crypto.keys import INTL, BadKey, encoded, generate
from tongban.crypto.proofs import NoProof
from tongban.crypto.request_objects import NotSignedByThem
from tongban.crypto.sd_jwt import NotShown

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DEVICE, KEY = Device.make(), generate(INTL)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
PROOF = proofs.make(DEVICE, audience="https://west.example", nonce="n", at=AT)
WHOLE = sd_jwt.issue({"iss": "x"}, hidden={"name": "林晓"}, key=KEY, holder=DEVICE.public)
GATE = {"audience": "https://gate.example", "nonce": "n-1"}
VP = sd_jwt.present(WHOLE, show=["name"], device=DEVICE, at=AT, **GATE)


def part(value: Any) -> str:
    return encoded(json.dumps(value).encode())


@given(header=JSON, claims=JSON, junk=st.text(max_size=40))
def test_a_proof_is_read_or_refused(header: Any, claims: Any, junk: str) -> None:
    signature = PROOF.rpartition(".")[2]
    for text in [junk, f"{part(header)}.{part(claims)}.{signature}", f"{junk}.{PROOF}", 7, None]:
        with pytest.raises(NoProof):
            proofs.read(text, audience="https://west.example", at=AT)


@given(place=st.integers(0, len(VP) - 1), letter=st.sampled_from("Aa0-_.~"))
def test_no_letter_of_a_presentation_can_be_changed(place: int, letter: str) -> None:
    text = VP[:place] + letter + VP[place + 1 :]
    if text == VP:
        return
    with pytest.raises(NotShown):
        sd_jwt.read(text, keys=[KEY.public], at=AT, **GATE)


@given(payload=JSON, disclosure=JSON, binding=JSON)
def test_a_presentation_is_read_or_refused_also_when_it_was_signed(
    payload: Any, disclosure: Any, binding: Any
) -> None:
    head, _claims, signature = WHOLE.split("~")[0].split(".")
    for text in [
        f"{head}.{part(payload)}.{signature}~{part(disclosure)}~{part(binding)}",
        f"{WHOLE}{part(disclosure)}~{part(binding)}.{part(binding)}.{signature}",
        f"{part(payload)}~~",
    ]:
        with pytest.raises(NotShown):
            sd_jwt.read(text, keys=[KEY.public], at=AT, **GATE)


@given(claims=st.dictionaries(st.sampled_from(["exp", "cnf", "iss", "_x"]), JSON, max_size=3))
def test_an_issuer_that_writes_nonsense_is_refused_or_read(claims: dict[str, Any]) -> None:
    told = {name: value for name, value in claims.items() if name != "cnf"}
    text = sd_jwt.issue(json.loads(json.dumps(told)), hidden={"name": "x"}, key=KEY)
    try:
        seen = sd_jwt.read(text, keys=[KEY.public], at=AT)
    except NotShown:
        return
    assert seen.claims["name"] == "x"


@given(query=JSON)
def test_a_query_is_one_that_we_answer_or_refused(query: Any) -> None:
    with pytest.raises(NotAsked):
        rules.asked_in(query)
    one = {"id": "a", "format": "dc+sd-jwt", "meta": {"vct_values": ["x"]}, "claims": query}
    with pytest.raises(NotAsked):
        rules.asked_in({"credentials": [one]})


@pytest.mark.parametrize(
    "change",
    [
        {"claim_sets": [["a"]]},
        {"trusted_authorities": []},
        {"multiple": True},
        {"require_cryptographic_holder_binding": False},
        {"format": "mso_mdoc"},
        {"meta": {}},
        {"claims": []},
        {"claims": [{"path": ["address", "street"]}]},
        {"claims": [{"path": ["name"], "values": ["x"]}]},
        {"claims": [{"path": [None]}]},
    ],
)
def test_what_we_do_not_know_in_a_query_is_refused(change: dict[str, Any]) -> None:
    (one,) = rules.query_for(["x"], ["name"])["credentials"]
    assert rules.asked_in({"credentials": [one]})[0].claims == ("name",)
    two = rules.asked_in({"credentials": [one, one | {"id": "other"}]})
    assert [each.id for each in two] == ["certificate", "other"]
    for many in ([one, one], [one | {"id": f"{n}"} for n in range(6)]):
        with pytest.raises(NotAsked):
            rules.asked_in({"credentials": many})
    with pytest.raises(NotAsked):
        rules.asked_in({"credentials": [one | change]})
    with pytest.raises(NotAsked):
        rules.asked_in({"credentials": [one], "credential_sets": []})


@given(header=JSON, claims=JSON, junk=st.text(max_size=40))
def test_a_signed_request_is_read_or_refused(header: Any, claims: Any, junk: str) -> None:
    good = request_objects.sign({"client_id": "x"}, at=AT)
    head, payload, signature = good.split(".")
    for text in [
        junk,
        f"{part(header)}.{payload}.{signature}",
        f"{head}.{part(claims)}.{signature}",
    ]:
        with pytest.raises(NotSignedByThem):
            request_objects.read(text)
    assert request_objects.read(good).client_id == request_objects.own_client_id(at=AT)


def test_our_certificate_is_the_same_all_month_and_changes_then() -> None:
    name = request_objects.own_client_id(at=AT)
    request_objects._made.cache_clear()
    assert request_objects.own_client_id(at=AT) == name
    assert request_objects.own_client_id(at=AT + timedelta(days=31)) != name


@pytest.mark.parametrize(
    "change",
    [{"d": "AAAA"}, {"crv": "P-384"}, {"x": "AAAA"}, {"y": 7}, {"kty": "OKP"}, {"x": "A" * 43}],
)
def test_a_holders_key_is_public_and_a_point(change: dict[str, Any]) -> None:
    assert DeviceKey.from_jwk(DEVICE.public.to_jwk()) == DEVICE.public
    with pytest.raises(BadKey):
        DeviceKey.from_jwk(DEVICE.public.to_jwk() | change)
