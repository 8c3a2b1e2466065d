"""Ways into the program, for tests of screens."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.utils.timezone import now

from tongban.identity import operations
from tongban.identity.models import Grant, Person, SignIn
from tongban.identity.rules import Door, Level, Method


def sign_in(
    client: Client, person: Person, *, level: int | None = None, grant: Grant | None = None
) -> SignIn:
    """Sign a citizen in at the portal, by default at the highest level she ever showed."""
    opened = _open(person, door=Door.PORTAL, level=level)
    session = client.session
    session[Door.PORTAL] = str(opened.public_id)
    session["was"] = str(person.public_id)
    if grant:
        session["grant"] = str(grant.public_id)
    _keep(client, session)
    return opened


def sign_in_at_work(client: Client, person: Person) -> SignIn:
    """Sign an official in at the workbench."""
    opened = _open(person, door=Door.WORK, level=None)
    session = client.session
    session[Door.WORK] = str(opened.public_id)
    _keep(client, session)
    return opened


def _open(person: Person, *, door: Door, level: int | None) -> SignIn:
    return operations.open_sign_in(
        person=person,
        door=door,
        method=Method.CODE if door == Door.PORTAL else Method.PASSWORD,
        level=Level(person.level if level is None else level),
        device="Test",
        at=now(),
    )


def _keep(client: Client, session: SessionBase) -> None:
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
