"""Two nodes speak of the same person without giving them one name."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import override_settings

from tests.builders import MONDAY, a_person
from tongban.audit.queries import trail_of
from tongban.crypto.pseudonyms import pseudonym, public_id_of
from tongban.federation.models import Peer
from tongban.identity import operations, queries
from tongban.identity.models import Link, Person
from tongban.identity.operations.links import link

pytestmark = pytest.mark.django_db

SUBJECT: Mapping[str, Any] = {
    "sub": "north-calls-her-this",
    "handle": "",
    "name": "Ana Lin",
    "phone": "13800138000",
    "level": 3,
    "region": "410100",
    "sex": "女",
    "birth_on": "1988-03-15",
}


@pytest.fixture(autouse=True)
def _a_federation():
    Peer.objects.create(name="middle", role="hub", address="http://127.0.0.1:1")
    Peer.objects.create(name="north", role="node", address="http://127.0.0.1:2")
    with override_settings(TONGBAN_NODE="south", TONGBAN_ROLE="node"):
        yield


def test_a_person_has_another_name_for_every_node() -> None:
    ana = a_person("Ana")
    names = {pseudonym(ana.public_id, to=node) for node in ("north", "south", "middle")}
    assert len(names) == 3
    for node in ("north", "south", "middle"):
        assert public_id_of(pseudonym(ana.public_id, to=node), to=node) == ana.public_id


def test_a_name_that_we_did_not_give_means_nobody() -> None:
    name = pseudonym(a_person("Ana").public_id, to="north")
    assert public_id_of(name, to="south") is None
    for made_up in ("", "a", "é" * 43, "-" * 43, name[:-2] + "AA", f"{name}="):
        assert public_id_of(made_up, to="north") is None


def test_what_a_node_is_told_holds_no_id_number() -> None:
    ana = a_person("Ana", sex="女", birth_on="1988-03-15", address="甲路1号", ethnicity="汉")
    told = queries.subject_for(ana, to="north")
    assert ana.id_number not in str(told)
    assert str(ana.public_id) not in str(told)
    assert set(told) == {*SUBJECT}


def test_somebody_new_is_made_and_found_again() -> None:
    ana = operations.person_from(subject=SUBJECT, source="north", at=MONDAY)
    assert (ana.name, ana.phone, ana.region) == ("Ana Lin", "13800138000", "410100")
    assert ana.facts == {"sex": "女", "birth_on": "1988-03-15"}
    again = operations.person_from(subject={"sub": SUBJECT["sub"]}, source="north", at=MONDAY)
    assert again == ana
    assert Person.objects.count() == Link.objects.count() == 1
    trail = [entry.action for entry in trail_of(ana.ref)]
    assert trail == ["identity.person_joined", "identity.person_linked"]


def test_the_same_name_from_another_node_means_somebody_else() -> None:
    ana = operations.person_from(subject=SUBJECT, source="north", at=MONDAY)
    assert operations.person_from(subject=SUBJECT, source="east", at=MONDAY) != ana


def test_a_node_raises_nobody_above_level_two_and_the_hub_does() -> None:
    ana = operations.person_from(subject=SUBJECT, source="north", at=MONDAY)
    assert ana.level == 2
    ben = operations.person_from(subject={"sub": "ben", "level": 4}, source="middle", at=MONDAY)
    assert ben.level == 4


def test_a_node_cannot_claim_an_account_of_ours_by_its_phone() -> None:
    ours = a_person("Ana")
    told = {**SUBJECT, "phone": ours.phone}
    stranger = operations.person_from(subject=told, source="north", at=MONDAY)
    assert stranger != ours
    assert stranger.phone_index is None


def test_the_hub_joins_an_account_of_ours_by_its_phone_but_only_one() -> None:
    ours = a_person("Ana")
    told = {**SUBJECT, "phone": ours.phone}
    assert operations.person_from(subject=told, source="middle", at=MONDAY) == ours
    other = {**told, "sub": "who-has-the-number-now"}
    later = operations.person_from(subject=other, source="middle", at=MONDAY)
    assert later != ours
    assert later.phone_index is None
    ours.refresh_from_db()
    assert ours.name == "Ana"


def test_we_find_our_own_person_again_when_a_node_speaks_back() -> None:
    ana = a_person("Ana")
    told = queries.subject_for(ana, to="north")
    with override_settings(TONGBAN_NODE="north"):  # what north would answer, had it no names itself
        assert operations.person_from(subject=told, source="north", at=MONDAY) == ana
    assert not Link.objects.exists()


def test_a_node_is_answered_with_its_own_name_for_the_person() -> None:
    ana = operations.person_from(subject=SUBJECT, source="north", at=MONDAY)
    assert queries.subject_for(ana, to="north")["sub"] == "north-calls-her-this"
    assert queries.subject_for(ana, to="middle")["sub"] != "north-calls-her-this"


def test_a_handle_is_passed_on_to_its_node_only() -> None:
    ana = a_person("Ana")
    link(person=ana, issuer="middle", subject="hub-name", at=MONDAY)
    Link.objects.update(handles={"north": "sealed"})
    assert queries.subject_for(ana, to="north")["handle"] == "sealed"
    assert queries.subject_for(ana, to="east")["handle"] == ""


@pytest.mark.parametrize("faulty", [{}, {"sub": ""}, {"sub": "x" * 256}])
def test_a_subject_without_a_name_is_refused_and_changes_nothing(faulty: dict[str, str]) -> None:
    with pytest.raises(operations.SubjectFaulty):
        operations.person_from(subject=faulty, source="north", at=MONDAY)
    assert not Person.objects.exists()
