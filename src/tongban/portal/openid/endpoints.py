"""What programs ask the provider besides tokens."""

from typing import Any

from authlib.consts import default_json_headers
from authlib.oauth2.rfc6749 import (
    InvalidRequestError,
    OAuth2Error,
    ResourceProtector,
    UnauthorizedClientError,
)
from authlib.oauth2.rfc6749.endpoint import Endpoint, EndpointRequest
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint
from authlib.oidc.rpinitiated import EndSessionEndpoint
from django.utils.timezone import now

from tongban.crypto.signing_keys import own_keys
from tongban.identity.operations import openid as operations
from tongban.identity.operations.limits import TooOften
from tongban.identity.queries import openid
from tongban.identity.rules import DEVICE_EVERY, DEVICE_LIVES, PUSHED_LIVES, Scope
from tongban.portal.openid.claims import claims_for, note_told
from tongban.portal.openid.clients import KnownClient, KnownToken
from tongban.portal.openid.grants import METHODS
from tongban.portal.openid.requests import Asked, issuer, pushed


class SlowDown(OAuth2Error):  # type: ignore[misc]
    error = "slow_down"
    status_code = 429


class PushedRequest(Endpoint):  # type: ignore[misc]
    """Takes a request from the client itself and gives a name for it (RFC 9126)."""

    ENDPOINT_NAME = "pushed_request"

    def validate_request(self, request: Asked) -> EndpointRequest:
        request.client = self.server.authenticate_client(request, METHODS)
        try:
            if request.payload.data.get("request_uri"):
                raise InvalidRequestError("A pushed request has no 'request_uri'.")
            if request.payload.client_id not in {None, request.client.client_id}:
                raise InvalidRequestError("'client_id' is another client.")
            request.payload.data["client_id"] = request.client.client_id
            grant = self.server.get_authorization_grant(request)
            grant.validate_no_multiple_request_parameter(request)
            grant.validate_authorization_request()
        except OAuth2Error as error:
            error.redirect_uri = None  # nobody's browser is here to be led anywhere
            raise
        return EndpointRequest(request, request.client)

    def create_response(self, validated_request: EndpointRequest) -> tuple[int, Any, Any]:
        lives = int(PUSHED_LIVES.total_seconds())
        body = {"request_uri": pushed(validated_request.request), "expires_in": lives}
        return 201, body, default_json_headers


class DeviceAuthorization(DeviceAuthorizationEndpoint):  # type: ignore[misc]
    """Gives a machine a code for its screen (RFC 8628)."""

    CLIENT_AUTH_METHODS = METHODS
    EXPIRES_IN = int(DEVICE_LIVES.total_seconds())
    INTERVAL = int(DEVICE_EVERY.total_seconds())

    def get_verification_uri(self) -> str:
        return f"{issuer()}/openid/device/"

    def authenticate_client(self, request: Asked) -> KnownClient:
        client: KnownClient = super().authenticate_client(request)
        if "device" not in client.party.grants:
            raise UnauthorizedClientError
        return client

    def create_endpoint_response(self, request: Asked) -> tuple[int, Any, Any]:
        status, data, headers = super().create_endpoint_response(request)
        try:
            operations.ask_for_device(
                client_id=request.client.client_id,
                scope=request.client.get_allowed_scope(request.payload.scope),
                codes=data,
                source=request.source,
                at=request.at,
            )
        except TooOften as refusal:
            raise SlowDown from refusal
        return status, data, headers

    def save_device_credential(self, client_id: str, scope: str, data: Any) -> None:
        """Kept by `create_endpoint_response`, which knows when and from where."""


class LiveToken(BearerTokenValidator):  # type: ignore[misc]
    """A token that we gave, and that opens something still."""

    def authenticate_token(self, token_string: str) -> KnownToken | None:
        at = now()
        found = openid.access_token(token_string, at=at)
        return KnownToken(found, at) if found else None


class UserInfo:
    """Tells a client what it may know of the person whose token it holds."""

    ENDPOINT_NAME = "userinfo"

    def __init__(self, server: Any) -> None:
        self.server = server
        self.protector = ResourceProtector()
        self.protector.register_token_validator(LiveToken())

    def create_endpoint_request(self, request: Any) -> Asked:
        return Asked(request)

    def __call__(self, request: Asked) -> tuple[int, Any, Any]:
        token = self.protector.validate_request([Scope.OPENID], request)
        party = openid.party(token.permit.client_id)
        if party is None:
            raise UnauthorizedClientError
        claims = claims_for(token.permit, party, at=request.at)
        note_told(token.permit, party, claims, at=request.at)
        return 200, claims, default_json_headers


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    """A client gives a token back; its whole family ends (RFC 7009)."""

    CLIENT_AUTH_METHODS = METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> KnownToken | None:
        found = openid.token_whatever(token_string)
        return KnownToken(found, now()) if found else None

    def revoke_token(self, token: KnownToken, request: Asked) -> None:
        operations.end_permit(permit=token.permit, why="given_back", at=request.at)


class EndSession(EndSessionEndpoint):  # type: ignore[misc]
    """A client sends somebody who signs out (RP-initiated logout). The screen asks them first."""

    def get_server_jwks(self) -> Any:
        return own_keys(at=now())

    def end_session(self, end_session_request: Any) -> None:
        """The view has ended the sign-in, as that is what its person pressed."""
