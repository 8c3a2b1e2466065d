"""Registers of other nodes: published, asked for, approved, asked, taken back, corrected."""

from tests.builders import DAY, MONDAY, a_person, a_post
from tests.cases.nodes import COAST, HUB, PLAIN
from tests.sharing.nodes import Sharing, world
from tests.sharing.registers import a_keeper, ask, bound
from tests.sharing.shared import NUMBER, asked_for, decide, lin, otto, says, shared
from tongban.catalog.models import Office
from tongban.catalog.rules import ByNode
from tongban.crypto.documents import sign_document
from tongban.federation.models import Peer
from tongban.messages.models import Message
from tongban.privacy.models import Access
from tongban.sharing import operations, queries, tasks
from tongban.sharing.models import RegisterRow, Resource, SharingCall, SharingRequest
from tongban.sharing.rules import State

__all__ = ["world"]


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


def test_who_shares_a_register_no_more_says_so_to_those_who_knew(world: Sharing) -> None:
    shared(world, approved=False)
    with world.at(PLAIN):
        operations.load_resources(rows=[], at=MONDAY + DAY)
        assert not RegisterRow.objects.exists()
        assert tasks.publish(MONDAY + DAY) == 2
        assert tasks.publish(MONDAY + DAY) == 0
    world.deliver_all()
    with world.at(COAST):
        assert queries.resource_called("realestate") is None


def test_a_register_that_moves_is_taken_from_where_it_is_now(world: Sharing) -> None:
    shared(world, approved=False)
    with world.at(HUB):
        Resource.objects.update(node="", withdrawn_at=MONDAY)
    with world.at(PLAIN):
        Resource.objects.update(heard=[])
        tasks.publish(MONDAY)
    world.deliver_all()
    with world.at(HUB):
        resource = queries.resource_called("realestate")
        assert resource is not None
        assert resource.node == "plain"


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
        answer = ask(lin(), otto())
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
        ask(lin(), otto())
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
        person, post = lin(), otto()
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
            ask(lin(), otto())
        call = SharingCall.objects.get()
        assert (call.outcome, call.why) == ("away", "unreachable")


def test_the_budget_counts_at_the_register(world: Sharing) -> None:
    shared(world)
    with world.at(COAST):
        person, post = lin(), otto()
        for _each in range(3):
            ask(person, post)
        with says("sharing_budget_used_up"):
            ask(person, post)


def test_a_correction_reaches_the_person_where_the_case_is(world: Sharing) -> None:
    shared(world)
    with world.at(COAST):
        person, post = lin(), otto()
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
        post = a_post()
        Office.objects.filter(pk=post.office_id).update(code="o")
        post.office.refresh_from_db()
        assert ask(lin(), post, fields=["homes"]).fields == {"homes": "0"}
