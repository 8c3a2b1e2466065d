"""Registers of other nodes: published, asked for, approved, asked, taken back, corrected."""

from datetime import timedelta

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post, a_service
from tests.cases.nodes import COAST, HUB, PLAIN
from tests.sharing.nodes import Sharing, world
from tests.sharing.registers import a_keeper, a_resource, a_row, ask, bound
from tongban.catalog.rules import ByNode
from tongban.core.refusal import Refusal
from tongban.crypto.documents import sign_document
from tongban.federation.models import Peer
from tongban.federation.rules import Question
from tongban.identity.models import Person, id_index
from tongban.identity.operations.links import link
from tongban.messages.models import Message
from tongban.privacy.models import Access
from tongban.sharing import inbound, operations, queries, tasks
from tongban.sharing.models import RegisterRow, Resource, SharingCall, SharingRequest
from tongban.sharing.operations import proving
from tongban.sharing.rules import State

__all__ = ["world"]
NUMBER = "410102199405169986"


def says(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def lin() -> Person:
    person = a_person("林晓")
    person.id_number, person.id_index = NUMBER, id_index(NUMBER)
    person.save()
    return person


def shared(world: Sharing, *, approved: bool = True) -> None:
    """The plain keeps a register, the coast knows of it and may ask it."""
    with world.at(PLAIN):
        a_resource()
        a_row(number=NUMBER, name="林晓")
        lin()
        assert tasks.publish(MONDAY) == 2
    world.deliver_all()
    if approved:
        with world.at(COAST):
            asked_for()
        world.deliver_all()
        with world.at(PLAIN):
            decide()
        world.deliver_all()


def asked_for() -> SharingRequest:
    return operations.request_sharing(
        resource=Resource.objects.get(),
        service=a_service("hf-rent"),
        fields=["owns_home", "homes", "address"],
        purpose="decide",
        words={"basis": "Art. 24", "why": "To decide"},
        a_day=5,
        by=a_post("Asker"),
        at=MONDAY,
    )


def decide(**facts) -> SharingRequest:
    plain = {"fields": ["owns_home", "homes"], "a_day": 3, "until": MONDAY + 90 * DAY}
    return operations.approve_sharing(
        request=SharingRequest.objects.get(),
        **{**plain, **facts},
        by=a_keeper(Resource.objects.get()),
        at=MONDAY,
    )


def test_every_node_learns_what_a_register_shares(world: Sharing) -> None:
    shared(world, approved=False)
    for node in (HUB, COAST):
        with world.at(node):
            resource = queries.resource_called("realestate")
            assert resource is not None
            assert (resource.node, resource.keys) == ("plain", ["owns_home", "homes", "address"])
    with world.at(PLAIN):
        assert tasks.publish(MONDAY) == 0, "nothing new"


def test_no_node_takes_over_the_register_of_another(world: Sharing) -> None:
    shared(world, approved=False)
    with world.at(HUB):
        Resource.objects.update(node="", heard=["plain"], published_at=MONDAY + DAY)
        assert tasks.publish(MONDAY + DAY) == 1
    [letter] = world.sent
    with says("unknown_resource"):
        world.deliver(letter)
    with world.at(COAST):
        assert Resource.objects.get().node == "plain"


def test_what_another_node_signed_for_a_third_one_is_not_believed(world: Sharing) -> None:
    shared(world, approved=False)
    with world.at(HUB):
        said = {"code": "x", "node": "plain", "published_at": MONDAY.isoformat()}
        forged = sign_document(said, [world.keys["hub"]], kind="resource")
        source = Peer.objects.get(name="plain")
        with says("proof_faulty"):
            operations.take_in(document=forged, source=source, by=ByNode("plain"), at=MONDAY)


def test_a_request_goes_to_the_owner_and_the_decision_comes_back(world: Sharing) -> None:
    shared(world)
    with world.at(COAST):
        asked = SharingRequest.objects.get()
        assert (asked.state, asked.granted, asked.a_day) == (
            State.APPROVED,
            ["owns_home", "homes"],
            3,
        )
        assert Message.objects.get().template == "sharing/approved"
    with world.at(PLAIN):
        held = SharingRequest.objects.get()
        assert (held.public_id, held.asker) == (asked.public_id, "coast")


def test_an_office_elsewhere_asks_and_both_sides_write_it_down(world: Sharing) -> None:
    shared(world)
    with world.at(COAST):
        answer = ask(lin(), a_post("Otto"))
        assert (answer.outcome, answer.fields) == ("found", {"owns_home": False, "homes": "0"})
        call = SharingCall.objects.get()
        assert (call.node, call.outcome, call.proof) == ("plain", "found", "")
        assert not Access.objects.exists(), "whoever looks at their own case's answer is no peer"
    with world.at(PLAIN):
        logged = SharingCall.objects.get()
        assert (logged.public_id, logged.asker, logged.outcome) == (
            call.public_id,
            "coast",
            "found",
        )
        assert logged.proof, "what the coast signed can be shown afterwards"
        look = Access.objects.get()
        assert (look.person.id_number, look.about) == (NUMBER, bound(logged.person).ref)
        assert look.by == logged.by


def test_the_number_travels_only_sealed_to_the_register(world: Sharing) -> None:
    shared(world)
    with world.at(COAST):
        ask(lin(), a_post())
    [told] = world.asked
    assert NUMBER not in str(told)
    assert "林晓" not in str(told)


def test_what_was_taken_back_is_refused_before_the_news_has_arrived(world: Sharing) -> None:
    shared(world)
    with world.at(PLAIN):
        held = SharingRequest.objects.get()
        keeper = a_keeper(Resource.objects.get(), name="Kim")
        operations.revoke_sharing(request=held, reason="Misused", by=keeper, at=MONDAY)
    with world.at(COAST):
        person, post = lin(), a_post()
        assert SharingRequest.objects.get().state == State.APPROVED, "it has not heard yet"
        with says("sharing_revoked"):
            ask(person, post)
        assert SharingCall.objects.get().outcome == "refused"
    world.deliver_all()
    with world.at(COAST):
        assert SharingRequest.objects.get().state == State.REVOKED
        with says("sharing_revoked"):
            ask(person, post)
        assert SharingCall.objects.count() == 1, "this time nothing was sent"


def test_decisions_that_arrive_in_the_wrong_order_end_with_the_newest(world: Sharing) -> None:
    shared(world, approved=False)
    with world.at(COAST):
        asked_for()
    world.deliver_all()
    with world.at(PLAIN):
        decide()
        keeper = a_keeper(Resource.objects.get(), name="Kim")
        held = SharingRequest.objects.get()
        operations.revoke_sharing(request=held, reason="Misused", by=keeper, at=MONDAY)
    first, second = world.sent
    for letter in (second, first, second):
        world.deliver(letter)
    with world.at(COAST):
        assert SharingRequest.objects.get().state == State.REVOKED


def test_a_register_that_is_away_is_said_so_and_noted(world: Sharing) -> None:
    shared(world)
    world.away.add("plain")
    with world.at(COAST):
        with says("register_silent"):
            ask(lin(), a_post())
        call = SharingCall.objects.get()
        assert (call.outcome, call.why) == ("away", "unreachable")


def test_the_budget_counts_at_the_register(world: Sharing) -> None:
    shared(world)
    with world.at(COAST):
        person, post = lin(), a_post()
        for _each in range(3):
            ask(person, post)
        with says("sharing_budget_used_up"):
            ask(person, post)


def proof(world: Sharing, asked, *, by: str = "coast", **changes) -> Question:
    """The question of `by` with something changed in what it signed or sealed."""
    with world.at(world.nodes["coast"]):
        person = Person.objects.filter(id_index=id_index(NUMBER)).first() or lin()
        told = proving.question_for(asked(person), to="plain", at=MONDAY)
        said = proving.read_document(
            told["proof"], keys=[world.keys["coast"].public], kind=proving.KIND
        )
    whom = changes.pop("whom", None)
    if changes or by != "coast":
        said = {**said, **changes}
        told["proof"] = sign_document(said, [world.keys[by]], kind=proving.KIND)
    if whom:
        told["whom"] = proving.seal_for(world.sealing["plain"].public_jwk, whom)
    return Question(proving.QUESTION, "coast", "", told, MONDAY)


def asking(world: Sharing):
    with world.at(COAST):
        request, post = SharingRequest.objects.get(), a_post()

    def make(person: Person):
        case = bound(person)
        asked = operations.calling._asked(case, person, "decide", ["homes"], post, "realestate")
        return operations.calling.replace(asked, request=request.public_id)

    return make


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("case_not_open", {"open": False}),
        ("case_not_open", {"open": "yes"}),
        ("no_case", {"case": ""}),
        ("no_case", {"reference": ""}),
        ("beyond_approval", {"fields": ["address"]}),
        ("purpose_mismatch", {"purpose": "identify"}),
        ("purpose_mismatch", {"service": "passport"}),
        ("unknown_resource", {"resource": "marriage"}),
        ("sharing_not_approved", {"request": "6f1c2d34-0000-4000-8000-000000000000"}),
        ("proof_faulty", {"to": "hub"}),
        ("proof_faulty", {"from": "hub"}),
        ("proof_faulty", {"at": (MONDAY - timedelta(minutes=3)).isoformat()}),
        ("proof_faulty", {"id": "seven"}),
        ("proof_faulty", {"by": "hub"}),
        ("case_of_another", {"whom": {"sub": "else", "name": "林晓", "number": NUMBER}}),
        ("proof_faulty", {"whom": {"name": "林晓"}}),
    ],
)
def test_the_register_refuses_what_the_proof_does_not_carry(
    world: Sharing, code: str, changes
) -> None:
    shared(world)
    by = "hub" if changes == {"by": "hub"} else "coast"
    changed = {} if by == "hub" else dict(changes)
    question = proof(world, asking(world), by=by, **changed)
    with world.at(PLAIN):
        people = Person.objects.count()
        with says(code):
            inbound.read(question)
        assert not SharingCall.objects.exists()
        assert not Access.objects.exists()
        assert Person.objects.count() == people


def test_a_question_that_is_sent_again_is_not_answered_again(world: Sharing) -> None:
    shared(world)
    question = proof(world, asking(world))
    with world.at(PLAIN):
        assert inbound.read(question)["outcome"] == "found"
        with says("call_answered_before"):
            inbound.read(question)
        assert Access.objects.count() == 1


def test_the_number_of_somebody_else_in_a_case_of_somebody_known_is_refused(
    world: Sharing,
) -> None:
    shared(world)
    first = proof(world, asking(world))
    with world.at(PLAIN):
        inbound.read(first)
        other = a_person("Ben")
        a_row(number=other.id_number, name="Ben")
        linked = SharingCall.objects.get().person
    with world.at(COAST):
        person = Person.objects.get(id_index=id_index(NUMBER))
        sub = proving.subject_for(person, to="plain")["sub"]
    with world.at(PLAIN):
        link(person=linked, issuer="coast", subject=sub, at=MONDAY)
    whom = {"sub": sub, "name": "Ben", "number": other.id_number}
    question = proof(world, asking(world), whom=whom)
    with world.at(PLAIN), says("case_of_another"):
        inbound.read(question)


def test_a_correction_reaches_the_person_where_the_case_is(world: Sharing) -> None:
    shared(world)
    with world.at(COAST):
        person, post = lin(), a_post()
        ask(person, post)
        ask(person, post)
        Message.objects.all().delete()
    with world.at(PLAIN):
        row, keeper = RegisterRow.objects.get(), a_keeper(Resource.objects.get(), name="Kim")
        told = {"owns_home": "true", "homes": "1", "address": "A"}
        operations.correct_row(row=row, values=told, reason="Deed", by=keeper, at=MONDAY)
        assert Message.objects.filter(template="sharing/corrected").count() == 1
    assert len(world.sent) == 1, "once for each case"
    world.deliver_all()
    with world.at(COAST):
        assert Message.objects.get().to == person
        assert ask(person, post, at=MONDAY).fields == {"owns_home": True, "homes": "1"}


def test_approvals_of_a_demonstration_are_the_same_at_both_nodes(world: Sharing) -> None:
    shared(world, approved=False)
    row = {
        **{"key": "realestate/coast/hf-rent", "resource": "realestate", "office": "o"},
        **{"office_names": {}, "service": "hf-rent", "service_names": {}, "purpose": "decide"},
        **{"basis": "Art. 24", "fields": ["homes"], "a_day": 2},
    }
    with world.at(PLAIN):
        told = {**row, "node": "", "asker": "coast"}
        assert operations.load_approvals(rows=[told], by=a_person(), at=MONDAY) == 1
        assert operations.load_approvals(rows=[told], by=a_person(), at=MONDAY) == 0
    with world.at(COAST):
        told = {**row, "node": "plain", "asker": ""}
        operations.load_approvals(rows=[told], by=a_person(), at=MONDAY)
        assert ask(lin(), a_post(), fields=["homes"]).fields == {"homes": "0"}
