"""Who calls: a bearer token of a person, optionally acting for a firm."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja.security import HttpBearer

from tongban.identity import queries
from tongban.identity.models import Actor


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
        wanted = request.headers.get("Tongban-Grant")
        if not wanted:
            return Actor(person)
        try:
            grant = queries.live_grants_of(person, at=at).get(public_id=UUID(wanted))
        except (ValueError, queries.Grant.DoesNotExist):
            return None
        return Actor(person, grant)


bearer = Bearer()
