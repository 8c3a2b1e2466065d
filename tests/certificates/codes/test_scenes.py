"""One code, six places: the scene of whoever scans decides what it means and what is seen."""

from datetime import timedelta

import pytest

from tests.builders import PACK, a_person, a_post, an_organisation
from tests.certificates.codes.phones import AT
from tests.certificates.codes.test_issuing import fetch
from tongban.catalog.models import Post
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.certificates import inbound, operations, queries
from tongban.certificates.models import Scene
from tongban.certificates.rules import codes
from tongban.certificates.rules.scenes import FIELDS
from tongban.core.refusal import Refusal
from tongban.federation.rules import Question
from tongban.identity.models import Actor, Grant
from tongban.identity.rules import GrantKind
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
DAY = timedelta(days=1)
SCENES = {
    "hall-sign-in": {"person", "firm"},
    "kiosk": {"person", "firm"},
    "transport": {"person"},
    "hospital": {"person"},
    "library": {"person"},
    "police-check": {"person", "firm"},
}


@pytest.fixture
def chief() -> Post:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    return a_post("Chief")


def a_gate(chief: Post, scene: str, fields: list[str], code: str = "gate"):
    told = {"code": code, "names": {"zh": "门"}, "scene": scene, "fields": fields}
    return operations.register_verifier(**told, until=AT + DAY, by=chief, at=AT)[0]


def a_text(holder: Actor, *, audience: str = "") -> str:
    ((device, credential),) = fetch(holder)
    return codes.presented(credential, device, at=AT, audience=audience)


def a_firm() -> Actor:
    grant = Grant.objects.create(
        organisation=an_organisation("Acme"),
        agent=a_person("王芳"),
        kind=GrantKind.AGENT,
        starts_at=AT - DAY,
    )
    return Actor(grant.agent, grant)


def test_the_pack_has_these_scenes(chief: Post) -> None:
    assert chief
    assert {scene.code for scene in queries.scenes()} >= set(SCENES)


@pytest.mark.parametrize("kind", ["person", "firm"])
@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_sees_its_fields_of_those_whom_it_takes(
    chief: Post, scene: str, kind: str
) -> None:
    may_see = sorted(Scene.objects.get(code=scene).fields)
    gate = a_gate(chief, scene, may_see)
    holder = Actor(a_person("林晓", birth_on="1950-01-01")) if kind == "person" else a_firm()

    told = operations.check_code(text=a_text(holder), by=gate, at=AT)

    if kind not in SCENES[scene]:
        assert (told.verdict.reason, told.fields) == ("wrong_holder", {})
        assert not accesses_to(holder.person)
        return
    assert told.verdict.reason == "good"
    assert sorted(told.fields) == may_see
    assert told.fields.get("is_sixty", True) is True
    assert told.fields.get("firm", "") == ("Acme" if kind == "firm" else "")
    (line,) = accesses_to(holder.person)
    assert sorted(line.fields) == may_see
    assert line.matter == Scene.objects.get(code=scene).purposes


@pytest.mark.parametrize("scene", SCENES)
def test_no_scene_can_be_asked_for_more_than_its_purpose(chief: Post, scene: str) -> None:
    for field in set(FIELDS) - set(Scene.objects.get(code=scene).fields):
        with pytest.raises(operations.BeyondPurpose):
            a_gate(chief, scene, [field])


# Nobody can count or find people by asking


def test_who_looks_somebody_up_by_another_nodes_question_learns_nothing_by_trying() -> None:
    tries = ["", "1", "410102199405169986", "1.2.156.3005.2.11100000TB0000060N901.1.1.0"]
    for tried in tries:
        question = Question("certificate.standing", "west", "", {"identifier": tried}, AT)
        assert inbound.standing(question) == {}
        question = Question("wallet.held", "west", "", {"subject": {"sub": tried}}, AT)
        assert inbound.held(question) == {"certificates": []}


def test_a_code_that_nobody_showed_finds_nobody(chief: Post) -> None:
    """Not by a credential that is guessed, nor by one of a phone that did not sign."""
    gate, ana = a_gate(chief, "hospital", ["name"]), a_person("林晓")
    ((device, credential),) = fetch(Actor(ana))
    stranger = fetch(Actor(a_person("Ben")))[0][0]
    for shown in (
        codes.presented(credential, stranger, at=AT),
        codes.presented(credential[:-1] + b"0", device, at=AT),
        codes.presented(credential, device, at=AT)[:-2],
    ):
        told = operations.check_code(text=shown, by=gate, at=AT)
        assert (told.verdict.outcome, told.fields) == ("refused", {})
    assert not accesses_to(ana)


def test_lists_tell_no_more_for_a_bit_that_is_used_than_for_one_that_is_not() -> None:
    fetch(Actor(a_person()))
    (number, *_others) = queries.own_numbers(at=AT)
    before = queries.own_list(number, at=AT)
    fetch(Actor(a_person("Ben")))
    assert queries.own_list(number, at=AT) == before


def test_the_name_of_a_verifier_that_is_over_is_like_one_that_never_was(chief: Post) -> None:
    gate = a_gate(chief, "library", ["masked_name"])
    operations.end_verifier(verifier=gate, by=chief, at=AT)
    assert queries.verifier_called(gate.code, at=AT) is None
    assert queries.verifier_called("nobody", at=AT) is None
    with pytest.raises(Refusal) as ended:
        operations.check_code(text="TB1:", by=gate, at=AT)
    assert ended.value.code == "verifier_over"
