"""Asking for a certificate and answering: OpenID4VP 1.0 with DCQL. Plain Python.

We ask for one certificate at a time, and take requests for several. What we do not know in a query is
refused, so that nobody gets less protection than they asked for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from tongban.crypto import jose, sd_jwt

_ = str  # marks a text for translation; whoever shows it translates it
LIVES: Final = timedelta(minutes=5)
KEPT: Final = timedelta(days=1)
QUERY: Final = "certificate"  # our name for what we ask for
AUDIENCE: Final = "https://self-issued.me/v2"  # a wallet that we do not know yet
INFO: Final = "tongban-verifier"  # what we add about who asks
MOST: Final = 64 * 1024  # characters of a request, and of an answer
MOST_CLAIMS: Final = 40
MOST_AT_ONCE: Final = 5  # certificates in one query
HASH: Final = re.compile(r"x509_hash:[A-Za-z0-9_-]{43}")
LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
FORMATS: Final = {
    sd_jwt.TYPE: {
        "sd-jwt_alg_values": sorted(jose.ALGORITHMS.values()),
        "kb-jwt_alg_values": [sd_jwt.ES256],
    }
}
SENTENCES: Final = {
    "good": _("This certificate is genuine, and it counts now."),
    "declined": _("The holder did not agree."),
    "malformed": _("This is no answer to our question."),
    "unknown_issuer": _("No platform that we know issued this."),
    "unknown_key": _("No key that we know signed this."),
    "bad_signature": _("This was changed after it was issued."),
    "tampered_disclosure": _("A line of it was changed after it was issued."),
    "expired": _("This is over, or it was made too long ago."),
    "not_bound": _("Whoever shows this is not its holder."),
    "wrong_audience": _("This was made for somebody else."),
    "wrong_nonce": _("This answers another question."),
    "other_kind": _("This is another kind of certificate."),
    "list_is_missing": _("We cannot see whether it still counts. Please try again in a minute."),
    "list_is_too_old": _("We cannot see whether it still counts. Please try again in a minute."),
    "revoked": _("This certificate was ended."),
    "not_all": _("A line that is needed was not shown."),
    "beyond_purpose": _("More was shown than was asked for. It was not kept."),
}


class NotAsked(ValueError):
    """This is no request that we answer. `code` is an error of OpenID4VP."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


@dataclass(frozen=True)
class Program:
    """A verifier's own program: where it asks from, and what it calls itself."""

    address: str
    client_id: str

    def is_sound(self, *, tls: bool) -> bool:
        """Whether everything about it lies at one address, with TLS unless on this machine."""
        if not is_web_address(self.address, tls=tls):
            return False
        if self.client_id.startswith("redirect_uri:"):
            return lies_at(self.client_id.removeprefix("redirect_uri:"), self.address)
        return bool(HASH.fullmatch(self.client_id))


@dataclass(frozen=True)
class Asked:
    """What a request asks for: any of these kinds, and these claims of it."""

    id: str
    kinds: tuple[str, ...]
    claims: tuple[str, ...]


def is_web_address(address: str, *, tls: bool) -> bool:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in LOOPBACK and not tls
    clean = not (parts.query or parts.fragment or parts.username) and address.isascii()
    return bool(host) and clean and (parts.scheme == "https" or plain)


def lies_at(address: str, root: str) -> bool:
    """Whether an address is at or below another one, by the letter: no dots, no tricks."""
    base = root.rstrip("/")
    below = address == base or address.startswith((f"{base}/", f"{base}?"))
    return below and ".." not in address and "\\" not in address and "%2" not in address.lower()


def query_for(kinds: Iterable[str], claims: Iterable[str]) -> dict[str, Any]:
    """DCQL: one certificate of these kinds, of which only these claims are shown."""
    return {
        "credentials": [
            {
                "id": QUERY,
                "format": sd_jwt.TYPE,
                "meta": {"vct_values": list(kinds)},
                "claims": [{"path": [each]} for each in claims],
            }
        ]
    }


def asked_in(query: object) -> tuple[Asked, ...]:
    """What a DCQL query asks for, all of it, if we answer such queries; raises NotAsked."""
    if not isinstance(query, Mapping) or query.keys() - {"credentials"}:
        raise NotAsked("invalid_request", "We answer queries for credentials and nothing else.")
    credentials = query.get("credentials")
    if not isinstance(credentials, list) or not 0 < len(credentials) <= MOST_AT_ONCE:
        raise NotAsked("invalid_request", f"We answer queries for 1 to {MOST_AT_ONCE} credentials.")
    asked = tuple(map(_one, credentials))
    if len({each.id for each in asked}) < len(asked):
        raise NotAsked("invalid_request", "Two credentials have the same name.")
    return asked


def _one(one: object) -> Asked:
    if not isinstance(one, Mapping) or one.get("format") != sd_jwt.TYPE:
        raise NotAsked("vp_formats_not_supported", f"We have {sd_jwt.TYPE}.")
    known = {"id", "format", "meta", "claims", "require_cryptographic_holder_binding", "multiple"}
    meta, bound = one.get("meta"), one.get("require_cryptographic_holder_binding", True)
    if one.keys() - known or bound is not True or one.get("multiple", False) is not False:
        raise NotAsked("invalid_request", "This asks for something that we do not know.")
    kinds = meta.get("vct_values") if isinstance(meta, Mapping) else None
    if not _are_names(kinds) or not isinstance(one.get("id"), str):
        raise NotAsked("invalid_request", "A query names the kinds of certificates it is for.")
    return Asked(one["id"], tuple(kinds or ()), _claims(one.get("claims", [])))


def _claims(claims: object) -> tuple[str, ...]:
    found = []
    if not isinstance(claims, list) or not 0 < len(claims) <= MOST_CLAIMS:
        raise NotAsked("invalid_request", "A query names the claims that it wants.")
    for each in claims:
        path = (
            each.get("path")
            if isinstance(each, Mapping) and not each.keys() - {"id", "path"}
            else 0
        )
        if not _are_names(path) or len(path) != 1:  # type: ignore[arg-type]
            raise NotAsked("invalid_request", "A claim of ours is named by one word.")
        found.append(path[0])  # type: ignore[index]
    return tuple(dict.fromkeys(found))


def _are_names(value: object) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= MOST_CLAIMS
        and all(isinstance(each, str) and 0 < len(each) <= 300 for each in value)
    )


def shown_in(vp_token: object, *, name: str) -> str:
    """The one presentation in a `vp_token`; empty when there is none or more."""
    if not isinstance(vp_token, Mapping) or set(vp_token) != {name}:
        return ""
    found: Any = vp_token[name]
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    return found if isinstance(found, str) and len(found) <= MOST else ""


def wrong_fields(disclosed: Iterable[str], asked: Sequence[str]) -> str:
    """`beyond_purpose` if more was shown than asked for, `not_all` if less; else nothing."""
    shown = set(disclosed)
    if shown - set(asked):
        return "beyond_purpose"
    return "not_all" if set(asked) - shown else ""
