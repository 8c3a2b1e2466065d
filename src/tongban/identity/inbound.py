"""What other platforms tell us about sign-ins."""

from contextlib import suppress
from datetime import datetime

from tongban.federation import queries as federation
from tongban.federation.rules import Event
from tongban.identity import operations
from tongban.identity.operations import phones
from tongban.identity.queries.arriving import person_meant
from tongban.identity.queries.openid import sign_in_with_sid


def session_ended(event: Event) -> None:
    """At the hub: somebody signed out at a node, so the sign-in that led there ends, too.

    A node can only name sign-ins under which the hub sent somebody to that very node.
    """
    sign_in = sign_in_with_sid(str(event.data.get("sid", "")), client_id=event.source)
    if sign_in is None:
        return
    with suppress(operations.NotSignedInThere):  # it ended by itself meanwhile, or this is a double
        operations.end_sign_in(sign_in=sign_in, by=sign_in.person, at=event.at)


def passkeys_changed(event: Event) -> None:
    """At a node: somebody made a passkey at the hub, or removed one there."""
    person = person_meant(event.data, source=event.source)
    if person is None or event.source != federation.hub():
        return  # whoever is not known here could not sign in here either
    operations.keep_lent(
        person=person,
        hub=event.source,
        keys=event.data["keys"],
        said_at=datetime.fromisoformat(str(event.data["at"])),
        at=event.at,
    )


def phone_changed(event: Event) -> None:
    """At a node: somebody has a new number, says the hub."""
    phones.hear_phone(said=event.data, source=event.source, at=event.at)


def power_given(event: Event) -> None:
    """Somebody may act for a firm that another platform keeps."""
    operations.hear_given(said=event.data, source=event.source, at=event.at)


def power_ended(event: Event) -> None:
    """Somebody may no longer act for a firm."""
    operations.hear_ended(said=event.data, source=event.source, at=event.at)
