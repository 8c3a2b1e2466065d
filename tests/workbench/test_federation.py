"""The operator's pages: neighbours, dead letters, who comes in."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import a_case, an_office
from tests.federation.nodes import Node, a_hub, being, trusting
from tests.workbench.desk import at_work
from tongban.cases.models import Case
from tongban.catalog.rules import Role
from tongban.federation import operations
from tongban.federation.models import Contact, Incoming, Motion, Outgoing, Peer, Registry
from tongban.workbench.federation.reasons import WORDS, reason_for

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH = a_hub(), Node("east", regions=("310000",)), Node("north", regions=("410000",))
OVERVIEW, LETTERS = reverse("work_federation"), reverse("work_letters")


@pytest.fixture
def east() -> Iterator[None]:
    with being(EAST):
        trusting(HUB, EAST, NORTH, at=now())
        yield


@pytest.fixture
def hub() -> Iterator[None]:
    with being(HUB):
        operations.publish_registry(at=now())
        yield


def operator(client: Client) -> None:
    at_work(client, role=Role.OPERATOR)


def text(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return str(answer.content.decode())


def dead(why: str = "test_unwelcome", **facts) -> Outgoing:
    at = now()
    return Outgoing.objects.create(
        topic="test.noted",
        to="north",
        about="thing/1",
        happened_at=at,
        dead_at=at,
        why=why,
        **facts,
    )


def dead_here(why: str = "wrong_data") -> Incoming:
    at = now()
    return Incoming.objects.create(
        source="north",
        event_id=uuid4(),
        topic="test.noted",
        about="thing/2",
        data={"name": "Ana Secret"},
        happened_at=at,
        stored_at=at,
        next_at=at,
        dead_at=at,
        why=why,
    )


def motion_page(motion: Motion) -> str:
    return reverse("work_motion", args=[motion.public_id])


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
def test_only_operators_and_chiefs_look_at_the_federation(client, east, role: Role) -> None:
    at_work(client, role=role)
    assert client.get(OVERVIEW).status_code == 404
    assert OVERVIEW not in text(client, reverse("work"))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CHIEF])
def test_who_stands_alone_has_no_such_page(client: Client, role: Role) -> None:
    at_work(client, role=role)
    assert client.get(OVERVIEW).status_code == 404


def test_an_operator_is_led_to_the_platform_and_sees_no_case(client: Client, east: None) -> None:
    operator(client)
    for page in ("work", "work_ratings"):
        answer = client.get(reverse(page))
        assert (answer.status_code, answer["Location"]) == (302, OVERVIEW)
    assert client.post(reverse("work_case_act", args=[uuid4(), "take"])).status_code == 404
    assert reverse("work_ratings") not in text(client, OVERVIEW)
    assert client.get(reverse("work_keys")).status_code == 200


def test_the_overview_says_who_answers_and_who_is_behind(client: Client, east: None) -> None:
    at = now()
    Contact.objects.create(peer="hub", reached_at=at, version="0.1.0", registry=1, skew=0.1)
    Contact.objects.create(peer="north", trouble="unreachable", troubled_at=at, skew=-90)
    Outgoing.objects.create(
        topic="a.b", to="north", about="c/d", happened_at=at - timedelta(hours=3)
    )
    operator(client)
    shown = text(client, OVERVIEW)
    for words in ("Answers", "Away", "There was no connection", "oldest 3 hours", "-90.0 s"):
        assert words in shown
    assert EAST.fingerprint in shown


def test_the_overview_takes_no_more_statements_for_more_neighbours(
    client, east, django_assert_max_num_queries
) -> None:
    for number in range(20):
        Peer.objects.create(**Node(f"node-{number}").entry())
    operator(client)
    with django_assert_max_num_queries(15):
        client.get(OVERVIEW)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"expires_at": now()}, "nobody is believed"),
        ({"expires_at": now() + timedelta(hours=3)}, "counts only until"),
        ({"trouble": "registry_rolled_back"}, "older registry than before"),
    ],
)
def test_the_overview_warns_of_the_registry(client, east, facts: dict, words: str) -> None:
    Registry.objects.update(**facts)
    operator(client)
    assert words in text(client, OVERVIEW)


def test_without_a_registry_the_overview_says_what_to_do(client: Client) -> None:
    with being(EAST):
        operator(client)
        assert "federation join" in text(client, OVERVIEW)


def test_a_neighbour_has_a_page_with_its_keys(client: Client, east: None) -> None:
    operator(client)
    shown = text(client, reverse("work_peer", args=["north"]))
    assert NORTH.fingerprint in shown
    assert NORTH.address in shown
    assert "Propose to exclude" not in shown
    assert client.get(reverse("work_peer", args=["nowhere"])).status_code == 404


def test_dead_letters_of_both_ways_say_why_and_nothing_about_people(client, east) -> None:
    dead("gave_up"), dead_here()
    operator(client)
    shown = text(client, LETTERS)
    for words in ("to north", "from north", "For a week nobody took it", "does not have the form"):
        assert words in shown
    page = reverse("work_letter", args=["from", "north", Incoming.objects.get().event_id])
    assert "Ana Secret" not in text(client, page)
    assert client.get(page.replace("from", "to")).status_code == 404
    assert "No dead letters" in text(client, f"{LETTERS}?peer=hub")


def test_a_dead_letter_is_sent_or_applied_again(client: Client, east: None) -> None:
    out, came = dead(), dead_here()
    operator(client)
    for way, row in (("to", out), ("from", came)):
        page = reverse("work_letter", args=[way, "north", row.event_id])
        assert client.post(page)["Location"] == LETTERS
        assert client.post(page).status_code == 404, "it is not dead any more"
        row.refresh_from_db()
        assert row.dead_at is None


def test_an_operator_takes_a_case_back_that_nobody_has(
    client: Client, east: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator(client)
    case = a_case()
    Case.objects.filter(pk=case.pk).update(
        custodian="north", epoch=2, arrived=False, desk=None, holders=["east", "north"]
    )
    letter = dead("wrong_data")
    Outgoing.objects.filter(pk=letter.pk).update(topic="case.handed_over", about=case.ref)
    page = reverse("work_letter", args=["to", "north", letter.event_id])
    assert "Nobody has this case" in text(client, page)

    answers = iter([{"taken": True}, {"taken": False}])
    monkeypatch.setattr(operations, "ask", lambda *_args, **_more: next(answers))
    refused = client.post(page, {"back": "yes"}).content.decode()
    assert "There is nothing to take back" in refused
    assert Case.objects.get(pk=case.pk).custodian == "north"
    assert client.post(page, {"back": "yes"})["Location"] == LETTERS

    case.refresh_from_db()
    assert (case.custodian, case.epoch, case.desk) == ("", 3, case.office)
    assert not Outgoing.objects.filter(dead_at__isnull=False).exists()


def test_one_operator_stops_a_platform_at_once(hub: None) -> None:
    Peer.objects.create(name="north", address=NORTH.address, keys=NORTH.entry()["keys"])
    client = Client()
    operator(client)
    assert "Stop it at once" in text(client, reverse("work_peer", args=["north"]))
    made = client.post(reverse("work_peer_exclude", args=["north"]), {"at_once": "yes"})
    assert "nobody believes it now" in text(client, made["Location"])
    assert Peer.objects.get(name="north").revoked


def an_application() -> Motion:
    return Motion.objects.create(
        kind="join", node="north", entry=NORTH.entry(), fingerprint="", made_at=now()
    )


def test_two_operators_let_a_platform_in(hub: None) -> None:
    motion, office = an_application(), an_office()
    first, second = Client(), Client()
    at_work(first, office=office, role=Role.OPERATOR)
    at_work(second, office=office, role=Role.OPERATOR)
    assert NORTH.fingerprint in text(first, motion_page(motion))

    assert first.post(motion_page(motion))["Location"] == OVERVIEW
    assert "1 of 2 agreed" in text(second, OVERVIEW)
    again = first.post(motion_page(motion))
    assert "Another operator must agree" in again.content.decode()
    assert not Peer.objects.exists()
    assert "You would be the second" in text(second, motion_page(motion))
    second.post(motion_page(motion))

    assert Peer.objects.get().name == "north"
    assert "Both agreed" in text(first, motion_page(motion))


def test_one_operator_turns_a_platform_down(client: Client, hub: None) -> None:
    motion = an_application()
    operator(client)
    page = reverse("work_motion_drop", args=[motion.public_id])
    assert client.post(page).status_code == 302
    assert "decided already" in client.post(page).content.decode()
    assert "Turned down" in text(client, motion_page(motion))


def test_a_platform_is_proposed_to_be_excluded(client: Client, hub: None) -> None:
    Peer.objects.create(**NORTH.entry())
    operator(client)
    assert "Propose to exclude" in text(client, reverse("work_peer", args=["north"]))
    page = reverse("work_peer_exclude", args=["north"])
    assert client.post(page)["Location"] == motion_page(Motion.objects.get())
    assert client.post(page)["Location"] == OVERVIEW
    assert "You agreed" in text(client, motion_page(Motion.objects.get()))
    other = Client()
    at_work(other, office=an_office("Other"), role=Role.OPERATOR)
    other.post(motion_page(Motion.objects.get()))
    assert Peer.objects.get().revoked


def test_a_chief_sees_who_wants_in_and_decides_nothing(client: Client, hub: None) -> None:
    motion = an_application()
    at_work(client, role=Role.CHIEF)
    assert "Agree that it joins" not in text(client, motion_page(motion))
    assert client.post(motion_page(motion)).status_code == 404
    drop = reverse("work_motion_drop", args=[motion.public_id])
    assert client.post(drop).status_code == 404
    assert client.post(reverse("work_peer_exclude", args=["north"])).status_code == 404
    assert client.get(reverse("work_motion", args=[uuid4()])).status_code == 404


def test_every_reason_has_a_sentence_and_says_what_to_do() -> None:
    for code in WORDS:
        assert str(reason_for(code).says).endswith(".")
        assert str(reason_for(code).advice).endswith(".")
    assert str(reason_for("already_joined").says).startswith("This platform belongs")
    assert reason_for("never_heard_of").says == ""
