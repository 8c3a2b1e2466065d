"""Who calls: a bearer token of a person, optionally acting for a firm."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from tongban.identity import queries
from tongban.identity.models import Actor

GRANT = "Tongban-Grant"


class ApiRequest(HttpRequest):
    """A request that came with a valid token."""

    auth: Actor


class Bearer(HttpBearer):
    """`Authorization: Bearer …`; `Tongban-Grant: <id>` acts for the firm of that grant."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        at = now()
        person = queries.person_with_token(token, at=at)
        if person is None:
            return None
        wanted = request.headers.get(GRANT)
        if wanted is None:
            return Actor(person)
        actor = queries.actor_of(person, grant=_id(wanted), at=at)
        if actor is None:
            raise AuthorizationError
        return actor


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise AuthorizationError from error


bearer = Bearer()
