"""Codes of other nodes: their keys from the registry, their lists by asking them."""

from datetime import timedelta

import pytest
from django.test import override_settings

from tests.builders import a_person, a_post
from tests.certificates.codes.phones import AT, a_code, an_issuer, list_text
from tests.certificates.codes.test_issuing import fetch
from tongban.certificates import inbound, operations, queries, tasks
from tongban.certificates.models import KeptList, Verifier
from tongban.certificates.operations import checking
from tongban.certificates.rules import codes
from tongban.core.refusal import Refusal
from tongban.crypto.keys import GM, INTL, PrivateKey, generate
from tongban.federation import operations as federation
from tongban.federation.models import Peer
from tongban.federation.rules import Question
from tongban.identity.models import Actor
from tongban.privacy.queries import accesses_to

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


BANK = {"id": "bank", "names": {"zh": "银行"}, "purposes": {"zh": "开户"}, "fields": ["name"]}


@pytest.fixture
def gate() -> Verifier:
    operations.load_scenes([BANK])
    told = {"code": "gate", "names": {"zh": "门"}, "scene": "bank", "fields": ["name"]}
    return operations.register_verifier(**told, until=AT + MINUTE, by=a_post(), at=AT)[0]


def asked(text: str, **more) -> dict:
    keeper = {"sub": "somebody-in-the-west", "handle": "", "name": "孙悦"}
    told = {"code": text, "verifier": "gate", "names": {"zh": "西门"}, "scene": "bank"}
    return {**told, "fields": ["name"], "keeper": keeper, **more}


def shown_by(person, *, audience: str = "") -> str:
    ((device, credential),) = fetch(Actor(person))
    return codes.presented(credential, device, at=AT, audience=audience)


def test_a_verifier_sees_the_fields_of_somebody_elsewhere(gate: Verifier, monkeypatch) -> None:
    a_peer()
    operations.keep_list(text=list_text(key=WEST), node="west", at=AT)
    told: dict = {}

    def ask(question: str, *, of: str, data: dict, at) -> dict:
        told.update(question=question, of=of, data=data)
        return {"reason": "good", "fields": {"name": "林晓", "id_number": "410102"}}

    monkeypatch.setattr(checking.federation, "ask", ask)
    text = a_code(key=WEST)
    checked = operations.check_code(text=text, by=gate, at=AT)
    assert (checked.verdict.reason, checked.fields) == ("good", {"name": "林晓"})
    assert (told["question"], told["of"], told["data"]["code"]) == ("code.look", "west", text)
    assert set(told["data"]["keeper"]) == {"sub", "handle", "name"}


def test_what_its_issuer_took_back_just_now_is_refused_online_before_the_next_list(
    gate: Verifier, monkeypatch
) -> None:
    a_peer()
    operations.keep_list(text=list_text(key=WEST), node="west", at=AT)
    answer = {"reason": "revoked", "fields": {}}
    monkeypatch.setattr(checking.federation, "ask", lambda *_question, **_how: answer)
    told = operations.check_code(text=a_code(key=WEST), by=gate, at=AT)
    assert (told.verdict.outcome, told.verdict.reason) == ("refused", "revoked")
    assert told.fields == {}


def test_while_the_other_node_is_away_the_verdict_stands(gate: Verifier, monkeypatch) -> None:
    a_peer()
    operations.keep_list(text=list_text(key=WEST), node="west", at=AT)

    def ask(*_question, **_how) -> dict:
        raise federation.PeerAway

    monkeypatch.setattr(checking.federation, "ask", ask)
    checked = operations.check_code(text=a_code(key=WEST), by=gate, at=AT)
    assert (checked.verdict.reason, checked.fields) == ("good", {})


@pytest.mark.usefixtures("gate")
def test_the_holder_reads_that_a_verifier_elsewhere_looked() -> None:
    a_peer()
    ana = a_person("林晓")
    question = Question("code.look", "west", "", asked(shown_by(ana)), AT)
    assert inbound.code_look(question) == {"reason": "good", "fields": {"name": "林晓"}}
    (line,) = accesses_to(ana)
    assert (line.office, line.fields, line.matter["zh"]) == ({"zh": "西门"}, ["name"], "开户")
    assert (line.by.name, line.under) == ("孙悦", "verifier/gate@west")


@pytest.mark.usefixtures("gate")
def test_another_node_gets_no_more_than_the_scene_allows_here() -> None:
    a_peer()
    ana = a_person("林晓")
    text = shown_by(ana)
    for more in ({"fields": ["name", "id_number"]}, {"scene": "casino"}):
        with pytest.raises(Refusal):
            operations.look_for(asked=asked(text, **more), node="west", at=AT)
    assert not accesses_to(ana)


@pytest.mark.usefixtures("gate")
def test_another_node_gets_nothing_for_a_code_that_is_not_good() -> None:
    a_peer()
    ana = a_person("林晓")
    cases = [
        (shown_by(ana), AT + timedelta(seconds=61), "too_old"),
        (shown_by(ana, audience="another-gate"), AT, "wrong_audience"),
        (a_code(key=generate(INTL)), AT, "unknown_issuer"),
    ]
    for text, at, reason in cases:
        told = operations.look_for(asked=asked(text), node="west", at=at)
        assert told == {"reason": reason, "fields": {}}
    assert not accesses_to(ana)


@override_settings(TONGBAN_NODE="here-and-now", TONGBAN_ADDRESS="https://here.example")
def test_our_own_codes_carry_our_own_address() -> None:
    ((device, credential),) = fetch(Actor(a_person()))
    verdict = check(codes.presented(credential, device, at=AT))
    assert (verdict.outcome, verdict.issuer) == ("accepted", "here-and-now")
