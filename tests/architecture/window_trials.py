"""Doors at a remote window. She shows her phone number and her file; an officer sits down with her."""

from django.test import Client
from django.utils.timezone import now

from tests.architecture.trials import Scene, content_of
from tests.builders import a_post
from tests.portal.kiosk.machines import set_up
from tongban.cases import operations as cases
from tongban.cases.models import Window
from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.certificates.models import Kiosk
from tongban.identity import operations as identity
from tongban.identity.rules import Door, Level, Method

SHOWN = ("field:phone", "file:hukou-book")


def a_kiosk_at(office: Office) -> str:
    """The id of a machine of an office; it is made once."""
    found = Kiosk.objects.filter(office=office).first()
    made = found or set_up(a_post("Chief", office=office, role=Role.CHIEF))[0]
    return str(made.verifier.public_id)


def an_officer_takes_the_next_one(scene: Scene) -> bytes:
    _asked(scene)
    return content_of(_officer(scene).post("/work/windows/next/", follow=True))


def an_officer_looks_again(scene: Scene) -> bytes:
    client, address = _at_her_window(scene)
    client.get(address)
    return content_of(client.get(address))


def an_officer_points(scene: Scene) -> bytes:
    client, address = _at_her_window(scene)
    told = {"place": "field:phone", "mark": "look", "text": "Is this right?"}
    return content_of(client.post(f"{address}point/", told, follow=True))


def an_officer_opens_a_file(scene: Scene) -> bytes:
    client, address = _at_her_window(scene)
    return content_of(client.get(f"{address}files/{scene.upload.public_id}/"))


def _at_her_window(scene: Scene) -> tuple[Client, str]:
    window, client = _asked(scene), _officer(scene)
    client.post("/work/windows/next/")
    return client, f"/work/windows/{window.public_id}/"


def _asked(scene: Scene) -> Window:
    at = now()
    sign_in = identity.open_sign_in(
        person=scene.person,
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level.PRESENT,
        device="",
        at=at,
    )
    return cases.ask_for_window(
        case=scene.case, shown=SHOWN, sign_in=sign_in, by=scene.actor, at=at
    )


def _officer(scene: Scene) -> Client:
    post: Post = a_post("Remote", office=scene.handler.office)
    return scene.at_work(post)
