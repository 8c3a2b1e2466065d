"""Signed requests and responses: what a node may rely on, and every way it says no."""

from datetime import timedelta

import pytest
from http_message_signatures import HTTPMessageSigner, HTTPSignatureAlgorithm
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crypto.speaking import (
    AT,
    BODY,
    JSON,
    KEYS,
    SUITES,
    URL,
    answered,
    key_for,
    received,
    refused_by,
    request,
    response,
)
from tongban.crypto.digests import DIGESTS
from tongban.crypto.keys import GM, INTL, PrivateKey, generate
from tongban.crypto.messages import (
    BadSignature,
    ClockSkew,
    NoSignature,
    NotCovered,
    NotTrusted,
    Signed,
    UnknownKey,
    WrongDigest,
)


@SUITES
def test_a_signed_request_says_who_when_and_its_nonce(key: PrivateKey) -> None:
    assert received(request(key)) == Signed(key.public.kid, AT, "n-1")


@SUITES
def test_headers_that_were_there_stay_and_old_signatures_go(key: PrivateKey) -> None:
    old = {**JSON, "signature": "a=:AAAA:", "Signature-Input": "a=()", "content-digest": "x=:AA:"}
    headers = request(key, headers=old)
    assert headers.keys() == {*JSON, "Content-Digest", "Signature-Input", "Signature"}
    assert received(headers)


@SUITES
def test_header_names_may_arrive_in_any_case(key: PrivateKey) -> None:
    assert received({name.lower(): value for name, value in request(key).items()})


@SUITES
def test_a_request_without_content_is_signed_too(key: PrivateKey) -> None:
    headers = request(key, method="GET", headers={}, body=b"")
    assert received(headers, method="get", body=b"")
    refused_by(NotCovered, received, headers, method="GET", body=b"something")


@SUITES
@pytest.mark.parametrize(
    "other",
    [
        {"method": "PUT"},
        {"url": URL.replace("west", "north")},
        {"url": URL.replace("inbox", "outbox")},
        {"url": URL.replace("east", "south")},
        {"url": URL.replace("https", "http")},
    ],
)
def test_a_request_is_good_only_where_it_was_sent(key: PrivateKey, other: dict[str, str]) -> None:
    refused_by(BadSignature, received, request(key), **other)


@SUITES
def test_changed_content_is_refused(key: PrivateKey) -> None:
    headers = request(key)
    refused_by(WrongDigest, received, headers, body=BODY + b" ")
    refused_by(WrongDigest, received, headers, body=b"")
    other = DIGESTS[key.suite].create(BODY + b" ")
    refused_by(BadSignature, received, {**headers, "Content-Digest": other}, body=BODY + b" ")


@SUITES
def test_a_changed_content_type_is_refused(key: PrivateKey) -> None:
    refused_by(BadSignature, received, {**request(key), "Content-Type": "text/html"})


@SUITES
def test_a_request_without_a_signature_of_ours_is_refused(key: PrivateKey) -> None:
    headers = request(key)
    for left_out in ("Signature", "Signature-Input"):
        lacking = {name: value for name, value in headers.items() if name != left_out}
        refused_by(NoSignature, received, lacking)
    refused_by(NoSignature, received, {})
    refused_by(NoSignature, received, request(key, tag="something-else"))
    refused_by(NoSignature, received, {**headers, "Signature-Input": "tongban=("})
    refused_by(NoSignature, received, {**headers, "Signature": "通办"})


@SUITES
def test_a_key_that_is_not_known_any_more_is_named(key: PrivateKey) -> None:
    error = refused_by(UnknownKey, received, request(key), key_for=lambda kid: None)
    assert str(error) == key.public.kid


@SUITES
def test_a_signature_by_another_key_under_this_name_is_refused(key: PrivateKey) -> None:
    for suite in (INTL, GM):
        other = generate(suite).public
        refused_by(BadSignature, received, request(key), key_for=lambda kid, other=other: other)


@SUITES
@pytest.mark.parametrize("seconds", [-121, 121, 10**6, 10**10])
def test_a_clock_that_is_off_is_told_by_how_much(key: PrivateKey, seconds: int) -> None:
    headers = request(key, at=AT + timedelta(seconds=seconds))
    error = refused_by(ClockSkew, received, headers)
    assert isinstance(error, ClockSkew)
    assert error.by == timedelta(seconds=seconds) and error.kid == key.public.kid


@SUITES
def test_two_minutes_either_way_are_borne_and_less_if_asked(key: PrivateKey) -> None:
    for seconds in (-120, 0, 120):
        assert received(request(key, at=AT + timedelta(seconds=seconds)))
    late = request(key, at=AT - timedelta(seconds=60))
    refused_by(ClockSkew, received, late, most_skew=timedelta(seconds=30))


def test_nobody_without_the_key_can_make_a_clock_look_wrong() -> None:
    headers = request(KEYS[INTL])
    earlier = str(int(AT.timestamp()) - 5000)
    forged = headers["Signature-Input"].replace(str(int(AT.timestamp())), earlier)
    refused_by(BadSignature, received, {**headers, "Signature-Input": forged})


class Sloppy(HTTPSignatureAlgorithm):
    """A peer's own signer, that may leave things out."""

    algorithm_id = "ed25519"

    def __init__(self, private_key: PrivateKey) -> None:
        self.private_key = private_key

    def sign(self, message: bytes) -> bytes:
        return self.private_key.sign(message)


def sloppy(*covered: str, **other: object) -> dict[str, str]:
    """A request signed properly by a key that we know, but not over all that must be."""

    class Message:
        method, url, headers = "POST", URL, {**JSON, "Content-Digest": DIGESTS[INTL].create(BODY)}

    class Keys:
        def resolve_private_key(self, kid: str) -> PrivateKey:
            return KEYS[INTL]

    told = {"created": AT, "nonce": "n-1", "tag": "tongban-federation", "label": "theirs"}
    HTTPMessageSigner(signature_algorithm=Sloppy, key_resolver=Keys()).sign(
        Message,
        key_id=KEYS[INTL].public.kid,
        covered_component_ids=covered,
        use_existing_digest=True,
        **{**told, **other},
    )
    return Message.headers


ALL = ("@method", "@target-uri", "content-digest", "content-type")


def test_another_signer_may_use_its_own_label_order_and_the_parts_of_the_target() -> None:
    assert received(sloppy(*reversed(ALL), "x-trace"))
    assert received(sloppy("@method", "@authority", "@path", "@query", *ALL[2:]))
    assert received(sloppy(*ALL, include_alg=False))


@pytest.mark.parametrize("left_out", ALL)
def test_what_must_be_covered_is_named_when_it_is_not(left_out: str) -> None:
    error = refused_by(NotCovered, received, sloppy(*(part for part in ALL if part != left_out)))
    assert left_out in str(error)


@pytest.mark.parametrize("part", ["@authority", "@path", "@query"])
def test_some_parts_of_the_target_are_not_enough(part: str) -> None:
    rest = {"@authority", "@path", "@query"} - {part}
    refused_by(NotCovered, received, sloppy("@method", *rest, *ALL[2:]))


def test_a_request_without_a_nonce_is_refused() -> None:
    assert "nonce" in str(refused_by(NotCovered, received, sloppy(*ALL, nonce=None)))


def test_a_request_that_has_expired_is_refused() -> None:
    refused_by(ClockSkew, received, sloppy(*ALL, expires=AT - timedelta(seconds=121)))
    assert received(sloppy(*ALL, expires=AT + timedelta(seconds=1)))


@SUITES
def test_a_response_is_bound_to_its_request(key: PrivateKey) -> None:
    asked = request(KEYS[INTL])
    headers = response(key, asked)
    assert answered(headers, asked) == Signed(key.public.kid, AT, "")
    refused_by(BadSignature, answered, headers, request(KEYS[INTL], nonce="n-2"))
    refused_by(BadSignature, answered, headers, request(KEYS[INTL], body=b"[]"))
    refused_by(BadSignature, answered, headers, JSON)


@SUITES
def test_the_answer_to_an_unsigned_request_cannot_be_signed(key: PrivateKey) -> None:
    refused_by(NoSignature, response, key, JSON)


@SUITES
def test_a_changed_response_is_refused(key: PrivateKey) -> None:
    asked = request(key)
    headers = response(key, asked)
    refused_by(BadSignature, answered, headers, asked, status=201)
    refused_by(WrongDigest, answered, headers, asked, body=b"[]")
    refused_by(BadSignature, answered, {**headers, "Content-Type": "text/html"}, asked)
    refused_by(ClockSkew, answered, headers, asked, at=AT + timedelta(seconds=121))
    refused_by(UnknownKey, answered, headers, asked, key_for=lambda kid: None)
    refused_by(NoSignature, answered, JSON, asked)


@SUITES
def test_a_signed_request_does_not_pass_for_a_response_nor_the_other_way(key: PrivateKey) -> None:
    asked = request(key)
    refused_by(BadSignature, answered, asked, asked, body=BODY)
    refused_by(NotCovered, received, response(key, asked), body=b"{}")


LINE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(list(KEYS.values())),
    st.dictionaries(
        st.sampled_from(["Signature", "Signature-Input", "Content-Digest", "Content-Type", "X"]),
        LINE | st.text(max_size=20) | LINE.map(lambda text: f"tongban=({text});created=1"),
        min_size=1,
    ),
)
def test_any_headers_are_refused_and_nothing_else_happens(
    key: PrivateKey, wrong: dict[str, str]
) -> None:
    signed = request(key)
    headers = {**signed, **wrong}
    try:
        received(headers)
        answered(headers, signed)
    except NotTrusted:
        return
    assert headers == {**signed, "X": wrong["X"]}


@settings(deadline=None)
@given(st.sampled_from(list(KEYS.values())), st.data())
def test_no_changed_letter_of_the_signature_headers_passes(
    key: PrivateKey, data: st.DataObject
) -> None:
    headers = request(key)
    name = data.draw(st.sampled_from(["Signature", "Signature-Input", "Content-Digest"]))
    place = data.draw(st.integers(0, len(headers[name]) - 1))
    letter = data.draw(st.characters(max_codepoint=126))
    wrong = headers[name][:place] + letter + headers[name][place + 1 :]
    try:
        signed = received({**headers, name: wrong}, key_for=key_for)
    except NotTrusted:
        return
    assert signed == Signed(key.public.kid, AT, "n-1")
