"""What a node lets in, and why not."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.federation.letters import an_event, check, post, signed, tell
from tests.federation.nodes import Node, a_hub, being, trusting
from tongban.audit.models import Entry
from tongban.exchange import budgets
from tongban.federation import operations
from tongban.federation.models import Contact, Incoming, Nonce, Peer, Registry
from tongban.federation.rules.timing import MOST_BYTES

pytestmark = pytest.mark.django_db
HUB, US, THEM = a_hub(), Node("east", regions=("310000",)), Node("north", regions=("410000",))


@pytest.fixture(autouse=True)
def _east() -> Iterator[None]:
    """We are the east, and the north is our neighbour."""
    budgets.forget()
    with being(US, TONGBAN_TOPICS="tests.federation.topics"):
        trusting(HUB, US, THEM, at=now())
        yield


def refusal(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def nothing_came() -> bool:
    return not Incoming.objects.exists() and not Nonce.objects.exists()


def test_events_are_stored_and_the_receipt_is_signed(client: Client) -> None:
    Contact.objects.create(peer="north")
    events = [an_event(THEM, n) for n in range(3)]
    body = json.dumps(events).encode()
    headers = signed(body, by=THEM, to=US)

    answer = post(client, body, headers)

    assert answer.status_code == 200
    assert answer.json()["accepted"] == [event["id"] for event in events]
    assert answer.json()["refused"] == []
    check(answer, of=US, asked=headers)
    assert Incoming.objects.filter(source="north", applied_at=None).count() == 3
    assert Contact.objects.get(peer="north").heard_at


def test_what_was_stored_is_applied_once(client: Client) -> None:
    tell(client, [an_event(THEM, n) for n in range(3)], by=THEM, to=US)
    assert operations.apply_events(limit=10, trying=[], at=now()) == 3
    assert operations.apply_events(limit=10, trying=[], at=now()) == 0
    assert Entry.objects.filter(action="test.noted", under="north").count() == 3


def test_a_double_is_acknowledged_again_and_changes_nothing(client: Client) -> None:
    event = an_event(THEM)
    tell(client, [event], by=THEM, to=US)
    operations.apply_events(limit=10, trying=[], at=now())

    answer = tell(client, [event, an_event(THEM, 2)], by=THEM, to=US)

    assert len(answer.json()["accepted"]) == 2
    operations.apply_events(limit=10, trying=[], at=now())
    assert Entry.objects.filter(action="test.noted").count() == 2


def test_the_same_request_again_is_a_replay(client: Client) -> None:
    body = json.dumps([an_event(THEM)]).encode()
    headers = signed(body, by=THEM, to=US)
    post(client, body, headers)
    assert refusal(post(client, body, headers)) == (409, "replayed")
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize("nonce", ["short", "x" * 65])
def test_a_nonce_that_is_none_is_refused(client: Client, nonce: str) -> None:
    body = json.dumps([an_event(THEM)]).encode()
    headers = signed(body, by=THEM, to=US, nonce=nonce)
    assert refusal(post(client, body, headers)) == (400, "bad_nonce")
    assert nothing_came()


def test_without_a_signature_nothing_is_let_in(client: Client) -> None:
    answer = post(client, b"[]", {})
    assert refusal(answer) == (401, "signature_missing")
    assert nothing_came()


def test_a_stranger_is_not_let_in(client: Client) -> None:
    stranger = Node("west")
    answer = tell(client, [an_event(stranger)], by=stranger, to=US)
    assert refusal(answer) == (401, "unknown_node")
    assert nothing_came()


def test_a_forged_signature_is_not_let_in(client: Client) -> None:
    body = json.dumps([an_event(THEM)]).encode()
    forged = signed(body, by=Node("west"), to=US)
    theirs = THEM.key.public.kid
    told = forged["Signature-Input"]
    forged["Signature-Input"] = told.replace(told.split('keyid="')[1].split('"')[0], theirs)
    assert refusal(post(client, body, forged)) == (401, "signature_wrong")
    assert nothing_came()


def test_a_changed_body_is_not_let_in(client: Client) -> None:
    body = json.dumps([an_event(THEM)]).encode()
    headers = signed(body, by=THEM, to=US)
    assert refusal(post(client, body + b" ", headers)) == (401, "content_digest_wrong")
    assert nothing_came()


def test_what_was_signed_for_another_node_is_not_let_in(client: Client) -> None:
    answer = tell(client, [an_event(THEM)], by=THEM, to=Node("south"))
    assert refusal(answer) == (401, "signature_wrong")
    assert nothing_came()


@pytest.mark.parametrize("seconds", [-130, 130])
def test_a_clock_that_is_off_is_told_our_time(client: Client, seconds: int) -> None:
    at = now() + timedelta(seconds=seconds)
    answer = tell(client, [an_event(THEM)], by=THEM, to=US, at=at)
    assert refusal(answer) == (401, "clock_skew")
    assert abs(answer.json()["skew_seconds"] - seconds) <= 2
    assert answer.json()["time"][:10] == f"{now():%Y-%m-%d}"
    assert nothing_came()


def test_an_excluded_node_is_not_let_in(client: Client) -> None:
    Peer.objects.filter(name="north").update(revoked=True)
    Registry.objects.update(digest="without the node")
    assert refusal(tell(client, [an_event(THEM)], by=THEM, to=US)) == (403, "revoked")
    assert nothing_came()


def test_a_former_key_is_not_let_in(client: Client) -> None:
    peer = Peer.objects.get(name="north")
    peer.keys = [{**peer.keys[0], "not_after": (now() - timedelta(hours=1)).isoformat()}]
    peer.save()
    Registry.objects.update(digest="without the key")
    answer = tell(client, [an_event(THEM)], by=THEM, to=US)
    assert refusal(answer) == (401, "key_not_valid_now")
    assert nothing_came()


def test_with_an_expired_registry_nobody_is_believed(client: Client) -> None:
    Registry.objects.update(expires_at=now())
    answer = tell(client, [an_event(THEM)], by=THEM, to=US)
    assert refusal(answer) == (503, "our_registry_expired")
    assert nothing_came()


def test_more_than_four_megabytes_are_not_read(client: Client) -> None:
    body = b"[" + b" " * MOST_BYTES + b"]"
    assert refusal(post(client, body, signed(body, by=THEM, to=US))) == (413, "too_large")
    assert nothing_came()


@pytest.mark.parametrize("length", ["many", "-1", "1e9", "²"])
def test_a_length_that_is_no_number_of_bytes_is_refused(client: Client, length: str) -> None:
    body = json.dumps([an_event(THEM)]).encode()
    headers = signed(body, by=THEM, to=US)
    answer = client.post(
        "/federation/v1/inbox",
        body,
        content_type=headers.pop("Content-Type"),
        headers=headers,
        CONTENT_LENGTH=length,
    )
    assert refusal(answer) == (400, "bad_length")
    assert nothing_came()


def test_another_content_type_is_not_taken(client: Client) -> None:
    body = json.dumps([an_event(THEM)]).encode()
    headers = signed(body, by=THEM, to=US, kind="application/json")
    assert refusal(post(client, body, headers)) == (415, "wrong_type")
    assert nothing_came()


def test_a_node_tells_only_its_own_events(client: Client) -> None:
    answer = tell(client, [an_event(Node("hub"))], by=THEM, to=US)
    assert refusal(answer) == (403, "not_its_own")
    assert nothing_came()


ODD = {
    "no list": b"{}",
    "an empty list": b"[]",
    "no JSON": b"[",
    "a key twice": b'[{"id":"a","id":"b"}]',
    "no number": b"[NaN]",
    "no UTF-8": b'["\xff"]',
    "half a character": b'[{"\\ud800":1}]',
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_what_is_no_batch_is_refused_with_a_reason(client: Client, body: bytes) -> None:
    answer = post(client, body, signed(body, by=THEM, to=US))
    assert refusal(answer) == (400, "bad_batch")
    assert answer.json()["detail"]
    assert nothing_came()


CHANGES = [
    {"specversion": "0.3"},
    {"id": "1"},
    {"id": "A" * 32},
    {"source": ""},
    {"type": 7},
    {"subject": "x" * 81},
    {"time": "yesterday"},
    {"time": "2026-01-01T00:00:00"},
    {"time": "0001-01-01T00:00:00+00:00"},
    {"data": []},
    {"data": json.loads('{"a":' * 33 + "1" + "}" * 33)},
    {"again": -1},
    {"again": True},
    {"extra": 1},
    {"datacontenttype": "text/xml"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_an_event_of_another_shape_is_refused(client: Client, change: dict) -> None:
    answer = tell(client, [an_event(THEM), an_event(THEM) | change], by=THEM, to=US)
    assert refusal(answer) == (400, "bad_batch")
    assert "event 1" in answer.json()["detail"]
    assert nothing_came()


def test_more_than_five_hundred_events_are_refused(client: Client) -> None:
    answer = tell(client, [an_event(THEM, n) for n in range(501)], by=THEM, to=US)
    assert refusal(answer) == (400, "bad_batch")


def test_what_nobody_can_apply_is_a_dead_letter_and_the_rest_goes_on(client: Client) -> None:
    unknown = an_event(THEM, topic="test.unheard_of")
    wrong = an_event(THEM, data={"n": "one"})
    fine = an_event(THEM)

    answer = tell(client, [unknown, wrong, fine], by=THEM, to=US).json()

    assert answer["accepted"] == [fine["id"]]
    codes = {each["id"]: each["code"] for each in answer["refused"]}
    assert codes == {unknown["id"]: "unknown_topic", wrong["id"]: "wrong_data"}
    assert Incoming.objects.filter(dead_at__isnull=False).count() == 2


def test_who_stands_alone_has_no_inbox(client: Client, settings) -> None:
    settings.TONGBAN_NODE = ""
    answer = tell(client, [an_event(THEM)], by=THEM, to=US)
    assert answer.status_code == 404
