"""Nobody reads somebody's data without their seeing it. By construction: every door is tried."""

import json
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client, override_settings
from django.utils.timezone import now

from tests.architecture import addresses
from tests.architecture.looks import LOOKS, NO_LOOK
from tests.architecture.routes import ROUTES, Who
from tests.architecture.trials import (
    ANSWERED,
    NAME,
    PEER,
    Scene,
    a_problem,
    a_request,
    asked,
    content_of,
)
from tests.architecture.window_trials import a_kiosk_at
from tests.builders import DAY, HOUR, MONDAY, PACK, a_person, a_post
from tests.federation.nodes import Node, a_hub, being
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.catalog.rules import Role
from tongban.config.topics import QUESTIONS, TOPICS
from tongban.federation import operations
from tongban.federation.models import Motion, Outgoing, Peer
from tongban.hotline import operations as hotline
from tongban.hotline.models import Problem
from tongban.privacy.queries import accesses_to
from tongban.privacy.rules import By

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
HUB, NORTH = a_hub(address="http://testserver"), Node(PEER, regions=("410000",))
GUARDED = {Who.OFFICIAL, Who.NODE, Who.TOKEN, Who.PROGRAM}
READERS = ("verif", "openid", "present", "/vc/")  # words in the addresses of other readers
HAN = re.compile("[\u4e00-\u9fff]")
PURPOSES = {row["id"] for row in contents.purposes(packs.read(PACK))}
EVENT = UUID("6f1c2d34-0000-4000-8000-000000000001")
NOT_TEXT = {"case.file", "case.handed_over", "/work/cases/<uuid>/registers/<slug>/"}
NOT_TEXT |= {"/work/sharing/rows/<uuid>/"}  # the entry, whose name stands above it no more
QUIET = [route for route in NO_LOOK if ROUTES.get(route) is Who.OFFICIAL]
SILENT = [name for name in NO_LOOK if name in QUESTIONS]
DATA = {
    "federation.compared": {"hours": ["2026-03-02T01:00:00+00:00"]},
    "federation.listed": {"hour": "2026-03-02T01:00:00+00:00"},
    "case.given_up": {"case": str(UUID(int=1)), "epoch": 2},
}


@pytest.fixture
def scene(tmp_path) -> Iterator[Scene]:
    """At a hub with one neighbour, where every page there is can be opened."""
    with being(HUB), override_settings(TONGBAN_FILES=tmp_path):
        operations.publish_registry(at=now())
        Peer.objects.create(
            name=PEER,
            names={"zh": "北方"},
            role="node",
            address=NORTH.address,
            regions=["410000"],
            keys=NORTH.entry()["keys"],
            sealing=NORTH.entry()["sealing"],
        )
        yield Scene()


def test_every_door_to_personal_data_is_in_the_table() -> None:
    doors = {route for route, who in ROUTES.items() if who in GUARDED}
    doors |= {route for route in ROUTES if any(word in route for word in READERS)}
    doors |= {*QUESTIONS, *TOPICS}
    assert sorted(doors ^ {*LOOKS, *NO_LOOK}) == []
    assert not LOOKS.keys() & NO_LOOK.keys()


@pytest.mark.parametrize("door", LOOKS)
def test_a_look_leaves_exactly_one_line(scene: Scene, door: str) -> None:
    read = LOOKS[door](scene)
    assert read, "the door was shut: nothing was tried"
    lines = accesses_to(scene.person).filter(at__gt=MONDAY + DAY)  # all of today
    assert lines.count() == 1, list(lines)
    line = lines.get()
    assert line.fields
    assert line.office
    assert line.purpose in PURPOSES
    assert line.reason
    assert not HAN.search(line.reason), "keep what everybody can read in their own language"
    if line.kind == By.OFFICIAL:
        assert line.post
        assert line.region


@pytest.mark.parametrize("door", [door for door in LOOKS if door not in NOT_TEXT])
def test_what_was_read_is_really_hers(scene: Scene, door: str) -> None:
    if "<uuid>/files/" in door or "<uuid>/photos/" in door:
        assert LOOKS[door](scene)[:2] == b"\xff\xd8"
        return
    text = LOOKS[door](scene).decode()
    assert any(canary in text for canary in scene.canaries), text[:500]


@pytest.mark.parametrize("route", QUIET)
def test_where_no_line_is_left_nothing_of_hers_is_read(scene: Scene, route: str) -> None:
    before, served = accesses_to(scene.person).count(), []
    for role in (Role.CHIEF, Role.OPERATOR, Role.OFFICER):
        post = a_post(f"{role}", office=scene.handler.office, role=role)
        client = scene.at_work(post)
        answer = client.get(_about_her(scene, route, client))
        if answer.status_code == 405:
            answer = client.post(_about_her(scene, route, client))
        text = content_of(answer).decode()
        assert not [canary for canary in scene.canaries if canary in text]
        served.append(answer.status_code)
    assert accesses_to(scene.person).count() == before
    own = route in {"/work/passkeys/<uuid>/remove/", "/work/post/", "/work/verifiers/<uuid>/end/"}
    assert own or {200, 302} & set(served), "nobody was served: nothing was tried"


@pytest.mark.parametrize("question", SILENT)
def test_questions_that_leave_no_line_tell_nothing_of_hers(scene: Scene, question: str) -> None:
    before = accesses_to(scene.person).count()
    text = asked(question, **DATA.get(question, {})).decode()
    assert not [canary for canary in scene.canaries if canary in text]
    assert accesses_to(scene.person).count() == before


def test_a_listed_name_is_never_whole(scene: Scene) -> None:
    page = scene.at_work().get("/work/?box=mine").content.decode()
    assert scene.person.masked_name in page
    assert scene.person.name not in page


def _about_her(scene: Scene, route: str, client: Client) -> str:
    """An address of that shape about something of hers, or else about something real."""
    if "letters/<slug>" in route:
        at = now()
        Outgoing.objects.get_or_create(
            event_id=EVENT,
            topic="case.progressed",
            to=PEER,
            defaults={
                "about": scene.case.ref,
                "data": {"name": scene.person.name, "answers": ANSWERED},
                "happened_at": at,
                "dead_at": at + HOUR,
                "why": "case_unknown",
            },
        )
        return f"/work/federation/letters/to/{PEER}/{EVENT}/"
    if "motions" in route:
        facts = {"entry": json.loads(json.dumps(NORTH.entry())), "made_at": now()}
        motion, _new = Motion.objects.get_or_create(kind="join", node="west", defaults=facts)
        return route.replace("<uuid>", str(motion.public_id))
    if "kiosks/<uuid>" in route:
        return route.replace("<uuid>", a_kiosk_at(scene.handler.office))
    if "problems" in route and "<uuid>" in route:
        problem = Problem.objects.first() or a_problem(scene)
        return route.replace("<uuid>", str(problem.public_id))
    return addresses.example(route.replace("peers/<slug>", f"peers/{PEER}"))


def test_who_reads_one_request_reads_nothing_of_one_that_is_like_it(scene: Scene) -> None:
    a_request(scene)
    other = hotline.open_request(
        by=a_person("Ben"), kind="complaint", text=f"{NAME}: noise", authority="MPS", at=MONDAY
    )
    hers = accesses_to(scene.person).count()
    client = scene.at_work()
    client.post(f"/work/requests/{other.public_id}/open/")
    page = client.get(f"/work/requests/{other.public_id}/").content.decode()
    assert page.count(NAME) == 1  # in Ben's own words
    assert accesses_to(scene.person).count() == hers
