"""Reading what wallets show, and what was asked and answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tongban.catalog.models import Post
from tongban.certificates import providers
from tongban.certificates.models import Presentation, Verifier
from tongban.certificates.queries.codes import Lists, code_keys
from tongban.certificates.queries.credentials import own_address, type_address
from tongban.certificates.rules import trust
from tongban.certificates.rules.verdicts import FRESH, OLDEST, Issuer
from tongban.crypto import sd_jwt
from tongban.crypto.jose import EcKey
from tongban.crypto.keys import PublicKey, decoded
from tongban.crypto.sd_jwt import NotShown, Shown

SHOWN_LATELY: Final = 20


class NotBelieved(ValueError):
    """`code` is a key of `rules.presentations.SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Believed:
    """A presentation that was believed: what it says, and where its bit is."""

    claims: Mapping[str, Any]
    disclosed: frozenset[str]
    issuer: str  # the platform's name; empty for ours
    number: int
    index: int


def believed(
    text: str, *, kind: str, audience: str, nonce: str, demanding: bool, at: datetime
) -> Believed:
    """What somebody shows, if we believe it. Raises NotBelieved."""
    keys = trust.read_keys(code_keys(at=at), at=at)
    issuers = [each for each in keys.issuers if each.address == _claimed(text)]
    if not issuers:
        raise NotBelieved("unknown_issuer" if text else "malformed")
    try:
        known: list[PublicKey | EcKey] = [each.key for each in issuers]
        if issuers[0].address == own_address():
            known.append(providers.key_for_wallets())
        shown = sd_jwt.read(text, keys=known, at=at, audience=audience, nonce=nonce)
    except NotShown as error:
        raise NotBelieved(error.code) from error
    if shown.claims.get("vct") != type_address(kind):
        raise NotBelieved("other_kind")
    number, index = _counting(shown, keys, issuers[0], demanding=demanding, at=at)
    issuer = "" if issuers[0].address == own_address() else issuers[0].name
    return Believed(shown.claims, shown.disclosed, issuer, number, index)


def presentation(public_id: UUID) -> Presentation | None:
    """A question as its wallet reads it; whoever has its name may."""
    return Presentation.objects.filter(public_id=public_id).first()


def presentations_of(post: Post) -> list[Presentation]:
    """What this official asked lately, the newest first."""
    own = Presentation.objects.filter(asker=post.person, under=post.ref)
    return list(own.select_related("verifier__scene").order_by("-asked_at", "-pk")[:SHOWN_LATELY])


def presentation_of(post: Post, public_id: UUID) -> Presentation | None:
    """One of them, with what was shown; for who asked and nobody else."""
    own = Presentation.objects.filter(asker=post.person, under=post.ref, public_id=public_id)
    return own.select_related("verifier__scene").first()


def asking_verifiers(post: Post, *, at: datetime) -> list[Verifier]:
    """The verifiers with which an office may ask for certificates."""
    live = Verifier.objects.live(at=at).filter(office_code=post.office.code)
    return [each for each in live.select_related("scene").order_by("code") if each.certificates]


def program_called(client_id: str, *, at: datetime) -> Verifier | None:
    """The registered program that calls itself so. Anyone may ask."""
    live = Verifier.objects.live(at=at).exclude(client_id="")
    return live.select_related("scene", "keeper").filter(client_id=client_id).first()


def _claimed(text: str) -> str:
    """Who is said to have issued it; not believed yet."""
    try:
        claims = json.loads(decoded(text.split(".")[1]))
        return str(claims["iss"])
    except (ValueError, IndexError, KeyError, TypeError, RecursionError):
        return ""


def _counting(
    shown: Shown, keys: trust.Keys, issuer: Issuer, *, demanding: bool, at: datetime
) -> tuple[int, int]:
    """Its place on its issuer's list, where it still counts. Raises NotBelieved."""
    try:
        place = shown.claims["status"]["status_list"]
        uri, index = str(place["uri"]), int(place["idx"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotBelieved("malformed") from error
    here = f"{issuer.address}/codes/status/"
    number = uri.removeprefix(here).rstrip("/")
    found = Lists(keys, at).get(uri) if uri.startswith(here) and number.isdigit() else None
    if found is None or found.expires_at <= at:
        raise NotBelieved("list_is_missing")
    if found.is_revoked(index):
        raise NotBelieved("revoked")
    if found.age(at=at) > (FRESH if demanding else OLDEST):
        raise NotBelieved("list_is_too_old")
    return int(number), index
