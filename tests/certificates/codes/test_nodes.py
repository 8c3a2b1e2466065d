"""Codes of other nodes: their keys from the registry, their lists by asking them."""

from datetime import timedelta

import pytest
from django.test import override_settings

from tests.builders import a_person, a_post
from tests.certificates.codes.phones import AT, a_code, an_issuer, list_text
from tests.certificates.codes.test_issuing import fetch
from tongban.certificates import inbound, operations, queries, tasks
from tongban.certificates.models import KeptList
from tongban.certificates.rules import codes
from tongban.certificates.rules.scenes import scene_from
from tongban.crypto.keys import GM, INTL, PrivateKey, generate
from tongban.federation import operations as federation
from tongban.federation.models import Peer
from tongban.federation.rules import Question
from tongban.identity.models import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
WEST = generate(INTL)
MINUTE = timedelta(minutes=1)


def a_peer(key: PrivateKey = WEST, *, name: str = "west", since=AT - MINUTE) -> Peer:
    entry = {"jwk": key.public.to_jwk(), "not_before": since.isoformat(), "not_after": None}
    return Peer.objects.create(
        name=name,
        names={"zh": name},
        role="node",
        address=an_issuer(key, name).address,
        keys=[entry],
    )


def check(text: str, *, at=AT):
    return queries.verifier(at=at).check(text, at=at)


@pytest.mark.parametrize("suite", [INTL, GM])
def test_a_code_of_another_node_is_checked_with_what_we_keep_of_it(suite: str) -> None:
    key = generate(suite)
    a_peer(key)
    assert check(a_code(key=key)).reason == "list_is_missing"

    assert operations.keep_list(text=list_text(key=key), node="west", at=AT)

    verdict = check(a_code(key=key))
    assert (verdict.outcome, verdict.issuer) == ("accepted", "west")


def test_what_another_node_took_back_is_refused_here() -> None:
    a_peer()
    operations.keep_list(text=list_text(321, key=WEST), node="west", at=AT)
    assert check(a_code(key=WEST)).reason == "revoked"


def test_a_list_is_kept_only_from_its_own_node_and_only_a_newer_one() -> None:
    a_peer()
    a_peer(generate(INTL), name="east")
    text = list_text(key=WEST, version=7)
    assert not operations.keep_list(text=text, node="east", at=AT), "it is not east's"
    assert operations.keep_list(text=text, node="west", at=AT)
    assert not operations.keep_list(text=text, node="west", at=AT)
    assert not operations.keep_list(text=list_text(key=WEST, version=6), node="west", at=AT)
    assert operations.keep_list(text=list_text(key=WEST, version=8), node="west", at=AT)
    assert not operations.keep_list(text="x.y.z", node="west", at=AT)
    assert KeptList.objects.get().version == 8


def test_a_node_that_is_excluded_issues_no_codes() -> None:
    peer = a_peer()
    operations.keep_list(text=list_text(key=WEST), node="west", at=AT)
    peer.revoked = True
    peer.save()
    later = AT + MINUTE
    assert check(a_code(key=WEST, at=later), at=later).reason == "unknown_issuer"


def test_the_worker_asks_every_node_and_goes_on_when_one_is_away(monkeypatch) -> None:
    a_peer()
    a_peer(generate(INTL), name="away")
    asked = []

    def ask(question: str, *, of: str, at) -> dict:
        asked.append((question, of))
        if of == "away":
            raise federation.PeerAway
        return {"lists": [list_text(key=WEST), 7, None]}

    monkeypatch.setattr(tasks.federation, "ask", ask)
    assert tasks.fetch_lists(at=AT) == 1
    assert asked == [("code.lists", "away"), ("code.lists", "west")]
    assert tasks.fetch_lists(at=AT) == 0


def test_our_lists_are_told_to_every_node_that_asks() -> None:
    told = inbound.code_lists(Question("code.lists", "west", "", {}, AT))
    assert told["lists"] == [queries.own_list(each, at=AT) for each in queries.own_numbers(at=AT)]


def test_a_verifier_here_sees_no_fields_of_somebody_elsewhere() -> None:
    """They are at the other node; this one knows only whether the code is genuine."""
    a_peer()
    operations.keep_list(text=list_text(key=WEST), node="west", at=AT)
    row = {"id": "bank", "names": {"zh": "银行"}, "purposes": {"zh": "开户"}, "fields": ["name"]}
    operations.load_scenes([row])
    gate, _ = operations.register_verifier(
        code="gate",
        names={"zh": "门"},
        scene="bank",
        fields=["name"],
        until=AT + MINUTE,
        by=a_post(),
        at=AT,
    )
    told = operations.check_code(text=a_code(key=WEST), by=gate, at=AT)
    assert (told.verdict.reason, told.fields) == ("good", {})
    assert scene_from(row).fields == {"name"}


@override_settings(TONGBAN_NODE="here-and-now", TONGBAN_ADDRESS="https://here.example")
def test_our_own_codes_carry_our_own_address() -> None:
    ((device, credential),) = fetch(Actor(a_person()))
    verdict = check(codes.presented(credential, device, at=AT))
    assert (verdict.outcome, verdict.issuer) == ("accepted", "here-and-now")
