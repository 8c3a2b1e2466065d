"""A request as Authlib reads it, and what somebody carries along while they sign in."""

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload
from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import now

from tongban.crypto.tickets import content_of, ticket
from tongban.identity.models import Person, SignIn
from tongban.identity.rules import ASK_LIVES, PUSHED_LIVES

PUSHED, ASK = "openid.pushed", "openid.ask"
URN: Final = "urn:ietf:params:oauth:request_uri:"

if not settings.SECURE:  # TONGBAN_HTTPS decides about TLS, for these addresses as for all
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"


class Asked(OAuth2Request):  # type: ignore[misc]  # Authlib has no types
    """What a client asks, with our own time, and who is in front of the screen."""

    def __init__(
        self,
        request: HttpRequest,
        parameters: Mapping[str, str] | None = None,
        *,
        asked_at: datetime | None = None,
    ) -> None:
        super().__init__(request.method, settings.TONGBAN_ADDRESS + request.path, None)
        self.headers = request.headers
        self.payload = (
            DjangoOAuth2Payload(request)
            if parameters is None
            else BasicOAuth2Payload(dict(parameters))
        )
        self.posted = request.POST
        self.at = now()
        self.asked_at = asked_at or self.at
        self.source = str(getattr(request, "source", ""))
        self.sign_in: SignIn | None = getattr(request, "sign_in", None)
        self.user: Person | None = self.sign_in.person if self.sign_in else None

    @property
    def form(self) -> Any:
        return self.posted

    @property
    def parameters(self) -> dict[str, str]:
        """What the client sent, without what says who the client is."""
        hidden = {"client_secret", "client_assertion", "client_assertion_type"}
        return {name: value for name, value in self.payload.data.items() if name not in hidden}


def issuer() -> str:
    """Our name as an OpenID provider: the address where people reach us."""
    return str(settings.TONGBAN_ADDRESS)


def pushed(asked: Asked) -> str:
    """A `request_uri` for what a client has just sent us directly (RFC 9126)."""
    return URN + ticket(asked.parameters, place=PUSHED, lives=PUSHED_LIVES, at=asked.at)


def read_pushed(request_uri: str, *, at: datetime) -> dict[str, Any] | None:
    """What was pushed under this `request_uri`, while it is fresh."""
    if not request_uri.startswith(URN):
        return None
    return content_of(request_uri.removeprefix(URN), place=PUSHED, at=at)


def carried(asked: Asked) -> str:
    """The request, sealed, for somebody to take along while they sign in."""
    content = {"parameters": asked.parameters, "asked_at": asked.asked_at.isoformat()}
    return ticket(content, place=ASK, lives=ASK_LIVES, at=asked.at)


def take_up(request: HttpRequest, ask: str) -> Asked | None:
    """The request that somebody took along; None when it took them too long."""
    content = content_of(ask, place=ASK, at=now())
    if content is None:
        return None
    asked_at = datetime.fromisoformat(content["asked_at"])
    return Asked(request, content["parameters"], asked_at=asked_at)
