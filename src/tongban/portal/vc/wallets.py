"""A wallet that sends its holder here, as it says it is. Nothing in it is believed."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from tongban.certificates.rules.credentials import OPENID_CREDENTIAL

LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
OF_AN_APP: Final = re.compile(r"[a-z][a-z0-9+.-]{2,60}")
CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
MOST: Final = 500


class NoWallet(ValueError):
    """There is nowhere to send an answer to."""


class CannotAsk(ValueError):
    """The wallet is told why, at its own address. `code` is an error of OAuth."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


@dataclass(frozen=True)
class Ask:
    """A request for an agreement (OpenID4VCI 1.0, 5.1)."""

    wallet: str
    redirect_uri: str
    state: str
    issuer_state: str
    challenge: str
    wanted: str  # the kind of certificate
    detailed: bool

    @property
    def host(self) -> str:
        """Where the answer goes, in a word that people can compare."""
        parts = urlsplit(self.redirect_uri)
        return parts.hostname or parts.scheme

    def answered(self, **told: str) -> str:
        """The wallet's address with an answer."""
        more = urlencode({**told, **({"state": self.state} if self.state else {})})
        return f"{self.redirect_uri}{'&' if '?' in self.redirect_uri else '?'}{more}"


def addressed(parameters: dict[str, str]) -> Ask:
    """Who asks and where the answer goes; raises NoWallet. What is wanted is not looked at yet."""
    wallet, back = parameters.get("client_id", ""), parameters.get("redirect_uri", "")
    if not 0 < len(wallet) <= 200 or not is_an_address(back):
        raise NoWallet("a wallet says who it is and where the answer goes")
    return Ask(
        wallet=wallet,
        redirect_uri=back,
        state=parameters.get("state", "")[:MOST],
        issuer_state=parameters.get("issuer_state", ""),
        challenge=parameters.get("code_challenge", ""),
        wanted=_wanted(parameters),
        detailed="authorization_details" in parameters,
    )


def check(ask: Ask, parameters: dict[str, str]) -> None:
    """Raises CannotAsk."""
    if parameters.get("response_type") != "code":
        raise CannotAsk("unsupported_response_type", "There is only 'code' here.")
    method = parameters.get("code_challenge_method")
    if method != "S256" or not CHALLENGE.fullmatch(ask.challenge):
        raise CannotAsk("invalid_request", "PKCE with S256 is required.")
    if not ask.issuer_state:
        raise CannotAsk("invalid_request", "Begin with an offer from the holder's wallet page.")


def is_an_address(text: str) -> bool:
    """Of a page with TLS, of a program on this machine, or of an app (RFC 8252)."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    if len(text) > MOST or not text.isascii() or not text.isprintable() or parts.fragment:
        return False
    if parts.scheme == "https":
        return bool(host) and not parts.username
    if parts.scheme == "http":
        return host in LOOPBACK and not parts.username
    own = "." in parts.scheme or "openid" in parts.scheme or parts.scheme == "haip"
    return own and bool(OF_AN_APP.fullmatch(parts.scheme))


def _wanted(parameters: dict[str, str]) -> str:
    """One kind of certificate, named by scope or by authorization_details; else nothing."""
    if "authorization_details" not in parameters:
        return parameters.get("scope", "")
    try:
        (asked,) = json.loads(parameters["authorization_details"])
        found: Any = asked["credential_configuration_id"]
        return str(found) if asked["type"] == OPENID_CREDENTIAL else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
