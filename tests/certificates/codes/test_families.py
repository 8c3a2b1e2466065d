"""The code of a child on the phone of a parent: bound to that phone, seen as such, over with the tie."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import DAY, MONDAY, a_person, a_post
from tests.certificates.codes.test_issuing import offline
from tests.certificates.test_families import a_child, born, keep, let
from tests.doors import sign_in
from tests.portal.codes.test_showing import ask, holder_on, points
from tongban.catalog.rules import Role
from tongban.certificates import operations, queries
from tongban.certificates.models import CodeCredential, FamilyTie
from tongban.certificates.operations import TieOver
from tongban.certificates.rules import codes
from tongban.certificates.rules.codes import KEPT
from tongban.crypto.devices import Device
from tongban.crypto.keys import decoded
from tongban.identity.models import Actor, Person
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
SECOND = timedelta(seconds=1)


@pytest.fixture
def tie() -> FamilyTie:
    ana, child = a_person("Ana"), a_child()
    born(child, ana)
    return keep(ana, child)


def fetched(tie: FamilyTie, by: Person | None = None, *, at=MONDAY) -> tuple[Device, bytes]:
    device = Device.make()
    (issued,) = operations.issue_codes(
        by=Actor(by or tie.relative), level=3, points=[device.public.point], at=at, tie=tie
    )
    return device, issued


def test_it_says_that_a_guardian_shows_it_and_is_bound_to_the_guardians_phone(
    tie: FamilyTie,
) -> None:
    Person.objects.filter(pk=tie.holder_id).update(level=2)
    tie.refresh_from_db()
    device, credential = fetched(tie)
    verdict = offline(codes.presented(credential, device, at=MONDAY), at=MONDAY)
    assert (verdict.outcome, verdict.credential.holder) == ("accepted", KEPT)
    assert verdict.credential.level == 2  # nobody is known more surely than the child
    row = CodeCredential.objects.get()
    assert (row.person, row.tie) == (tie.holder, tie)
    assert row.expires_at - row.issued_at <= DAY
    other = codes.presented(credential, Device.make(), at=MONDAY)
    assert offline(other, at=MONDAY).reason == "other_device"


def test_a_guardians_code_dies_with_the_family_link(tie: FamilyTie) -> None:
    device, credential = fetched(tie)
    later = MONDAY + 60 * SECOND
    operations.end_tie(tie=tie, by=tie.relative, at=MONDAY + SECOND)
    text = codes.presented(credential, device, at=later)
    assert queries.verifier(at=later).check(text, at=later).reason == "revoked"
    assert offline(text, at=later).reason == "revoked"
    with pytest.raises(TieOver):
        fetched(tie, at=later)


def test_it_dies_on_the_last_day_of_an_elders_consent_and_when_a_phone_is_lost() -> None:
    elder, relative = a_person("Elder"), a_person("Rel")
    tie = let(elder, relative, days=1)
    at = tie.ends_at - SECOND
    device, credential = fetched(tie, at=at)
    assert offline(codes.presented(credential, device, at=at), at=at).outcome == "accepted"
    over = codes.presented(credential, device, at=tie.ends_at + 60 * SECOND)
    assert offline(over, at=tie.ends_at + 60 * SECOND).reason == "revoked"
    again = let(elder, a_person("Kin"))
    device, credential = fetched(again)
    operations.revoke_codes(by=Actor(again.relative), at=MONDAY)
    shown = codes.presented(credential, device, at=MONDAY)
    assert queries.verifier(at=MONDAY).check(shown, at=MONDAY).reason == "revoked"


def test_nobody_else_gets_it(tie: FamilyTie) -> None:
    for stranger in (a_person("Ben"), tie.holder):
        with pytest.raises(TieOver):
            fetched(tie, stranger)
    assert not CodeCredential.objects.exists()


def test_the_phone_of_the_parent_shows_it_beside_their_own(client: Client, tie: FamilyTie) -> None:
    sign_in(client, tie.relative)
    page = client.get(reverse("code_family", args=[tie.public_id])).text
    assert tie.holder.name in page
    holder = page.partition('data-holder="')[2].partition('"')[0]
    own = holder_on(client)
    assert {holder, own} <= set(page.partition('data-keeps="')[2].partition('"')[0].split())
    assert str(tie.public_id) in client.get(reverse("code")).text
    device, name = Device.make(), str(tie.public_id)
    for body in (
        {"holder": own, "tie": name, "points": points(device)},
        {"holder": holder, "points": points(device)},
        {"holder": holder, "tie": "x", "points": points(device)},
    ):
        assert ask(client, body).status_code == 409
    answer = ask(client, {"holder": holder, "tie": name, "points": points(device)})
    text = codes.presented(decoded(answer.json()["credentials"][0]), device, at=now())
    told = client.post(reverse("verify"), {"code": text}, headers={"accept": "application/json"})
    assert (told.json()["outcome"], told.json()["holder"]) == ("accepted", KEPT)
    sign_in(client, tie.holder)
    assert client.get(reverse("code_family", args=[tie.public_id])).status_code == 404


def test_the_child_reads_that_the_family_showed_it(tie: FamilyTie) -> None:
    scene = {"id": "bus", "names": {"zh": "车"}, "purposes": {"zh": "乘车"}, "fields": ["name"]}
    operations.load_scenes([scene | {"holders": ["person"]}])
    told = {"code": "gate", "names": {"zh": "门"}, "scene": "bus", "fields": ["name"]}
    chief = a_post("Chief", role=Role.CHIEF)
    gate, _key = operations.register_verifier(**told, until=MONDAY + DAY, by=chief, at=MONDAY)
    device, credential = fetched(tie)
    shown = operations.check_code(
        text=codes.presented(credential, device, at=MONDAY), by=gate, at=MONDAY
    )
    assert shown.fields == {"name": tie.holder.name}
    line = accesses_to(tie.holder).get()
    assert (line.reason, line.matter) == ("Your family showed your code there", {"zh": "乘车"})
    assert not accesses_to(tie.relative).exists()
