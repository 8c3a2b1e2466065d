"""What the asking node must have signed and sealed, or the register says nothing."""

from datetime import timedelta

import pytest

from tests.builders import MONDAY, a_person, a_post
from tests.cases.nodes import COAST, PLAIN
from tests.sharing.nodes import Sharing, world
from tests.sharing.registers import a_row, bound
from tests.sharing.shared import NUMBER, lin, says, shared
from tongban.catalog.models import Office
from tongban.crypto.documents import sign_document
from tongban.federation.rules import Question
from tongban.identity.models import Person, id_index
from tongban.identity.operations.links import link
from tongban.privacy.models import Access
from tongban.sharing import inbound, operations
from tongban.sharing.models import SharingCall, SharingRequest
from tongban.sharing.operations import proving

__all__ = ["world"]


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
        request = SharingRequest.objects.get()
        post = a_post(office=Office.objects.get(code=request.office))

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
        ("office_not_allowed", {"desk": "another"}),
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
