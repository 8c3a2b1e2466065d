"""Giving phones their credentials, taking them back, and lists that say so."""

import os
from datetime import timedelta

import pytest

from tests.builders import a_person, an_organisation
from tests.certificates.codes.phones import AT, SECOND
from tongban.audit.models import Entry
from tongban.certificates import operations, queries
from tongban.certificates.models import CodeCredential
from tongban.certificates.operations import codes as issuing
from tongban.certificates.rules import codes, trust
from tongban.certificates.rules.codes import BATCH, FIRM, PERSON, Credential, Place
from tongban.core.refusal import Refusal
from tongban.crypto.devices import Device, DeviceKey
from tongban.crypto.keys import GM, INTL, generate
from tongban.crypto.tokens import Token
from tongban.identity.models import Actor, Grant
from tongban.identity.rules import GrantKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
MINUTE = timedelta(minutes=1)


def fetch(actor: Actor, *, count: int = 1, at=AT, devices=None) -> list[tuple[Device, bytes]]:
    devices = devices or [Device.make() for _ in range(count)]
    points = [device.public.point for device in devices]
    issued = operations.issue_codes(by=actor, level=actor.person.level, points=points, at=at)
    return list(zip(devices, issued, strict=True))


def offline(text: str, *, at=AT):
    """What somebody says who fetched keys and lists at this moment."""
    keys = trust.read_keys(queries.code_keys(at=at), at=at)
    lists = trust.read_lists("\n".join(queries.code_lists(at=at)), keys)
    return keys.verifier(lists).check(text, at=at)


def refused(**how) -> str:
    with pytest.raises(Refusal) as caught:
        operations.issue_codes(**how)
    return caught.value.code


def test_a_phone_shows_codes_that_anybody_can_check() -> None:
    ana = Actor(a_person("Ana"))
    for device, credential in fetch(ana, count=BATCH):
        verdict = offline(codes.presented(credential, device, at=AT))
        assert (verdict.outcome, verdict.credential.holder) == ("accepted", PERSON)
        assert verdict.credential.level == ana.person.level
    assert Entry.objects.filter(action="certificates.codes_issued").count() == 1


def test_credentials_live_for_less_than_a_day() -> None:
    fetch(Actor(a_person()))
    row = CodeCredential.objects.get()
    assert timedelta(hours=23) <= row.expires_at - row.issued_at <= timedelta(hours=24)


def test_two_credentials_of_one_person_share_what_everybody_shares_and_nothing_else() -> None:
    ana, ben = Actor(a_person("Ana")), Actor(a_person("Ben"))
    first, second = (codes.opened(codes.presented(c, d, at=AT)) for d, c in fetch(ana, count=2))
    ((device, other),) = fetch(ben)
    stranger = codes.opened(codes.presented(other, device, at=AT))

    def facts(code) -> set:
        one = code.credential
        told = {("id", one.id), ("key", one.device.point), ("index", one.place.index)}
        shared = {("list", one.place.number), ("ends", one.expires_at), ("by", code.issued.kid)}
        return told | shared | {("level", one.level), ("holder", one.holder)}

    assert facts(first) & facts(second) == facts(first) & facts(stranger)


def test_a_code_says_that_it_is_a_firms() -> None:
    firm = an_organisation()
    grant = Grant.objects.create(
        organisation=firm, agent=a_person(), kind=GrantKind.AGENT, starts_at=AT - MINUTE
    )
    ((device, credential),) = fetch(Actor(grant.agent, grant))
    text = codes.presented(credential, device, at=AT)
    assert offline(text).credential.holder == FIRM

    Grant.objects.update(revoked_at=AT)

    at = AT + MINUTE
    text = codes.presented(credential, device, at=at)
    assert offline(text, at=at).reason == "revoked", "whoever lost the power has no code"


def test_cancelled_codes_are_on_the_list_within_a_minute() -> None:
    ana = Actor(a_person("Ana"))
    ((device, credential),) = fetch(ana)
    ((bens, other),) = fetch(Actor(a_person("Ben")))
    assert offline(codes.presented(credential, device, at=AT)).reason == "good"

    assert operations.revoke_codes(by=ana, at=AT) == 1

    at = AT + MINUTE
    assert offline(codes.presented(credential, device, at=at), at=at).reason == "revoked"
    assert offline(codes.presented(other, bens, at=at), at=at).reason == "good"
    assert Entry.objects.filter(action="certificates.codes_revoked").exists()
    assert operations.revoke_codes(by=ana, at=at) == 0


@pytest.mark.parametrize("suite", [INTL, GM])
def test_many_written_together_are_what_each_would_be_alone(suite: str) -> None:
    key = generate(suite)
    many = [
        Credential(
            os.urandom(16),
            PERSON,
            3,
            1_800_000_000,
            Place(2061600, index),
            DeviceKey(os.urandom(64)),
        )
        for index in (0, 23, 24, 255, 256, 65535, 65536, 2**20 - 1)
    ]
    together = codes.issued_together(many, key)
    for raw, one in zip(together, many, strict=True):
        written, alone = Token(raw), Token(codes.issued(one, key))
        assert written.message == alone.message
        assert key.public.verify(written.signature, written.message)


def test_a_key_serves_one_credential() -> None:
    ana, device = Actor(a_person()), Device.make()
    fetch(ana, devices=[device])
    points = [Device.make().public.point, device.public.point]
    assert refused(by=ana, level=3, points=points, at=AT) == "key_used_before"
    assert CodeCredential.objects.count() == 1


@pytest.mark.parametrize("points", [[], [b"x" * 64], [b"x"]])
def test_what_is_no_key_gets_no_credential(points: list[bytes]) -> None:
    assert refused(by=Actor(a_person()), level=3, points=points, at=AT) == "keys_faulty"
    assert not CodeCredential.objects.exists()


def test_a_phone_gets_at_most_a_batch_of_different_keys() -> None:
    ana, one = Actor(a_person()), Device.make().public.point
    many = [Device.make().public.point for _ in range(BATCH + 1)]
    assert refused(by=ana, level=3, points=many, at=AT) == "keys_faulty"
    assert refused(by=ana, level=3, points=[one, one], at=AT) == "keys_faulty"


def test_nobody_fetches_without_end() -> None:
    ana = Actor(a_person())
    for _ in range(20):
        fetch(ana, count=BATCH)
    point = Device.make().public.point
    assert refused(by=ana, level=3, points=[point], at=AT) == "too_many_codes"
    later = AT + timedelta(hours=24)
    assert operations.issue_codes(by=ana, level=3, points=[point], at=later)


def test_what_is_over_is_forgotten() -> None:
    fetch(Actor(a_person()), count=3)
    operations.tidy_codes(at=AT + timedelta(hours=40))
    assert CodeCredential.objects.count() == 3
    assert operations.tidy_codes(at=AT + timedelta(hours=49)) == 3


def test_lists_of_one_minute_are_the_same_and_those_of_the_next_count_on() -> None:
    keys = trust.read_keys(queries.code_keys(at=AT), at=AT)

    def versions(at) -> set[int]:
        return {
            each.version for each in trust.read_lists("\n".join(queries.code_lists(at=at)), keys)
        }

    assert versions(AT) == versions(AT + 10 * SECOND)
    assert min(versions(AT + MINUTE)) == max(versions(AT)) + 1


def test_a_place_that_somebody_took_meanwhile_is_drawn_again(monkeypatch) -> None:
    fetch(Actor(a_person()))
    taken = CodeCredential.objects.get()
    drawn = [[Place(taken.number, taken.index)], [Place(taken.number, taken.index ^ 1)]]
    monkeypatch.setattr(issuing, "_free_places", lambda _count, ends: drawn.pop(0))
    fetch(Actor(a_person()))
    assert set(CodeCredential.objects.values_list("index", flat=True)) == {
        taken.index,
        taken.index ^ 1,
    }


def test_when_no_place_can_be_had_nothing_is_kept(monkeypatch) -> None:
    fetch(Actor(a_person()))
    taken = CodeCredential.objects.get()
    monkeypatch.setattr(
        issuing, "_free_places", lambda _count, ends: [Place(taken.number, taken.index)]
    )
    point = Device.make().public.point
    assert refused(by=Actor(a_person()), level=3, points=[point], at=AT) == "codes_busy"
    assert CodeCredential.objects.count() == 1
