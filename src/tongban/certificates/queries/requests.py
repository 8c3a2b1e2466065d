"""Requests of verifiers to the wallets here (OpenID4VP 1.0): who asks, what for, and for what.

Only who is registered is heard: a verifier of ours, a program of somebody else with its address,
or another platform of the federation for one of its verifiers. No other address is ever fetched.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tongban.certificates import providers
from tongban.certificates.models import CertificateType, Presentation, Scene, Verifier
from tongban.certificates.queries.credentials import kind_at, own_address
from tongban.certificates.queries.presentations import program_called
from tongban.certificates.rules import presentations as rules
from tongban.certificates.rules.credentials import IDENTIFIER, claim_name, told_fields
from tongban.certificates.rules.presentations import NotAsked, lies_at
from tongban.crypto import request_objects
from tongban.crypto.answers import Recipient
from tongban.crypto.request_objects import NotSignedByThem, Signed
from tongban.federation import queries as federation
from tongban.federation.models import Peer

REQUESTS: Final = "/vc/requests"
MOST_STATE: Final = 500
ENCRYPTED: Final = "direct_post.jwt"
MODES: Final = frozenset({"direct_post", ENCRYPTED})


@dataclass(frozen=True)
class Part:
    """One certificate that is asked for, and what of it."""

    kind: str
    fields: list[str]
    query: str

    @property
    def claims(self) -> list[str]:
        return [each if each == IDENTIFIER else claim_name(each) for each in self.fields]


@dataclass(frozen=True)
class Wanted:
    """What somebody asks a holder for, as the holder reads it; it travels in a sealed form."""

    names: Mapping[str, str]  # of who asks
    office: Mapping[str, str]
    purposes: Mapping[str, str]
    parts: list[Part]
    verifier: str  # its code
    node: str  # the platform that registered it; empty for ours
    root: str  # where answers may go
    client_id: str
    nonce: str
    response_uri: str
    state: str = ""
    recipient: Recipient | None = None  # where the answer is encrypted

    @classmethod
    def again(cls, content: Mapping[str, Any]) -> "Wanted":
        """From the sealed form."""
        told = dict(content)
        parts, to = [Part(**each) for each in told.pop("parts")], told.pop("recipient")
        return cls(**told, parts=parts, recipient=Recipient(**to) if to else None)

    @property
    def is_own(self) -> bool:
        """Whether the answer stays here, with a verifier of ours."""
        return lies_at(self.response_uri, own_address())


@dataclass(frozen=True)
class _Asker:
    """Who stands behind a request, and the most that they may see."""

    verifier: str
    names: Mapping[str, str]
    office: Mapping[str, str]
    purposes: Mapping[str, str]
    root: str
    node: str = ""
    certificates: Mapping[str, Iterable[str]] = field(default_factory=dict)


def wanted_by(parameters: Mapping[str, str], *, at: datetime) -> Wanted:
    """What a link asks for; fetches the request from a registered address if it must.

    Raises NotAsked. Refuses with ProgramAway.
    """
    client_id = parameters.get("client_id", "")
    if client_id.startswith("redirect_uri:"):
        asker, claims = _of_program(program_called(client_id, at=at)), _unsigned(parameters)
    else:
        asker, claims = _signed(client_id, parameters, at=at)
    if claims.get("client_id") != client_id:
        raise NotAsked("invalid_request", "The request is somebody else's.")
    return _wanted(asker, claims, at=at)


def _signed(
    client_id: str, parameters: Mapping[str, str], *, at: datetime
) -> tuple[_Asker, Mapping[str, Any]]:
    uri = parameters.get("request_uri", "")
    if lies_at(uri, own_address()):
        presentation = _own(uri, at=at)
        read = _read(presentation.request)
        return _of_own(presentation.verifier), read.claims
    program = program_called(client_id, at=at)
    peer = next((each for each in federation.peers() if lies_at(uri, each.address)), None)
    if program is not None and (not uri or lies_at(uri, program.address)):
        text = providers.fetch_request(uri) if uri else parameters.get("request", "")
        asker: _Asker | None = _of_program(program)
    elif peer is not None:
        text, asker = providers.fetch_request(uri), None
    else:
        raise NotAsked("invalid_client", "Nobody who is registered asks from there.")
    read = _read(text)
    if read.client_id != client_id:
        raise NotAsked("invalid_client", "Somebody else signed this request.")
    if asker is None and peer is not None:
        asker = _of_peer(peer, read)
    assert asker is not None  # noqa: S101  one of the two
    return asker, read.claims


def _read(text: str) -> Signed:
    try:
        return request_objects.read(text)
    except NotSignedByThem as error:
        raise NotAsked("invalid_request", str(error)) from error


def _unsigned(parameters: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        return {**parameters, "dcql_query": json.loads(parameters.get("dcql_query", ""))}
    except (ValueError, RecursionError) as error:
        raise NotAsked("invalid_request", "This asks for nothing.") from error


def _own(uri: str, *, at: datetime) -> Presentation:
    name = uri.removeprefix(f"{own_address()}{REQUESTS}/").rstrip("/")
    try:
        found = Presentation.objects.open(at=at).filter(public_id=UUID(name))
    except ValueError as error:
        raise NotAsked("invalid_request", "There is no such request.") from error
    presentation = found.select_related("verifier__scene").first()
    if presentation is None:
        raise NotAsked("invalid_request", "This request was answered before, or it is too old.")
    if not Verifier.objects.live(at=at).filter(pk=presentation.verifier_id).exists():
        raise NotAsked("invalid_client", "Whoever asks is no longer registered.")
    return presentation


def _of_own(verifier: Verifier) -> _Asker:
    return _Asker(
        verifier=verifier.code,
        names=verifier.names,
        office=verifier.office,
        purposes=verifier.scene.purposes,
        root=own_address(),
        certificates=verifier.certificates,
    )


def _of_program(program: Verifier | None) -> _Asker:
    if program is None:
        raise NotAsked("invalid_client", "Nobody who is registered calls themselves so.")
    return _Asker(
        verifier=program.code,
        names=program.names,
        office=program.office,
        purposes=program.scene.purposes,
        root=program.address,
        certificates=program.certificates,
    )


def _of_peer(peer: Peer, read: Signed) -> _Asker:
    """Another platform vouches for its verifier; what a scene allows is decided here."""
    if not providers.is_key_of(peer.address, read.key):
        raise NotAsked("invalid_client", "That platform did not sign this request.")
    about = _about(read.claims.get("verifier_info"))
    scene = Scene.objects.filter(code=str(about.get("scene", ""))).first()
    if scene is None:
        raise NotAsked("invalid_request", "There is no such scene here.")
    return _Asker(
        verifier=str(about.get("verifier", ""))[:40],
        names=_words(about.get("names")),
        office=_words(about.get("office")),
        purposes=scene.purposes,
        root=peer.address,
        node=peer.name,
        certificates=scene.certificates,
    )


def _about(info: object) -> Mapping[str, Any]:
    """What a platform of the federation adds about who asks."""
    for each in info if isinstance(info, list) else []:
        if isinstance(each, Mapping) and each.get("format") == rules.INFO:
            told = each.get("data")
            return told if isinstance(told, Mapping) else {}
    return {}


def _words(names: object) -> dict[str, str]:
    found = names if isinstance(names, Mapping) else {}
    return {str(name)[:8]: str(text)[:120] for name, text in found.items()}


def _wanted(asker: _Asker, claims: Mapping[str, Any], *, at: datetime) -> Wanted:
    _check(asker, claims, at=at)
    parts = [_part(asker, each) for each in rules.asked_in(claims.get("dcql_query"))]
    return Wanted(
        names=asker.names,
        office=asker.office,
        purposes=asker.purposes,
        parts=parts,
        verifier=asker.verifier,
        node=asker.node,
        root=asker.root,
        client_id=str(claims["client_id"]),
        nonce=str(claims["nonce"]),
        response_uri=str(claims["response_uri"]),
        state=str(claims.get("state", "")),
        recipient=_recipient(claims),
    )


def _part(asker: _Asker, asked: rules.Asked) -> Part:
    kinds = [kind for each in asked.kinds if (kind := kind_at(each)) in asker.certificates]
    found = CertificateType.objects.filter(code__in=kinds).order_by("code").first()
    if found is None:
        raise NotAsked("beyond_purpose", "They may not ask for this kind of certificate.")
    keys = {claim_name(each["key"]): str(each["key"]) for each in told_fields(found.fields)}
    keys[IDENTIFIER] = IDENTIFIER
    fields = [keys.get(each, "") for each in asked.claims]
    if not set(fields) <= set(asker.certificates[found.code]):
        raise NotAsked("beyond_purpose", "They ask for more than their purpose allows.")
    return Part(found.code, fields, asked.id)


def _recipient(claims: Mapping[str, Any]) -> Recipient | None:
    """Whom the answer is encrypted for, where that is wanted."""
    if claims.get("response_mode") != ENCRYPTED:
        return None
    told = claims.get("client_metadata")
    try:
        metadata = json.loads(told) if isinstance(told, str) else told
        return Recipient.asked_for(metadata)
    except (ValueError, RecursionError) as error:
        raise NotAsked("invalid_request", "There is no key to encrypt the answer with.") from error


def _check(asker: _Asker, claims: Mapping[str, Any], *, at: datetime) -> None:
    """What every request must be like, whoever asks."""
    if claims.get("response_type") != "vp_token" or claims.get("response_mode") not in MODES:
        raise NotAsked("invalid_request", "We answer with vp_token by direct_post.")
    if "transaction_data" in claims:
        raise NotAsked("invalid_transaction_data", "We do not sign transactions.")
    back, nonce, state = claims.get("response_uri"), claims.get("nonce"), claims.get("state", "")
    if not isinstance(back, str) or not lies_at(back, asker.root):
        raise NotAsked("invalid_request", "The answer would go to somebody else.")
    named = str(claims["client_id"]).partition("redirect_uri:")[2]
    if named and back != named:
        raise NotAsked("invalid_request", "The answer would go to somebody else.")
    if not isinstance(nonce, str) or not 0 < len(nonce) <= MOST_STATE:
        raise NotAsked("invalid_request", "A request has a nonce.")
    if not isinstance(state, str) or len(state) > MOST_STATE:
        raise NotAsked("invalid_request", "This state is longer than anything.")
    ends = claims.get("exp")
    if ends is not None and (type(ends) is not int or ends <= at.timestamp()):
        raise NotAsked("invalid_request", "This request is too old.")
