"""Who sends: a token that the program's key signed a moment ago (JWT, HS256)."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from tongban.messages import queries
from tongban.messages.models import Sender

LIVES = timedelta(seconds=30)  # before and after now, as the clients expect


class SenderRequest(HttpRequest):
    """A request of a program whose key is good."""

    auth: Sender


class Signed(HttpBearer):
    """`iss` names the program; the key itself is never sent."""

    def authenticate(self, _request: HttpRequest, token: str) -> Sender:
        try:
            claims = jwt.decode(token, _key, algorithms=["HS256"]).claims
            sender = queries.sender_with(UUID(str(claims["iss"])))
            age = abs(now().timestamp() - int(claims["iat"]))
        except (JoseError, KeyError, TypeError, ValueError, OverflowError) as fault:
            raise AuthenticationError from fault
        if sender is None or age > LIVES.total_seconds():
            raise AuthenticationError
        return sender


def _key(token: Any) -> OctKey:
    """The key of whoever the token says it is from; one of nobody, if there is no such program."""
    sender = queries.sender_with(UUID(str(json.loads(token.payload)["iss"])))
    if sender is None:
        raise ValueError("no such program")
    return OctKey.import_key(sender.secret)


signed = Signed()
