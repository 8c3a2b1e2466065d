"""Credentials of other nodes at our counter, and ours at theirs: the holder reads of it, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from tests.builders import a_certificate, a_person, a_post
from tests.certificates.codes.test_nodes import WEST, a_peer
from tests.portal.vc import counters
from tests.portal.vc.counters import asked, request_of, shown
from tongban.certificates import inbound, operations, queries
from tongban.certificates.models import WalletCredential
from tongban.certificates.queries.credentials import numbers
from tongban.config.topics import schema_of
from tongban.crypto import sd_jwt, status_lists
from tongban.crypto.devices import Device
from tongban.federation import operations as federation
from tongban.federation.rules import Event
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
HOUR = timedelta(hours=1)
NUMBER, INDEX = 1_000_002_000, 77


def theirs(device: Device, address: str, *, number: int = NUMBER) -> str:
    """A credential that the node in the west issued."""
    place = {"idx": INDEX, "uri": f"{address}/codes/status/{number}/"}
    claims = {
        "iss": address,
        "vct": queries.type_address("idcard"),
        "exp": int((now() + HOUR).timestamp()),
        "status": {"status_list": place},
    }
    return sd_jwt.issue(claims, hidden={"name": "林晓"}, key=WEST, holder=device.public)


def keep_their_list(address: str, *revoked: int, at: Any = None) -> None:
    text = status_lists.sign(
        subject=f"{address}/codes/status/{NUMBER}/",
        version=int(now().timestamp()) // 60 + len(revoked),
        size=1000,
        revoked=revoked,
        key=WEST,
        at=at or now(),
        lives=24 * HOUR,
        fresh=HOUR,
    )
    operations.keep_list(text=text, node="west", at=now())


def test_a_credential_of_another_node_is_believed_and_that_node_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(
        federation, "send", lambda topic, **how: told.append({"topic": topic, **how})
    )
    west, post, device = a_peer(since=now() - HOUR), a_post("Clerk"), Device.make()
    window = counters.a_verifier(post)
    a_certificate("idcard")

    def outcome(text: str) -> str:
        question = asked(window, post)
        counters.answer(request_of(question), shown(text, device, request_of(question), "name"))
        question.refresh_from_db()
        return question.outcome

    text = theirs(device, west.address)
    assert outcome(text) == "list_is_missing"
    keep_their_list(west.address)
    assert outcome(text) == "good"
    (event,) = told
    assert (event["topic"], event["to"]) == ("credential.shown", ["west"])
    assert set(event["data"]) == set(schema_of("credential.shown")["required"])  # type: ignore[index]
    assert outcome(theirs(device, "https://somewhere.example")) == "unknown_issuer"
    keep_their_list(west.address, INDEX)
    assert outcome(text) == "revoked"
    assert len(told) == 1


@pytest.mark.parametrize(("once", "lines"), [(False, 1), (True, 0)])
def test_the_holder_reads_that_a_counter_elsewhere_was_shown_it(once: bool, lines: int) -> None:
    a_peer(since=now() - HOUR)
    ana = a_person("林晓")
    WalletCredential.objects.create(
        certificate=a_certificate("idcard", holder=ana),
        person=ana,
        number=NUMBER,
        index=INDEX,
        issued_at=now(),
        expires_at=now() + HOUR,
        once=once,
    )
    said = {
        "number": NUMBER,
        "index": INDEX,
        "verifier": "window-9",
        "names": {"zh": "西城窗口"},
        "fields": ["idcard.name"],
        "purposes": {"zh": "在窗口办理", "en": "At a counter"},
        **{"post": {"zh": "窗口"}, "authority": "MPS", "region": "310000"},
        "keeper": {"sub": "clerk-in-the-west", "handle": "", "name": "孙悦"},
    }
    event = Event(
        a_person().public_id, "credential.shown", "west", "presentation/1", said, now(), now()
    )
    inbound.shown(event)
    inbound.shown(Event(**{**vars(event), "data": {**said, "index": 5}}))
    found = list(accesses_to(ana))
    assert len(found) == lines
    for line in found:
        assert (line.office, line.fields) == ({"zh": "西城窗口"}, ["idcard.name"])
        assert (line.by.name, line.under) == ("孙悦", "verifier/window-9@west")
        assert (line.matter["en"], line.authority) == ("At a counter", "MPS")


def test_other_nodes_get_the_lists_of_the_next_credentials_ahead() -> None:
    ahead = numbers(at=now())
    assert len(ahead) >= 2
    assert ahead <= set(queries.own_numbers(at=now()))
