"""Clients and what they were given, as Authlib asks about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any
from uuid import UUID

from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin
from authlib.oauth2.rfc6749.util import list_to_scope, scope_to_list

from tongban.identity.models import DeviceAsk, Permit, SignIn, Token
from tongban.identity.operations.openid.tokens import Given
from tongban.identity.queries.tokens import token_digest
from tongban.identity.rules import DEVICE_CODE, Level, Party, Scope, amr_of

GRANTS: Mapping[str, str] = {DEVICE_CODE: "device"}


@dataclass(frozen=True)
class KnownClient(ClientMixin):  # type: ignore[misc]  # Authlib has no types
    """A client that we know, with our answers to what the protocol wants to know of it."""

    party: Party

    @property
    def client_id(self) -> str:
        return self.party.client_id

    @property
    def client_metadata(self) -> dict[str, Any]:
        return {"post_logout_redirect_uris": list(self.party.post_logout_uris)}

    def get_client_id(self) -> str:
        return self.party.client_id

    def get_default_redirect_uri(self) -> None:
        """A client says where to go back to, always."""

    def get_allowed_scope(self, scope: str | None) -> str:
        wanted = scope_to_list(scope or Scope.OPENID)
        return str(list_to_scope([each for each in wanted if each in self.party.scopes]))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.party.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        digest = self.party.secret_digest
        return bool(digest) and compare_digest(digest, token_digest(client_secret))

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.party.method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return GRANTS.get(grant_type, grant_type) in self.party.grants


@dataclass(frozen=True)
class Credential:
    """What somebody agreed to: the content of a code, or the answer given to a machine."""

    given: Given
    sign_in: SignIn
    redirect_uri: str = ""
    nonce: str = ""
    code_challenge: str = ""
    code_challenge_method: str = "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.given.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.sign_in.level_at.timestamp())

    def get_acr(self) -> str:
        return str(int(self.given.level))

    def get_amr(self) -> list[str]:
        return amr_of(self.sign_in.method, self.sign_in.level_by)


@dataclass(frozen=True)
class KnownToken(TokenMixin):  # type: ignore[misc]
    """A token of ours, as the protocol asks about it."""

    token: Token
    at: datetime

    @property
    def permit(self) -> Permit:
        return self.token.permit

    def check_client(self, client: KnownClient) -> bool:
        return self.permit.client_id == client.client_id

    def get_scope(self) -> str:
        return self.permit.scope

    def is_expired(self) -> bool:
        return self.token.expires_at <= self.at

    def is_revoked(self) -> bool:
        gone = self.permit.ended_at is not None or not self.permit.person.is_active
        return gone or self.token.used_at is not None


@dataclass(frozen=True)
class Machine:
    """A machine that waits for somebody's answer."""

    ask: DeviceAsk
    at: datetime

    def get_client_id(self) -> str:
        return self.ask.client_id

    def get_scope(self) -> str:
        return self.ask.scope

    def get_user_code(self) -> DeviceAsk:
        return self.ask

    def is_expired(self) -> bool:
        return self.ask.expires_at <= self.at

    def credential(self) -> Credential | None:
        """What its person agreed to."""
        if self.ask.sign_in is None:
            return None
        level = Level(self.ask.level or Level.DECLARED)
        given = Given(self.ask.public_id, self.ask.client_id, self.ask.scope, level)
        return Credential(given, self.ask.sign_in)


def given_from(content: Mapping[str, Any]) -> Given:
    """What a code says was agreed to."""
    return Given(
        code=UUID(content["code"]),
        client_id=content["client"],
        scope=content["scope"],
        level=Level(content["level"]),
    )
