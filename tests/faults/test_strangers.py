"""Who may not speak, and what was said already: refused with a reason, and nothing comes of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from tests.faults.conftest import QUICK
from tests.faults.ledger import effects, exactly_once, settled, wait_until_settled
from tests.harness.faults import Recorder
from tests.harness.fleet import Fleet, Member, until
from tongban.crypto import keys
from tongban.crypto.messages import sign_request

INBOX = "/federation/v1/inbox"
BATCH = "application/cloudevents-batch+json"


@pytest.fixture(autouse=True)
def _nothing_comes_of_it(nation: Fleet) -> Iterator[None]:
    yield
    exactly_once(nation, "hub", "shanghai", "henan")


def test_what_was_recorded_on_the_line_is_refused_when_it_is_said_again(nation: Fleet) -> None:
    shanghai, henan = nation["shanghai"], nation["henan"]
    recorder = Recorder()
    with nation.network.fault(recorder, sender="shanghai", receiver="henan"):
        shanghai.does("send_notes", to=["henan"], first=1, last=5)
        wait_until_settled(shanghai, henan)
    said = [message for message in recorder.messages if message.path == INBOX]
    assert said

    for message in said:
        assert code_of(nation.network.say_again(message)) == (409, "replayed")
        assert code_of(nation.network.say_again(message, to="hub")) == (401, "signature_wrong")
    henan.kill("web")
    nation.run("henan", FLEET_TIMING=QUICK)
    for message in said:
        assert code_of(nation.network.say_again(message)) == (409, "replayed")


def test_a_node_that_nobody_let_in_is_refused(nation: Fleet) -> None:
    stranger = keys.generate("intl")
    assert told(nation["henan"], stranger, source="shanghai") == (401, "unknown_node")


def test_who_signs_with_a_key_of_his_own_under_the_name_of_another_is_refused(
    nation: Fleet,
) -> None:
    kid = next(key for key, name in nation.network.names.items() if name == "shanghai")
    forger = keys.generate("intl")
    answer = told(nation["henan"], forger, source="shanghai", claims=kid)
    assert answer == (401, "signature_wrong")


def test_a_peer_cannot_tell_what_happened_at_another_one(nation: Fleet) -> None:
    own = keys.PrivateKey.from_text(nation["guizhou"].does("secret"))
    assert told(nation["henan"], own, source="shanghai") == (403, "not_its_own")


def test_a_message_changed_on_its_way_is_refused(nation: Fleet) -> None:
    own = keys.PrivateKey.from_text(nation["guizhou"].does("secret"))
    answer = told(nation["henan"], own, source="guizhou", changed=lambda body: body + b" ")
    assert answer == (401, "content_digest_wrong")


def test_a_node_that_was_excluded_is_refused(nation: Fleet) -> None:
    hub, guizhou = nation["hub"], nation["guizhou"]
    own = keys.PrivateKey.from_text(guizhou.does("secret"))
    hub.does("exclude", node="guizhou")
    registry = hub.does("publish")["text"]
    nation["henan"].does("take", text=registry)

    assert told(nation["henan"], own, source="guizhou") == (403, "revoked")
    assert told(nation["hub"], own, source="guizhou") == (403, "revoked")
    application = guizhou.does("apply_again", hub="hub")
    hub.does("let_in", application=application)  # for the tests that come after
    nation["henan"].does("take", text=hub.does("publish")["text"])


def test_nodes_whose_clocks_differ_are_told_so_and_go_on_once_they_agree(nation: Fleet) -> None:
    shanghai, henan = nation["shanghai"], nation["henan"]
    henan.run("web", FLEET_CLOCK="300", FLEET_TIMING=QUICK)
    henan.wait_until_it_answers()
    shanghai.does("send_notes", to=["henan"], first=1, last=5)
    until(lambda: trouble_with(shanghai, "henan") == "clock_skew", "nobody said why")
    assert not settled(shanghai, henan)
    henan.run("web", FLEET_TIMING=QUICK)
    henan.wait_until_it_answers()
    wait_until_settled(shanghai, henan)


def test_nobody_is_believed_once_the_registry_has_expired(nation: Fleet) -> None:
    shanghai, henan = nation["shanghai"], nation["henan"]
    before = effects(henan)
    henan.kill("work")
    (expires_at,) = henan.rows("SELECT expires_at FROM federation_registry")[0]
    henan.changes("UPDATE federation_registry SET expires_at = '2020-01-01 00:00:00'")
    shanghai.does("send_notes", to=["henan"], first=1, last=5)

    until(lambda: trouble_with(shanghai, "henan") == "our_registry_expired", "nobody said why")

    assert effects(henan) == before
    henan.changes("UPDATE federation_registry SET expires_at = ?", expires_at)
    henan.run("work", FLEET_TIMING=QUICK)
    wait_until_settled(shanghai, henan)


def told(
    receiver: Member,
    key: keys.PrivateKey,
    *,
    source: str,
    claims: str = "",
    changed=lambda body: body,
) -> tuple[int, str]:
    """Tell a node something with our own hands; what it says to that."""
    body = json.dumps([note(source)]).encode()
    headers = sign_request(
        method="POST",
        url=receiver.address + INBOX,
        headers={"Content-Type": BATCH},
        body=body,
        key=key,
        at=datetime.now(tz=UTC),
        nonce=uuid4().hex,
    )
    if claims:
        name = next(each for each in headers if each.lower() == "signature-input")
        headers[name] = headers[name].replace(key.public.kid, claims)
    answer = httpx.post(receiver.address + INBOX, content=changed(body), headers=headers)
    return answer.status_code, answer.json().get("code", "")


def note(source: str) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": source,
        "type": "test.noted",
        "subject": "note/0",
        "time": datetime.now(tz=UTC).isoformat(),
        "datacontenttype": "application/json",
        "data": {"number": 0},
    }


def trouble_with(member: Member, peer: str) -> str:
    rows = member.rows("SELECT trouble FROM federation_contact WHERE peer = ?", peer)
    return str(rows[0][0]) if rows else ""


def code_of(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), json.loads(body).get("code", "")
