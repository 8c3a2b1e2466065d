"""How a client comes by tokens: a code, an older token, or the answer to a machine."""

import secrets
from copy import copy
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749 import grants as rfc6749
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DeviceCodeGrant
from authlib.oidc.core import OpenIDCode
from joserfc.jwk import ECKey

from tongban.crypto.signing_keys import ALGORITHM, signing_key
from tongban.crypto.tickets import content_of, ticket
from tongban.identity import queries
from tongban.identity.models import Person
from tongban.identity.operations.openid import end_permit, note_poll
from tongban.identity.queries import openid
from tongban.identity.rules import AUTHORIZATION_CODE_LIVES, TokenKind
from tongban.portal.openid.clients import Credential, KnownClient, KnownToken, Machine, given_from
from tongban.portal.openid.requests import Asked, issuer

CODE = "openid.code"
METHODS: Final = ["private_key_jwt", "client_secret_basic", "none"]
ID_TOKEN_LIVES: Final = timedelta(minutes=5)


class CodeGrant(rfc6749.AuthorizationCodeGrant):  # type: ignore[misc]
    """A code is a sealed note that the person's browser carries; a row is made when it is used."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def generate_authorization_code(self) -> str:
        asked: Asked = self.request
        if asked.sign_in is None:
            raise RuntimeError("Only somebody who has signed in is sent back.")
        content = {
            "code": str(uuid4()),
            "client": asked.client.client_id,
            "scope": asked.scope,
            "level": asked.sign_in.level,
            "sign_in": str(asked.sign_in.public_id),
            "redirect_uri": asked.payload.redirect_uri,
            "nonce": asked.payload.data.get("nonce", ""),
            "challenge": asked.payload.data["code_challenge"],
        }
        return ticket(content, place=CODE, lives=AUTHORIZATION_CODE_LIVES, at=asked.at)

    def save_authorization_code(self, code: str, request: Asked) -> None:
        """Nothing to save: it is all in the code."""

    def query_authorization_code(self, code: str, client: KnownClient) -> Credential | None:
        at = self.request.at
        content = content_of(code, place=CODE, at=at)
        if content is None or content["client"] != client.client_id:
            return None
        given = given_from(content)
        used = openid.permit_for_code(given.code)
        if used:
            end_permit(permit=used, why="code_used_twice", at=at)
            return None
        sign_in = queries.live_sign_in(UUID(content["sign_in"]), at=at)
        if sign_in is None:
            return None
        return Credential(
            given=given,
            sign_in=sign_in,
            redirect_uri=content["redirect_uri"],
            nonce=content["nonce"],
            code_challenge=content["challenge"],
        )

    def delete_authorization_code(self, authorization_code: Credential) -> None:
        """Its row in `Permit` is what makes it used."""

    def authenticate_user(self, authorization_code: Credential) -> Person:
        return authorization_code.sign_in.person


class RefreshGrant(rfc6749.RefreshTokenGrant):  # type: ignore[misc]
    """A refresh token works once. Whoever brings a used one ends the whole family."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> KnownToken | None:
        found = openid.token_whatever(refresh_token)
        if found is None or found.kind != TokenKind.REFRESH:
            return None
        token = KnownToken(found, self.request.at)
        if not token.check_client(self.request.client) or token.is_expired():
            return None
        if found.used_at:
            end_permit(permit=found.permit, why="token_used_twice", at=self.request.at)
            return None
        return None if token.is_revoked() else token

    def issue_token(self, user: Person, refresh_token: KnownToken) -> dict[str, Any]:
        made: dict[str, Any] = self.generate_token(
            user=user, scope=refresh_token.get_scope(), include_refresh_token=True
        )
        return made

    def authenticate_user(self, refresh_token: KnownToken) -> Person | None:
        person = refresh_token.permit.person
        return person if person.is_active else None

    def revoke_old_credential(self, refresh_token: KnownToken) -> None:
        """It was used up in the same transaction that made the new ones."""


class DeviceGrant(DeviceCodeGrant):  # type: ignore[misc]
    """A machine asks again and again whether its person has answered."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def query_device_credential(self, device_code: str) -> Machine | None:
        ask = openid.device_ask(device_code)
        return Machine(ask, self.request.at) if ask else None

    def query_user_grant(self, user_code: Any) -> tuple[Person | None, bool] | None:
        ask = user_code
        if ask.answered_at is None:
            return None
        return (ask.sign_in.person if ask.sign_in else None), bool(ask.allowed)

    def should_slow_down(self, credential: Machine) -> bool:
        return not note_poll(ask=credential.ask, at=self.request.at)

    def validate_token_request(self) -> None:
        super().validate_token_request()
        self.request.authorization_code = self.request.credential.credential()


class OnlyS256(CodeChallenge):  # type: ignore[misc]
    """Every client proves with S256 that the code came to who had asked for it (RFC 9700)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):  # type: ignore[misc]
    """Says who signed in, when and how well; everything personal is asked for at userinfo."""

    def __call__(self, grant: Any) -> None:
        super(IdToken, copy(self)).__call__(grant)  # `_key` belongs to one request

    def encode_id_token(self, token: dict[str, Any], request: Asked) -> str:
        self._key = signing_key(at=request.at)
        return str(super().encode_id_token(token, request))

    def exists_nonce(self, nonce: str, request: Asked) -> bool:
        return False  # a code works once, and the client compares its nonce itself

    def resolve_client_private_key(self, client: KnownClient) -> ECKey:
        return self._key

    def get_client_algorithm(self, client: KnownClient) -> str:
        return ALGORITHM

    def get_encode_header(self, client: KnownClient) -> dict[str, str]:
        return {"alg": ALGORITHM, "kid": str(self._key.kid)}

    def get_compatible_claims(self, request: Asked) -> dict[str, Any]:
        party, sign_in = request.client.party, request.authorization_code.sign_in
        return {
            "iss": issuer(),
            "aud": party.client_id,
            "sub": openid.sub_for(sign_in.person, party),
            "sid": openid.sid_for(sign_in, party),
            "iat": int(request.at.timestamp()),
            "exp": int((request.at + ID_TOKEN_LIVES).timestamp()),
        }

    def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
        return {}


def new_token(kind: str) -> str:
    return f"{kind}_{secrets.token_urlsafe(32)}"
