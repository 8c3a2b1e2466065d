"""The OpenID provider: Authlib's parts, put together once for all requests."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from authlib.oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidGrantError, OAuth2Error
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc9207 import IssuerParameter
from django.http import HttpResponse

from tongban.core.refusal import Refusal
from tongban.identity.operations import openid as operations
from tongban.identity.queries import openid
from tongban.identity.rules import ACCESS_LIVES, Scope, TokenKind
from tongban.portal.openid.assertions import SignedAssertion
from tongban.portal.openid.clients import KnownClient
from tongban.portal.openid.endpoints import (
    DeviceAuthorization,
    EndSession,
    PushedRequest,
    Revocation,
    UserInfo,
)
from tongban.portal.openid.grants import (
    CodeGrant,
    DeviceGrant,
    IdToken,
    OnlyS256,
    RefreshGrant,
    new_token,
)
from tongban.portal.openid.requests import Asked, issuer

SCOPES = [scope.value for scope in Scope]


class Answer(HttpResponse):
    """An answer of the protocol. It may lead to the address of any registered client."""

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @location.setter
    def location(self, address: str) -> None:
        self.headers["Location"] = address


class OurIssuer(IssuerParameter):  # type: ignore[misc]
    """Says in every answer that it came from us (RFC 9207)."""

    def get_issuer(self) -> str:
        return issuer()


class Provider(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server over our own tables."""

    def query_client(self, client_id: str) -> KnownClient | None:
        found = openid.party(client_id)
        return KnownClient(found) if found else None

    def create_oauth2_request(self, request: Any) -> Asked:
        return request if isinstance(request, Asked) else Asked(request)

    def generate_token(self, *args: Any, **options: Any) -> dict[str, Any]:
        lasting = Scope.OFFLINE in (options.get("scope") or "").split()
        options["include_refresh_token"] = options.get("include_refresh_token", True) and lasting
        made: dict[str, Any] = super().generate_token(*args, **options)
        return made

    def save_token(self, token: dict[str, Any], request: Asked) -> None:
        """Keep what was given, in the one transaction that uses up what it was given for."""
        try:
            if request.refresh_token:
                operations.renew_tokens(
                    token=request.refresh_token.token, tokens=token, at=request.at
                )
            else:
                credential = request.authorization_code
                operations.issue_tokens(
                    given=credential.given,
                    sign_in=credential.sign_in,
                    tokens=token,
                    at=request.at,
                )
        except operations.TokenReused as refusal:
            permit = request.refresh_token.permit
            operations.end_permit(permit=permit, why="token_used_twice", at=request.at)
            raise InvalidGrantError from refusal
        except Refusal as refusal:
            raise InvalidGrantError from refusal

    def handle_response(self, status: int, body: Any, headers: Iterable[tuple[str, str]]) -> Answer:
        text = json.dumps(body, ensure_ascii=False) if isinstance(body, dict) else body
        answer = Answer(text, status=status)
        for name, value in headers:
            answer.headers[name] = value
        return answer

    def led_back(self, request: Asked, error: OAuth2Error) -> Answer:
        """Tell the client at its own address why nobody comes."""
        error.state = request.payload.state
        answer: Answer = self.handle_error_response(request, error)
        OurIssuer().add_issuer_parameter(self, answer)
        return answer

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens: what happens is said in the operations."""


@cache
def provider() -> Provider:
    """The provider of this process."""
    server = Provider(scopes_supported=SCOPES)
    server.register_token_generator(
        "default",
        BearerTokenGenerator(
            access_token_generator=lambda **_: new_token(TokenKind.ACCESS),
            refresh_token_generator=lambda **_: new_token(TokenKind.REFRESH),
            expires_generator=int(ACCESS_LIVES.total_seconds()),
        ),
    )
    server.register_client_auth_method("private_key_jwt", SignedAssertion())
    server.register_extension(OurIssuer())
    server.register_grant(CodeGrant, [OnlyS256(required=True), IdToken()])
    server.register_grant(RefreshGrant)
    server.register_grant(DeviceGrant, [IdToken()])
    for endpoint in (PushedRequest, DeviceAuthorization, UserInfo, Revocation, EndSession):
        server.register_endpoint(endpoint)
    return server
