"""Which codes are believed, and why the others are not."""

from dataclasses import replace
from datetime import timedelta

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.certificates.codes.phones import (
    AT,
    KEY,
    PLACE,
    SECOND,
    a_code,
    a_credential,
    a_list,
    a_verifier,
)
from tongban.certificates.rules import codes
from tongban.certificates.rules.codes import FIRM, PREFIX
from tongban.certificates.rules.scenes import Scene
from tongban.certificates.rules.verdicts import ACCEPTED, AMBER, REFUSED, SENTENCES, Verdict
from tongban.crypto import base45, tokens
from tongban.crypto.devices import Device
from tongban.crypto.keys import GM, INTL, generate

HALL = Scene("hall", {"zh": "大厅"}, {"zh": "签到"}, frozenset({"kind"}))
BANK = Scene("bank", {"zh": "银行"}, {"zh": "开户"}, frozenset({"name"}), demanding=True)


def check(text: str, *, at=AT, scene: Scene | None = None, **more) -> Verdict:
    return a_verifier(**more).check(text, at=at, scene=scene)


@pytest.mark.parametrize("suite", [INTL, GM])
def test_a_fresh_code_is_accepted_in_both_suites(suite: str) -> None:
    key = generate(suite)
    verdict = check(a_code(key=key), key=key)
    assert (verdict.outcome, verdict.reason, verdict.issuer) == (ACCEPTED, "good", "west")
    assert verdict.credential.holder == codes.PERSON


@pytest.mark.parametrize("suite", [INTL, GM])
def test_a_code_fits_into_a_readable_square(suite: str) -> None:
    text = a_code(key=generate(suite), audience="hall-of-a-city-with-a-name")
    square = segno.make(text, error="m", boost_error=False, micro=False)
    assert square.mode == "alphanumeric"
    assert int(square.version) <= 15
    assert len(text) <= codes.MOST


def test_a_picture_of_a_screen_is_refused_after_a_minute() -> None:
    text = a_code()
    assert check(text, at=AT + 60 * SECOND).outcome == ACCEPTED
    assert check(text, at=AT + 61 * SECOND).reason == "too_old"


def test_a_clock_may_be_half_a_minute_ahead() -> None:
    assert check(a_code(at=AT + 30 * SECOND)).outcome == ACCEPTED
    assert check(a_code(at=AT + 31 * SECOND)).reason == "from_the_future"


def test_a_code_of_another_phone_is_refused() -> None:
    assert check(a_code(by=Device.make())).reason == "other_device"


def test_a_code_of_yesterday_is_refused() -> None:
    device = Device.make()
    late = AT + timedelta(hours=24)
    text = codes.presented(a_credential(device), device, at=late)
    assert check(text, at=late).reason == "expired"


def test_a_code_of_a_former_key_is_refused() -> None:
    assert check(a_code(key=generate(INTL))).reason == "unknown_issuer"


def test_a_code_cannot_claim_another_issuer() -> None:
    stranger = generate(INTL)
    text = a_code(key=stranger)
    raw = base45.decode(text.removeprefix(PREFIX))
    forged = raw.replace(codes.short_kid(stranger.public.kid), codes.short_kid(KEY.public.kid))
    assert check(PREFIX + base45.encode(forged)).reason == "bad_issuer_signature"


def test_a_code_for_somebody_else_is_refused() -> None:
    text = a_code(audience="bank-7")
    assert check(text).reason == "wrong_audience"
    assert check(text, audience="bank-8").reason == "wrong_audience"
    assert check(text, audience="bank-7").outcome == ACCEPTED
    assert check(a_code(), audience="bank-7").outcome == ACCEPTED, "shown to anybody"


def test_the_same_code_twice_is_refused_where_it_is_remembered() -> None:
    text = a_code()
    first = check(text)
    seen = {(first.credential.id, first.signed_at)}
    assert check(text, seen=seen).reason == "replayed"
    assert check(a_code(), seen=seen).outcome == ACCEPTED


def test_a_cancelled_code_is_refused() -> None:
    verifier = a_verifier(a_list(PLACE.index))
    assert verifier.check(a_code(), at=AT).reason == "revoked"


@pytest.mark.parametrize(
    ("age", "outcome", "reason"),
    [
        (timedelta(minutes=15), ACCEPTED, "good"),
        (timedelta(minutes=16), AMBER, "list_is_stale"),
        (timedelta(hours=23), AMBER, "list_is_stale"),
        (timedelta(hours=24), REFUSED, "list_is_too_old"),
    ],
)
def test_an_old_list_warns_and_a_very_old_one_refuses(age, outcome: str, reason: str) -> None:
    verifier = a_verifier(a_list(at=AT - age))
    verdict = verifier.check(a_code(), at=AT)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_where_much_is_at_stake_a_list_must_be_fresh() -> None:
    fresh, stale = (a_list(at=AT - timedelta(minutes=age)) for age in (15, 16))
    assert a_verifier(fresh).check(a_code(), at=AT, scene=BANK).outcome == ACCEPTED
    assert a_verifier(stale).check(a_code(), at=AT, scene=BANK).reason == "list_is_too_old"


def test_without_a_list_nothing_is_believed() -> None:
    assert replace(a_verifier(), lists={}).check(a_code(), at=AT).reason == "list_is_missing"


def test_a_scene_decides_whose_codes_it_takes() -> None:
    people = Scene("bus", {}, {}, frozenset(), holders=frozenset({codes.PERSON}), level=3)
    assert check(a_code(holder=FIRM), scene=HALL).outcome == ACCEPTED
    assert check(a_code(holder=FIRM), scene=people).reason == "wrong_holder"
    assert check(a_code(level=2), scene=people).reason == "level_too_low"
    assert check(a_code(level=3), scene=people).outcome == ACCEPTED


def test_two_codes_of_one_person_have_nothing_of_their_own_in_common() -> None:
    """What two codes share, every other code of that hour shares too."""

    def facts(text: str) -> list:
        code = codes.opened(text)
        common = {tokens.EXP, codes.HOLDER, codes.LEVEL}
        own = {key: value for key, value in code.issued.claims.items() if key not in common}
        return [code.issued.kid, code.credential.expires_at, own]

    first, second = facts(a_code()), facts(a_code(place=codes.Place(1, 5)))
    assert first[:2] == second[:2]
    assert first[1] % 3600 == 0
    assert all(first[2][key] != second[2][key] for key in first[2])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_a_code"),
        ("https://example.org/", "not_a_code"),
        (PREFIX, "malformed"),
        (PREFIX + "A", "malformed"),
        (PREFIX + "a" * 10, "malformed"),
        (PREFIX + "0" * 597, "too_long"),
        (PREFIX + base45.encode(b"\x81" * 380), "malformed"),
        (PREFIX + base45.encode(b"\x84\x40\xa0\x40\x40"), "malformed"),
    ],
)
def test_other_squares_are_refused(text: str, reason: str) -> None:
    assert check(text).reason == reason


@pytest.mark.parametrize("key", [b"", b"A", [], [1, 2], "EC", 7, True, {1: 2}, {}])
def test_a_key_of_another_shape_is_refused(key) -> None:
    device = Device.make()
    claims = {
        tokens.EXP: 1,
        tokens.CTI: bytes(16),
        tokens.CNF: {1: key},
        "h": "p",
        "l": 1,
        "s": [1, 1],
    }
    for inner in (claims, claims | {tokens.CNF: key}, claims | {"s": key}):
        credential = tokens.signed(inner, alg=tokens.ED25519, sign=KEY.sign)
        assert check(codes.presented(credential, device, at=AT)).reason == "malformed"


@given(st.binary(max_size=390))
def test_any_bytes_in_a_square_are_refused(raw: bytes) -> None:
    verdict = check(PREFIX + base45.encode(raw))
    assert verdict.outcome == REFUSED
    assert verdict.sentence


@settings(max_examples=300)
@given(st.integers(0, 2**16), st.integers(1, 255))
def test_a_flipped_bit_in_a_square_is_refused(place: int, flip: int) -> None:
    raw = bytearray(base45.decode(a_code().removeprefix(PREFIX)))
    raw[place % len(raw)] ^= flip
    assert check(PREFIX + base45.encode(bytes(raw))).outcome == REFUSED


def test_every_reason_has_a_sentence() -> None:
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
