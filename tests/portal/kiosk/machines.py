"""A machine in a hall, and a person with a phone in front of it."""

import re
from datetime import timedelta

from django.test import Client
from django.utils.timezone import now

from tests.builders import PACK, a_post, an_id_service
from tests.certificates.codes.test_issuing import fetch
from tongban.catalog.models import Post
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.catalog.rules import Role
from tongban.certificates import operations
from tongban.certificates.models import Kiosk
from tongban.certificates.rules import codes
from tongban.identity.models import Actor, Person, SignIn

LATER = timedelta(seconds=61)
CODE = re.compile(r"data-kiosk-code>([A-Z]{4}-[A-Z]{4})<")


def set_up(by: Post | None = None, **more) -> tuple[Kiosk, str]:
    """A machine that offers one service, with its secret."""
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    service = an_id_service()
    told: dict[str, object] = {
        "code": "hall-1",
        "names": {"zh": "一号机"},
        "services": [service.code],
    }
    told |= {"until": now() + timedelta(days=9), "by": by or a_post(role=Role.CHIEF), "at": now()}
    return operations.set_up_kiosk(**(told | more))  # type: ignore[arg-type]


def a_machine(secret: str) -> Client:
    """A browser that was made into the machine."""
    client = Client()
    assert client.post("/kiosk/start/", {"secret": secret})["Location"] == "/kiosk/"
    return client


def a_code(person: Person) -> str:
    """What a person's phone shows now."""
    ((device, credential),) = fetch(Actor(person), at=now())
    return codes.presented(credential, device, at=now())


def code_on_the_screen(machine: Client, **more: str) -> str:
    """Press "Sign in with your phone" and read the code."""
    page = machine.post("/kiosk/phone/", {"begin": "1"} | more, follow=True)
    found = CODE.search(page.content.decode())
    assert found, page.content.decode()
    return found[1]


def agrees(phone: Client, code: str, *, on: str = "allow") -> None:
    asked = phone.post("/openid/device/", {"code": code})
    assert "一号机" in asked.content.decode()
    phone.post("/openid/device/answer/", {"code": code, on: "1"})


def a_minute_passes(machine: Client) -> None:
    """Nobody touches the screen."""
    session = machine.session
    session["kiosk.touched"] = (now() - LATER).isoformat()
    session.save()
    SignIn.objects.filter(door="kiosk").update(seen_at=now() - LATER)
