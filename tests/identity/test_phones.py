"""A new mobile number: proven by a code, told to the old one, which can take it back."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.builders import DAY, MONDAY, a_person, a_post
from tests.doors import sign_in, sign_in_at_work
from tests.federation.nodes import Node, a_hub, being
from tests.identity.test_codes import code_of, wrong
from tongban.audit.queries import trail_of
from tongban.federation.models import Peer
from tongban.identity import operations
from tongban.identity.models import Challenge, Link, Passkey, Person, PhoneChange, SignIn
from tongban.identity.operations import AccountClosed, CodeGone, CodeWrong, TooOften, phones
from tongban.identity.operations.codes import NumberReplaced
from tongban.identity.rules import Door, Level, Method
from tongban.messages import operations as messages
from tongban.messages.models import Delivery

pytestmark = pytest.mark.django_db
NEW, HOME = "13900139000", "203.0.113.7"
TOLD = phones.Told(messages.text, lambda name: f"https://x.example/number/{name}/")


def signed_in(person: Person, *, level: int = 3, at: datetime = MONDAY) -> SignIn:
    return operations.open_sign_in(
        person=person,
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level(level),
        device="",
        at=at,
    )


def asked(person: Person, phone: str = NEW, at: datetime = MONDAY) -> Challenge:
    return phones.ask_for_new_phone(
        person=person, phone=phone, source=HOME, tell=messages.text, at=at
    )


def change(own: SignIn, challenge: Challenge, code: str = "", at: datetime = MONDAY) -> PhoneChange:
    return phones.change_phone(
        sign_in=own,
        challenge=challenge.public_id,
        code=code or code_of(challenge),
        source=HOME,
        told=TOLD,
        at=at,
    )


def link_in(text: str) -> str:
    return re.findall(r"/number/([\w-]+)/", text)[0]


@pytest.fixture
def ana() -> Person:
    return a_person()


def test_the_new_number_holds_the_old_one_is_told_and_others_are_signed_out(ana: Person) -> None:
    own, other, old = signed_in(ana), signed_in(ana), ana.phone
    changed = change(own, asked(ana))
    ana.refresh_from_db()
    assert (ana.phone, Person.objects.with_phone(NEW)) == (NEW, ana)
    assert list(SignIn.objects.filter(ended_at=None)) == [own]
    assert other != own
    text = Delivery.objects.latest("pk")
    assert (text.address, "139****9000" in text.body) == (old, True)
    assert NEW not in text.body
    assert changed.digest not in text.body
    assert "identity.phone_changed" in [entry.action for entry in trail_of(changed.ref)]


def test_who_holds_the_old_number_takes_it_back_and_signs_everybody_out(ana: Person) -> None:
    own, old = signed_in(ana), ana.phone
    changed = change(own, asked(ana))
    name = link_in(Delivery.objects.latest("pk").body)
    facts = {"public_key": b"x", "level": 2}
    Passkey.objects.create(person=ana, name="a", credential_id="a", created_at=MONDAY, **facts)
    kept = Passkey.objects.create(
        person=ana, name="b", credential_id="b", created_at=MONDAY - DAY, **facts
    )
    phones.take_phone_back(name=name, told=TOLD, at=changed.until - timedelta(seconds=1))
    ana.refresh_from_db()
    assert (ana.phone, Person.objects.with_phone(old)) == (old, ana)
    assert not SignIn.objects.filter(ended_at=None).exists()
    assert list(Passkey.objects.all()) == [kept]
    with pytest.raises(phones.TooLateToTakeBack):
        phones.take_phone_back(name=name, told=TOLD, at=MONDAY)


def test_after_seven_days_it_is_too_late_and_another_change_is_possible(ana: Person) -> None:
    own = signed_in(ana)
    changed = change(own, asked(ana))
    name = link_in(Delivery.objects.latest("pk").body)
    with pytest.raises(phones.ChangedLately):
        asked(ana, "13700137000", MONDAY + DAY)
    with pytest.raises(phones.TooLateToTakeBack):
        phones.take_phone_back(name=name, told=TOLD, at=changed.until)
    ana.refresh_from_db()
    assert asked(ana, "13700137000", changed.until).phone == "13700137000"


def test_a_refused_change_changes_nothing(ana: Person) -> None:
    own, old = signed_in(ana), ana.phone
    with pytest.raises(phones.SameNumber):
        asked(ana, ana.phone)
    first = asked(ana)
    with pytest.raises(CodeWrong):
        change(own, first, wrong(code_of(first)))
    with pytest.raises(phones.NotShownEnough):
        change(signed_in(ana, level=2), first)
    ben = a_person("Ben")
    taken = asked(ana, ben.phone)  # the same answer as for every number
    with pytest.raises(phones.PhoneTaken):
        change(own, taken)
    ana.refresh_from_db()
    assert ana.phone == old
    assert not PhoneChange.objects.exists()
    assert SignIn.objects.filter(ended_at=None).count() == 2
    with pytest.raises(TooOften):
        for n in range(6):
            asked(ana, f"1370013700{n}")
    with pytest.raises(CodeGone):
        change(own, first, at=MONDAY + timedelta(hours=1))


def test_nobody_opens_an_account_with_a_number_that_was_just_replaced(ana: Person) -> None:
    old = ana.phone
    changed = change(signed_in(ana), asked(ana))

    def arrive(at: datetime) -> SignIn:
        challenge = operations.send_code(
            phone=old, source=HOME, known_device="", tell=messages.text, at=at
        )
        return operations.sign_in_with_code(
            challenge=challenge.public_id, code=code_of(challenge), source=HOME, device="", at=at
        )

    with pytest.raises(NumberReplaced):
        arrive(MONDAY)
    assert arrive(changed.until).person != ana


def test_who_lost_the_phone_gets_the_new_number_at_a_counter(client: Client, ana: Person) -> None:
    clerk = a_post("Clerk")
    signed_in(ana)
    sign_in_at_work(client, clerk.person)
    said = {"name": ana.name, "number": ana.id_number, "phone": NEW}
    assert client.post("/work/numbers/", said).status_code == 200  # the card was not looked at
    stranger = said | {"name": "Bea", "seen": "on"}
    assert client.post("/work/numbers/", stranger).status_code == 409
    assert not Challenge.objects.exists()
    assert client.post("/work/numbers/", said | {"seen": "on"}).status_code == 302
    shown = client.get("/work/numbers/code/").content.decode()
    assert ana.id_number not in shown
    code = code_of(Challenge.objects.get())
    assert client.post("/work/numbers/code/", {"code": wrong(code)}).status_code == 409
    assert client.post("/work/numbers/code/", {"code": code}).status_code == 302
    ana.refresh_from_db()
    assert ana.phone == NEW
    assert PhoneChange.objects.get().under == clerk.ref
    assert not SignIn.objects.filter(person=ana, ended_at=None).exists()


def test_a_citizen_changes_it_on_two_pages_after_showing_who_she_is(
    client: Client, ana: Person
) -> None:
    sign_in(client, ana, level=2)
    assert "/step-up/" in client.get("/me/phone/")["Location"]
    sign_in(client, ana)
    assert client.get("/me/phone/code/")["Location"] == "/me/phone/"
    client.post("/me/phone/", {"phone": NEW})
    client.post("/me/phone/code/", {"code": code_of(Challenge.objects.get())})
    ana.refresh_from_db()
    assert ana.phone == NEW
    assert "139****9000" in client.get("/me/phone/").content.decode()
    stranger = Client()
    name = link_in(Delivery.objects.latest("pk").body)
    assert "139****9000" in stranger.get(f"/number/{name}/").content.decode()
    assert stranger.post(f"/number/{name}/").status_code == 200
    assert stranger.post(f"/number/{name}/").status_code == 404
    assert client.get("/me/phone/").status_code == 302  # signed out


def test_a_node_hears_it_from_the_hub_alone_and_leaves_other_accounts_alone(ana: Person) -> None:
    hub, north, ben = a_hub(), Node("north"), a_person("Ben")
    Peer.objects.create(name="hub", role="hub", address=hub.address)
    Link.objects.create(person=ana, issuer="hub", subject="ana-here", linked_at=MONDAY)
    with being(north):
        own = signed_in(ana)
        said = {"subject": {"sub": "ana-here"}, "phone": NEW}
        phones.hear_phone(said=said, source="south", at=MONDAY)
        ana.refresh_from_db()
        assert ana.phone != NEW
        for number, index in ((NEW, True), (ben.phone, False)):
            phones.hear_phone(said=said | {"phone": number}, source=hub.name, at=MONDAY)
            ana.refresh_from_db()
            assert (ana.phone, bool(ana.phone_index)) == (number, index)
        assert not SignIn.objects.filter(pk=own.pk, ended_at=None).exists()
        with pytest.raises(phones.KeptAtTheHub):
            asked(ana)


def test_a_closed_account_gets_no_number(ana: Person) -> None:
    operations.close_account(person=ana, at=MONDAY)
    with pytest.raises(AccountClosed):
        signed_in(ana)
    assert not PhoneChange.objects.exists()
