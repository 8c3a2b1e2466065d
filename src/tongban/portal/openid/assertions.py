"""How a platform shows who it is: an assertion signed with the key at its own address (RFC 7523)."""

from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from django.utils.timezone import now
from joserfc.jwk import KeySet

from tongban.identity.operations.openid import use_assertion
from tongban.identity.providers import platforms
from tongban.identity.rules import ASSERTION_LIVES
from tongban.portal.openid.clients import KnownClient
from tongban.portal.openid.requests import issuer


class SignedAssertion(JWTBearerClientAssertion):  # type: ignore[misc]
    """Short-lived, for us alone, and used once, whichever of our workers sees it."""

    CLIENT_AUTH_METHOD = "private_key_jwt"

    def get_audiences(self) -> list[str]:
        return [issuer(), f"{issuer()}/openid/token/", f"{issuer()}/openid/requests/"]

    def resolve_client_public_key(self, client: KnownClient) -> KeySet:
        if not client.party.keys_uri:
            raise InvalidClientError(description="This client has no keys.")
        try:
            return platforms.keys_at(client.party.keys_uri)
        except platforms.PlatformAway as error:
            raise InvalidClientError(description="The keys of this client are away.") from error

    def verify_claims(self, claims: Any) -> None:
        expires = claims.get("exp")
        latest = (now() + ASSERTION_LIVES).timestamp()
        if not isinstance(expires, int | float) or expires > latest:
            raise InvalidClientError(description="An assertion lives for ten minutes at most.")
        super().verify_claims(claims)

    def validate_jti(self, claims: Any, jti: str) -> bool:
        until = datetime.fromtimestamp(claims["exp"] + self.leeway, tz=UTC)
        return use_assertion(client_id=claims["sub"], jti=str(jti), until=until, at=now())
