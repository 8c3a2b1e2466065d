"""Coming in: a node proves its keys, and two operators agree."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from tests.builders import HOUR, MONDAY
from tests.federation.nodes import EARLIER, Node, a_hub, being
from tests.federation.wiring import Wire, wired
from tongban.audit.models import Entry
from tongban.config.commands import federation as command
from tongban.core.refusal import Refusal
from tongban.crypto import keys
from tongban.crypto.documents import sign_document
from tongban.federation import operations, queries
from tongban.federation.models import Motion, Peer, Registry
from tongban.federation.operations import joining, registry
from tongban.federation.rules.registry import APPLICATION

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH = a_hub(), Node("east", regions=("310000",)), Node("north", regions=("410000",))


class Operator:
    """Somebody of the hub, by public id."""

    def __init__(self) -> None:
        self.public_id = uuid4()


ANN, BEN = Operator(), Operator()


@pytest.fixture(autouse=True)
def _hub() -> Iterator[None]:
    with being(HUB):
        operations.publish_registry(at=MONDAY)
        yield


def application(node: Node = EAST, *, hub: str = "hub", at=MONDAY, signed_by=None, **facts) -> str:
    content = {"entry": node.entry(**facts), "hub": hub, "made_at": at.isoformat()}
    return sign_document(content, signed_by or [node.key], kind=APPLICATION)


def joined(node: Node = EAST) -> Motion:
    motion = operations.apply_to_join(application=application(node), at=MONDAY)
    operations.approve_joining(joining=motion, by=ANN, at=MONDAY)
    return operations.approve_joining(joining=motion, by=BEN, at=MONDAY)


def refused(text: str, *, at=MONDAY) -> str:
    before = Motion.objects.count()
    with pytest.raises(Refusal) as caught:
        operations.apply_to_join(application=text, at=at)
    assert Motion.objects.count() == before
    return caught.value.code


def test_two_operators_let_a_node_in_and_the_registry_says_so() -> None:
    motion = operations.apply_to_join(application=application(), at=MONDAY)
    assert motion.fingerprint == EAST.fingerprint.replace(" ", "")
    operations.approve_joining(joining=motion, by=ANN, at=MONDAY)
    assert not Peer.objects.exists()

    operations.approve_joining(joining=motion, by=BEN, at=MONDAY)

    assert queries.peer_named("east").keys == EAST.entry()["keys"]
    assert Registry.objects.get().version == 2
    done = Entry.objects.filter(subject=motion.ref, action="federation.join_agreed")
    assert [line.by for line in done.order_by("id")] == [ANN.public_id, BEN.public_id]


def test_one_operator_is_not_two() -> None:
    motion = operations.apply_to_join(application=application(), at=MONDAY)
    operations.approve_joining(joining=motion, by=ANN, at=MONDAY)
    with pytest.raises(operations.SameOperator):
        operations.approve_joining(joining=motion, by=ANN, at=MONDAY)
    assert not Peer.objects.exists()
    assert Registry.objects.get().version == 1


def test_the_database_itself_wants_two_operators() -> None:
    motion = operations.apply_to_join(application=application(), at=MONDAY)
    same = uuid4()
    with pytest.raises(IntegrityError, match="motion_is_carried_by_two_operators"):
        Motion.objects.filter(pk=motion.pk).update(first_by=same, second_by=same)


def test_what_is_decided_is_not_decided_again() -> None:
    with pytest.raises(joining.MotionClosed):
        operations.approve_joining(joining=joined(), by=Operator(), at=MONDAY)


def test_one_operator_is_enough_to_say_no() -> None:
    motion = operations.apply_to_join(application=application(), at=MONDAY)
    operations.drop_motion(motion=motion, by=ANN, at=MONDAY)
    with pytest.raises(joining.MotionClosed):
        operations.approve_joining(joining=motion, by=BEN, at=MONDAY)
    assert Entry.objects.filter(action="federation.motion_dropped", by=ANN.public_id).exists()


def test_the_same_application_again_is_the_same_and_another_one_replaces_it() -> None:
    first = operations.apply_to_join(application=application(), at=MONDAY)
    assert operations.apply_to_join(application=application(), at=MONDAY) == first
    second = operations.apply_to_join(application=application(regions=["330000"]), at=MONDAY)
    assert second != first
    first.refresh_from_db()
    assert not first.is_open


def test_an_application_that_its_key_did_not_sign_is_refused() -> None:
    assert refused(application(signed_by=[NORTH.key])) == "bad_application"


def test_every_key_that_an_application_names_must_have_signed_it() -> None:
    other = {"jwk": NORTH.key.public.to_jwk(), "not_before": EARLIER.isoformat(), "not_after": None}
    both = [*EAST.entry()["keys"], other]
    assert refused(application(keys=both)) == "bad_application"
    operations.apply_to_join(
        application=application(keys=both, signed_by=[EAST.key, NORTH.key]), at=MONDAY
    )


def test_an_old_application_or_one_for_another_hub_is_refused() -> None:
    assert refused(application(), at=MONDAY + HOUR) == "not_for_this_hub"
    assert refused(application(hub="other")) == "not_for_this_hub"


def test_nobody_joins_as_the_hub() -> None:
    assert refused(application(role="hub")) == "bad_application"
    assert refused(application(Node("hub"))) == "bad_application"


def test_nobody_joins_with_the_key_of_another() -> None:
    joined(EAST)
    thief = Node("thief")
    thief.key = EAST.key
    assert refused(application(thief)) == "key_of_another"


def test_who_belongs_already_is_told_so() -> None:
    joined()
    assert refused(application()) == "already_joined"


def test_nobody_joins_a_node() -> None:
    with being(NORTH):
        assert refused(application()) == "no_hub"


def test_two_operators_exclude_a_node_and_the_registry_says_so() -> None:
    joined()
    motion = operations.propose_revoking(node="east", by=ANN, at=MONDAY)
    with pytest.raises(operations.SameOperator):
        operations.approve_revoking(revoking=motion, by=ANN, at=MONDAY)
    assert not Peer.objects.get(name="east").revoked
    operations.approve_revoking(revoking=motion, by=BEN, at=MONDAY)
    assert Peer.objects.get(name="east").revoked
    assert Registry.objects.get().version == 3


def test_who_does_not_belong_cannot_be_excluded_nor_twice() -> None:
    with pytest.raises(joining.NoSuchNode):
        operations.propose_revoking(node="east", by=ANN, at=MONDAY)
    joined()
    operations.propose_revoking(node="east", by=ANN, at=MONDAY)
    with pytest.raises(joining.AlreadyMoved):
        operations.propose_revoking(node="east", by=BEN, at=MONDAY)
    assert Motion.objects.filter(kind="revoke").count() == 1


def a_rotation(*, signed_by: list, at=MONDAY) -> tuple[str, list[dict]]:
    fresh = keys.generate("gm")
    row = {"jwk": fresh.public.to_jwk(), "not_before": MONDAY.isoformat(), "not_after": None}
    listed = [row, *EAST.entry()["keys"]]
    return application(keys=listed, signed_by=[fresh, *signed_by], at=at), listed


def test_a_member_changes_its_key_with_both_signatures_and_nobody_is_asked() -> None:
    joined()
    text, listed = a_rotation(signed_by=[EAST.key])
    operations.change_keys(application=text, at=MONDAY)
    assert Peer.objects.get(name="east").keys == listed
    assert Registry.objects.get().version == 3


def test_a_new_key_without_the_old_signature_is_refused() -> None:
    joined()
    text, listed = a_rotation(signed_by=[])
    alone = application(keys=listed[:1], signed_by=[NORTH.key])
    for each in (text, alone):
        with pytest.raises(joining.BadApplication):
            operations.change_keys(application=each, at=MONDAY)
    assert Peer.objects.get(name="east").keys == EAST.entry()["keys"]


def test_more_than_the_keys_does_not_change_without_operators() -> None:
    joined()
    with pytest.raises(joining.BadApplication):
        operations.change_keys(application=application(regions=["330000"]), at=MONDAY)
    with pytest.raises(joining.NoSuchNode):
        operations.change_keys(application=application(NORTH), at=MONDAY)


@pytest.fixture
def wire() -> Iterator[Wire]:
    with wired(HUB, EAST) as made:
        yield made


def federation(*arguments: str, node: Node = EAST) -> int:
    with being(node), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.setup", lambda: None)
        return command.main(list(arguments))


@pytest.fixture
def _today() -> None:
    """Commands look at the clock themselves."""
    operations.publish_registry(at=now())


def test_the_command_applies_at_the_hub(wire: Wire, _today, capsys) -> None:
    assert federation("join", HUB.address, "--fingerprint", HUB.fingerprint) == 0
    told = capsys.readouterr().out
    assert HUB.fingerprint in told
    assert EAST.fingerprint in told
    assert Motion.objects.get().node == "east"


@pytest.mark.parametrize("fingerprint", ["", NORTH.fingerprint])
def test_the_command_trusts_no_hub_that_nobody_compared(wire, _today, fingerprint: str) -> None:
    with pytest.raises(SystemExit):
        federation("join", HUB.address, f"--fingerprint={fingerprint}")
    assert not Motion.objects.exists()


def test_the_command_changes_a_key_or_leaves_everything(wire: Wire, _today, capsys) -> None:
    with being(EAST):
        entry = operations.own_entry(at=now())
    motion = operations.apply_to_join(application=application(at=now(), **entry), at=now())
    for operator in (ANN, BEN):
        operations.approve_joining(joining=motion, by=operator, at=MONDAY)
    assert federation("rotate") == 0
    assert len(Peer.objects.get(name="east").keys) == 2
    wire.away["hub"] = "unreachable"
    with pytest.raises(SystemExit):
        federation("rotate")


def test_the_command_says_how_things_are(wire: Wire, capsys) -> None:
    joined()
    assert federation("status", node=HUB) == 0
    told = capsys.readouterr().out
    assert HUB.fingerprint in told
    assert "registry 2 of hub" in told
    assert "east" in told


def test_who_stands_alone_is_told_so() -> None:
    with pytest.raises(SystemExit, match="TONGBAN_PLATFORM"):
        federation("status", node=Node(""))


def test_a_node_whose_key_is_known_is_stopped_by_one_operator_and_comes_back_with_a_fresh_one() -> (
    None
):
    joined()
    version = operations.publish_registry(at=MONDAY).version

    stopped = operations.propose_revoking(node="east", by=ANN, at=MONDAY, at_once=True)

    told = operations.publish_registry(at=MONDAY)
    assert told.version == version + 1
    assert registry.content_of(told.document)["revoked"] == ["east"]
    fresh = Node("east", regions=("310000",))
    asked = operations.apply_to_join(application=application(fresh), at=MONDAY)
    operations.approve_joining(joining=asked, by=ANN, at=MONDAY)
    assert Peer.objects.get(name="east").revoked, "one operator is not enough to let it in"
    operations.approve_joining(joining=asked, by=BEN, at=MONDAY)
    back = Peer.objects.get(name="east")
    assert (back.revoked, back.keys) == (False, fresh.entry()["keys"])
    stopped.refresh_from_db()
    assert not stopped.is_open, "nobody can exclude it by the old motion any more"


def test_who_was_stopped_by_mistake_is_believed_again_when_the_second_operator_says_no() -> None:
    joined()
    stopped = operations.propose_revoking(node="east", by=ANN, at=MONDAY, at_once=True)
    operations.drop_motion(motion=stopped, by=BEN, at=MONDAY)
    told = operations.publish_registry(at=MONDAY)
    assert registry.content_of(told.document)["revoked"] == []
    assert Entry.objects.filter(action="federation.stopped_at_once").count() == 1
