"""What a verifier holds to work without a network: whose codes count, in which scenes.

The list of keys is a signed document (kind `code-keys`). A newer one is taken only if a key of
the one before signed it, so that neither a stranger nor the holder of a former key can put one in.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tongban.certificates.rules.codes import short_kid
from tongban.certificates.rules.scenes import Scene, scene_from
from tongban.certificates.rules.verdicts import Issuer, Verifier
from tongban.crypto import status_lists
from tongban.crypto.documents import NotSigned, read_document, sign_document
from tongban.crypto.keys import BadKey, PrivateKey, PublicKey, decoded
from tongban.crypto.status_lists import NoStatusList, StatusList

_ = str  # marks a text for translation; whoever shows it translates it
KIND: Final = "code-keys"


class NotTrusted(ValueError):
    """This list of keys is not taken. `code` is one of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


REASONS: Final = {
    "not_signed": _("This list of keys was not signed by a key that was known before."),
    "rolled_back": _("We have seen a newer list of keys than this one."),
    "expired": _("This list of keys has expired. Fetch a new one."),
    "malformed": _("This is no list of keys."),
}


@dataclass(frozen=True)
class Keys:
    """A list of keys that was believed when it was read."""

    version: int
    expires_at: datetime
    issuers: tuple[Issuer, ...]
    signers: tuple[PublicKey, ...]  # who may sign the next one
    scenes: Mapping[str, Scene]

    def verifier(self, lists: Iterable[StatusList], *, audience: str = "") -> Verifier:
        found = {short_kid(issuer.key.kid): issuer for issuer in self.issuers}
        return Verifier(found, {each.subject: each for each in lists}, audience)


def write_keys(content: Mapping[str, Any], keys: Sequence[PrivateKey]) -> str:
    """`content` has version, expires_at, issuers [{name, address, keys}], signers and scenes."""
    return sign_document(content, keys, kind=KIND)


def read_keys(text: str, *, at: datetime, before: Keys | None = None) -> Keys:
    """The list, if it may follow the one `before`; the first one is taken as it was handed over.

    Raises NotTrusted.
    """
    try:
        trusted = before.signers if before else _signers_claimed(text)
        keys = _parsed(read_document(text, keys=trusted, kind=KIND))
    except NotSigned as error:
        raise NotTrusted("not_signed") from error
    except (BadKey, KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotTrusted("malformed") from error
    if before and keys.version < before.version:
        raise NotTrusted("rolled_back")
    if keys.expires_at <= at:
        raise NotTrusted("expired")
    return keys


def read_lists(
    text: str, keys: Keys, *, newest: Mapping[str, int] | None = None
) -> list[StatusList]:
    """Status lists, one a line. A list that nobody known signed is left out, an older one too."""
    found = []
    for line in text.split():
        for issuer in keys.issuers:
            try:
                read = status_lists.read(line, keys=[issuer.key])
            except NoStatusList:
                continue
            own = read.subject.startswith(f"{issuer.address}/")
            if own and read.version >= (newest or {}).get(read.subject, 0):
                found.append(read)
    return found


def _signers_claimed(text: str) -> tuple[PublicKey, ...]:
    """The keys that a first list names as its own signers. Whoever hands it over vouches."""
    claimed = json.loads(decoded(json.loads(text)["payload"]))["signers"]
    return tuple(PublicKey.from_jwk(jwk) for jwk in claimed)


def _parsed(content: Mapping[str, Any]) -> Keys:
    return Keys(
        version=int(content["version"]),
        expires_at=datetime.fromisoformat(content["expires_at"]),
        issuers=tuple(
            Issuer(node["name"], node["address"], PublicKey.from_jwk(jwk))
            for node in content["issuers"]
            for jwk in node["keys"]
        ),
        signers=tuple(PublicKey.from_jwk(jwk) for jwk in content["signers"]),
        scenes={row["id"]: scene_from(row) for row in content["scenes"]},
    )
