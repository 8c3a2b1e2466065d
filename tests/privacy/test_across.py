"""A look anywhere is read wherever the person signs in; consent taken back is gone everywhere."""

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_certificate, a_person
from tests.cases.crossing import a_world, ana, apply_at_the_coast, officer, the_case
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tongban.cases import operations as cases
from tongban.certificates.inbound import consent_withdrawn
from tongban.certificates.models import Certificate
from tongban.crypto.pseudonyms import pseudonym
from tongban.federation.models import Outgoing
from tongban.federation.rules import Event, NotYet
from tongban.hotline import operations as hotline
from tongban.hotline.models import Request
from tongban.identity.models import Consent, Link, Permit, Person, SignIn
from tongban.identity.rules import PLATFORMS, Door, Level, Method
from tongban.privacy import inbound, operations, queries
from tongban.privacy.models import Access
from tongban.privacy.rules import By, Shown

pytestmark = pytest.mark.django_db
LATER = MONDAY + DAY


@pytest.fixture
def world() -> World:
    return a_world(decide={"by": "official"})


def test_a_look_at_another_platform_is_read_at_home_with_who_what_where_and_why(
    world: World,
) -> None:
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(PLAIN):
        cases.take(case=the_case(), by=officer(), at=LATER)
        cases.look(case=the_case(), by=officer(), at=LATER + HOUR)
    told = [one for one in world.sent if one.event.topic == "access.recorded"]
    assert [one.to for one in told] == ["coast"]
    name = told[0].event.data["subject"]
    assert set(name) == {"sub"}
    world.deliver_all()
    world.deliver(told[0])  # a double
    with world.at(COAST):
        heard = queries.accesses_to(ana().person).filter(node="plain").get()
        assert (heard.kind, heard.by, heard.whom) == (By.OFFICIAL, None, "O******")
        assert heard.office == {"zh": "plain", "en": "plain"}
        assert heard.post["en"] == "Case officer"
        assert "id_number" in heard.fields
        assert heard.about == the_case().ref
        assert heard.matter == the_case().service.names
        assert heard.authority
        assert heard.reason


def test_the_sender_of_a_case_says_to_whom_it_went(world: World) -> None:
    apply_at_the_coast(world)
    with world.at(COAST):
        [sent] = queries.accesses_to(ana().person)
        assert (sent.kind, sent.under, sent.office["en"]) == (By.NODE, "node/plain", "Plain")
        assert "insured_region" in sent.fields


def at_hub(world: World) -> Person:
    """Somebody at the hub who has signed in at the coast and on the plain."""
    person = a_person("Ana")
    opened = SignIn.objects.create(
        person=person,
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level.MATCHED,
        level_by=Method.CODE,
        level_at=MONDAY,
        started_at=MONDAY,
        seen_at=MONDAY,
    )
    for node in ("coast", "plain"):
        Permit.objects.create(
            person=person,
            sign_in=opened,
            client_id=node,
            scope="openid",
            level=2,
            code=Person().public_id,
            given_at=MONDAY,
        )
    return person


def known_everywhere(world: World) -> Person:
    with world.at(HUB):
        person = at_hub(world)
    for node in (COAST, PLAIN):
        with world.at(node):
            there = a_person("Ana")
            name = pseudonym(person.public_id, to=node.name)
            Link.objects.create(person=there, issuer="hub", subject=name, linked_at=MONDAY)
    return person


def hers() -> Person:
    return Link.objects.get(issuer="hub").person


def test_the_hub_passes_a_look_on_to_every_platform_where_she_signs_in(world: World) -> None:
    person = known_everywhere(world)
    with world.at(PLAIN):
        a_look(hers())
    world.deliver_all()
    with world.at(HUB):
        assert [line.node for line in queries.accesses_to(person)] == ["plain"]
    with world.at(COAST):
        assert [line.node for line in queries.accesses_to(hers())] == ["plain"]
    with world.at(PLAIN):
        assert Access.objects.count() == 1


def a_look(person: Person, **more) -> Access:
    facts = {"office": {"zh": "局"}, "about": "x/1", "fields": ["name"], "reason": "Why not"}
    by = None if more.get("shown") else a_person("Clerk")
    return operations.record_access(
        person=person, by=by, under="post/1", at=MONDAY, **facts, **more
    )


def test_a_look_at_somebody_who_is_not_known_here_yet_waits(world: World) -> None:
    known_everywhere(world)
    with world.at(PLAIN):
        a_look(hers())
    [letter] = [one for one in world.sent if one.to == "hub"]
    stranger = {**letter.event.data, "subject": {"sub": "nobody-here"}}
    event = Event(**{**vars(letter.event), "data": stranger})
    with world.at(COAST), pytest.raises(NotYet):
        inbound.recorded(event)


def test_an_installation_that_stands_alone_tells_nobody() -> None:
    a_look(a_person())
    assert not Outgoing.objects.exists()


def test_a_program_that_reads_is_named_without_a_person() -> None:
    ana_ = a_person()
    line = a_look(ana_, shown=Shown(kind=By.PROGRAM, purpose="sign-in-elsewhere"))
    assert (line.by, line.whom, line.kind) == (None, "", By.PROGRAM)


def test_when_platforms_may_no_longer_know_her_they_forget_what_came_along(world: World) -> None:
    person = known_everywhere(world)
    with world.at(COAST):
        copy = a_certificate("medins-code", holder=hers())
        Certificate.objects.filter(pk=copy.pk).update(node="hub")
        own = a_certificate("residence-permit", holder=hers())
        Link.objects.update(handles={"plain": "sealed"})
        opened = SignIn.objects.create(
            person=hers(),
            door=Door.PORTAL,
            method=Method.HUB,
            level=2,
            level_by=Method.HUB,
            level_at=MONDAY,
            started_at=MONDAY,
            seen_at=MONDAY,
        )
    with world.at(HUB):
        consent = Consent.objects.create(person=person, to=PLATFORMS, given_at=MONDAY)
        operations.withdraw(consent=consent, at=LATER)
    told = [one for one in world.sent if one.event.topic == "consent.withdrawn"]
    assert sorted(one.to for one in told) == ["coast", "plain"]
    world.deliver_all()
    with world.at(COAST):
        assert list(Certificate.objects.all()) == [own]
        opened.refresh_from_db()
        assert opened.ended_at
        assert Link.objects.get().handles == {}


def test_certificates_stay_behind_once_she_says_so(world: World) -> None:
    person = known_everywhere(world)
    with world.at(HUB):
        a_certificate("medins-code", holder=person)
    with world.at(COAST):
        copy = a_certificate("medins-code", holder=hers())
        Certificate.objects.filter(pk=copy.pk).update(node="hub")
    with world.at(HUB):
        operations.object_to(person=person, purpose="wallet", at=LATER)
    world.deliver_all()
    with world.at(COAST):
        assert not Certificate.objects.exists()
        subject = {"sub": Link.objects.get().subject}
    said = world.ask("wallet.held", of=HUB, by=COAST, subject=subject)
    assert said == {"certificates": []}
    with world.at(HUB):
        operations.agree(person=person, purpose="wallet", at=LATER)
    said = world.ask("wallet.held", of=HUB, by=COAST, subject=subject)
    assert len(said["certificates"]) == 1


def test_only_the_hub_says_that_a_consent_or_an_account_is_gone(world: World) -> None:
    known_everywhere(world)
    with world.at(COAST):
        copy = a_certificate("medins-code", holder=hers())
        Certificate.objects.filter(pk=copy.pk).update(node="hub")
        Link.objects.create(person=hers(), issuer="plain", subject="x", linked_at=MONDAY)
        said = {"subject": {"sub": "x"}, "purpose": "wallet"}
        facts = {"topic": "", "source": "plain", "about": "", "happened_at": MONDAY, "at": MONDAY}
        event = Event(id=Person().public_id, data=said, **facts)
        consent_withdrawn(event)
        inbound.closed(event)
        assert Certificate.objects.exists()
        assert hers().is_active


def test_an_account_that_is_closed_at_the_hub_is_closed_everywhere(world: World) -> None:
    person = known_everywhere(world)
    with world.at(HUB):
        closing = operations.ask_closing(person=person, at=MONDAY)
        assert operations.close_due(at=closing.due_at) == 1
        person.refresh_from_db()
        assert (person.name, person.phone_index, person.is_active) == ("", None, False)
    world.deliver_all()
    for node in (COAST, PLAIN):
        with world.at(node):
            assert "Ana" not in {each.name for each in Person.objects.filter(is_active=True)}
            assert not Link.objects.exists()


def test_asking_why_reaches_the_office_at_the_other_platform_and_its_answer_comes_back(
    world: World,
) -> None:
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(PLAIN):
        cases.take(case=the_case(), by=officer(), at=LATER)
    world.deliver_all()
    with world.at(COAST):
        look = queries.accesses_to(ana().person).get(node="plain")
        hotline.open_request(
            by=ana().person,
            kind="why",
            text="Why?",
            authority="",
            about=look.ref,
            region="310104",
            at=LATER,
        )
        assert Request.objects.get().custodian == "plain"
    world.deliver_all()
    with world.at(PLAIN):
        asked = Request.objects.get()
        assert asked.office == officer().office
        assert queries.access_named(asked.about) == Access.objects.get(public_id=look.public_id)
        hotline.take(request=asked, by=officer(), at=LATER)
        hotline.reply(
            request=asked, answer="By mistake", evidence="Checked", by=officer(), at=LATER
        )
    world.deliver_all()
    with world.at(COAST):
        assert Request.objects.get().answer == "By mistake"
