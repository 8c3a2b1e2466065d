"""Registered verifiers: no more than their purpose, not after their time, and never unseen."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from tests.builders import PACK, a_person, a_post
from tests.certificates.codes.phones import AT, SECOND
from tests.certificates.codes.test_issuing import fetch
from tongban.audit.models import Entry
from tongban.catalog.models import Post
from tongban.catalog.packages import contents, shape
from tongban.catalog.packages import pack as packs
from tongban.certificates import operations, queries
from tongban.certificates.models import Check, Scene, Verifier
from tongban.certificates.rules import codes
from tongban.certificates.rules.scenes import FIELDS
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor, Person
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
DAY = timedelta(days=1)


@pytest.fixture
def chief() -> Post:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    return a_post("Chief")


def register(chief: Post, **more) -> tuple[Verifier, str]:
    told = {"code": "gate-1", "names": {"zh": "一号门"}, "scene": "hospital", "fields": ["name"]}
    return operations.register_verifier(
        **(told | {"until": AT + DAY, "by": chief, "at": AT} | more)
    )


def refused(call, **how) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(**how)
    return caught.value


def a_text(person: Person, *, at=AT, audience: str = "") -> str:
    ((device, credential),) = fetch(Actor(person))
    return codes.presented(credential, device, at=at, audience=audience)


def test_a_verifier_sees_the_fields_of_its_purpose_and_the_holder_sees_that(chief: Post) -> None:
    gate, _ = register(chief)
    ana = a_person("林晓")

    told = operations.check_code(text=a_text(ana), by=gate, at=AT)

    assert told.verdict.outcome == "accepted"
    assert told.fields == {"name": "林晓"}
    (line,) = accesses_to(ana)
    assert (line.fields, line.office, line.at) == (["name"], {"zh": "一号门"}, AT)
    assert line.matter["zh"] == "挂号就诊时核对身份"
    assert line.by == chief.person


def test_a_refused_code_shows_nothing_and_leaves_no_line(chief: Post) -> None:
    gate, _ = register(chief)
    ana = a_person()
    text = a_text(ana)

    told = operations.check_code(text=text, by=gate, at=AT + 61 * SECOND)

    assert (told.verdict.reason, told.fields) == ("too_old", {})
    assert not accesses_to(ana)
    assert not Check.objects.exists()


def test_the_same_code_is_accepted_once_by_a_verifier(chief: Post) -> None:
    gate, _ = register(chief)
    other, _ = register(chief, code="gate-2")
    ana = a_person()
    text = a_text(ana)
    assert operations.check_code(text=text, by=gate, at=AT).verdict.outcome == "accepted"

    again = operations.check_code(text=text, by=gate, at=AT + SECOND)

    assert (again.verdict.reason, again.fields) == ("replayed", {})
    assert len(accesses_to(ana)) == 1
    assert operations.check_code(text=text, by=other, at=AT).verdict.outcome == "accepted"


def test_a_cancelled_code_is_refused_online_at_once(chief: Post) -> None:
    gate, _ = register(chief)
    ana = a_person()
    text = a_text(ana)
    operations.revoke_codes(by=Actor(ana), at=AT)
    assert operations.check_code(text=text, by=gate, at=AT).verdict.reason == "revoked"


def test_a_code_for_another_verifier_is_refused(chief: Post) -> None:
    gate, _ = register(chief)
    mine, other = (a_text(a_person(), audience=name) for name in ("gate-1", "gate-9"))
    assert operations.check_code(text=other, by=gate, at=AT).verdict.reason == "wrong_audience"
    assert operations.check_code(text=mine, by=gate, at=AT).verdict.outcome == "accepted"


def test_somebody_who_is_not_known_well_enough_is_refused(chief: Post) -> None:
    gate, _ = register(chief)
    text = a_text(a_person(level=2))
    assert operations.check_code(text=text, by=gate, at=AT).verdict.reason == "level_too_low"


@pytest.mark.parametrize("field", ["id_number", "name"])
def test_asking_for_more_than_the_purpose_allows_is_refused(chief: Post, field: str) -> None:
    fault = refused(register, chief=chief, scene="transport", fields=["is_sixty", field])
    assert fault.code == "beyond_purpose"
    assert fault.faults == {"fields": field}
    assert not Verifier.objects.exists()


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"scene": "casino"}, "no_such_scene"),
        ({"fields": ["shoe_size"]}, "beyond_purpose"),
        ({"until": AT}, "verifier_too_long"),
        ({"until": AT + 367 * DAY}, "verifier_too_long"),
    ],
)
def test_a_registration_that_does_not_hold_is_refused(chief: Post, how: dict, code: str) -> None:
    assert refused(register, chief=chief, **how).code == code
    assert not Verifier.objects.exists()


def test_two_verifiers_have_two_names(chief: Post) -> None:
    register(chief)
    assert refused(register, chief=chief).code == "verifier_known"


def test_a_verifier_is_known_by_its_key_until_it_expires(chief: Post) -> None:
    gate, key = register(chief)
    assert queries.verifier_with_key(key, at=AT) == gate
    assert queries.verifier_with_key(key + "x", at=AT) is None
    assert queries.verifier_with_key(key, at=AT + DAY) is None
    late = {"text": a_text(a_person(), at=AT + DAY), "by": gate, "at": AT + DAY}
    assert refused(operations.check_code, **late).code == "verifier_over"


def test_a_verifier_that_was_ended_checks_nothing(chief: Post) -> None:
    gate, key = register(chief)
    elsewhere = a_post("Other chief")
    assert (
        refused(operations.end_verifier, verifier=gate, by=elsewhere, at=AT).code == "verifier_over"
    )

    operations.end_verifier(verifier=gate, by=chief, at=AT)

    assert queries.verifier_with_key(key, at=AT) is None
    told = {"text": a_text(a_person()), "by": gate, "at": AT}
    assert refused(operations.check_code, **told).code == "verifier_over"
    assert refused(operations.end_verifier, verifier=gate, by=chief, at=AT).code == "verifier_over"
    assert Entry.objects.filter(action="certificates.verifier_ended").count() == 1


def test_the_key_of_a_verifier_is_kept_nowhere(chief: Post) -> None:
    _, key = register(chief)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM certificates_verifier")
        assert key not in str(cursor.fetchall())


def test_packs_may_name_every_field_that_there_is_and_no_other() -> None:
    schema = json.loads((shape.FOLDER / "scenes.schema.json").read_text())
    listed = schema["properties"]["scenes"]["items"]["properties"]["fields"]["items"]["enum"]
    assert set(listed) == set(FIELDS)


def test_loading_scenes_again_changes_them(chief: Post) -> None:
    row = {
        "id": "hospital",
        "names": {"zh": "医院"},
        "purposes": {"zh": "就诊"},
        "fields": ["level"],
    }
    operations.load_scenes([row])
    assert Scene.objects.get(code="hospital").fields == ["level"]
    assert refused(register, chief=chief).code == "beyond_purpose"
