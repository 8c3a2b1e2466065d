"""What a registry and an application look like: JSON Schema, and questions about them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import jsonschema_rs

from tongban.crypto.keys import BadKey, PublicKey, decoded

Entry = Mapping[str, Any]
REGISTRY: Final = "registry"
APPLICATION: Final = "application"
HUB: Final = "hub"
NODE: Final = "node"

_TEXTS: Final = {"type": "array", "items": {"type": "string", "maxLength": 64}, "maxItems": 500}
_TIME: Final = {"type": "string", "format": "date-time"}
_JWK: Final = {
    "type": "object",
    "properties": {part: {"type": "string", "maxLength": 64} for part in ("kty", "crv", "x", "y")},
    "required": ["kty", "crv", "x"],
    "additionalProperties": False,
}
_KEY: Final = {
    "type": "object",
    "properties": {
        "jwk": _JWK,
        "not_before": _TIME,
        "not_after": {"anyOf": [_TIME, {"type": "null"}]},
    },
    "required": ["jwk", "not_before", "not_after"],
    "additionalProperties": False,
}
_PARTS: Final = {
    "name": {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"},
    "names": {
        "type": "object",
        "required": ["zh"],
        "maxProperties": 20,
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 200},
    },
    "role": {"enum": [HUB, NODE]},
    "address": {"type": "string", "maxLength": 200},
    "regions": {
        "type": "array",
        "items": {"type": "string", "pattern": "^[0-9]{6,12}$"},
        "maxItems": 500,
    },
    "authorities": _TEXTS,
    "keys": {"type": "array", "items": _KEY, "minItems": 1, "maxItems": 8},
    "sealing": _JWK,
    "parent": {"type": "string", "maxLength": 40},
    "features": _TEXTS,
}
_ENTRY: Final = {
    "type": "object",
    "properties": _PARTS,
    "required": sorted(_PARTS),
    "additionalProperties": False,
}
_REGISTRY: Final = {
    "type": "object",
    "properties": {
        "hub": _PARTS["name"],
        "version": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
        "issued_at": _TIME,
        "expires_at": _TIME,
        "nodes": {"type": "array", "items": _ENTRY, "minItems": 1, "maxItems": 2000},
        "revoked": {"type": "array", "items": _PARTS["name"]},
        "zones": {"type": "array", "items": {"type": "object"}, "maxItems": 500},
    },
    "required": ["hub", "version", "issued_at", "expires_at", "nodes", "revoked", "zones"],
    "additionalProperties": False,
}
_APPLICATION: Final = {
    "type": "object",
    "properties": {"entry": _ENTRY, "hub": _PARTS["name"], "made_at": _TIME},
    "required": ["entry", "hub", "made_at"],
    "additionalProperties": False,
}
_ADDRESS: Final = re.compile(r"https?://[a-z0-9.\[\]:-]+")


def is_registry(content: Any) -> bool:
    """Whether it has the shape of a registry, with its hub in it once and every key readable."""
    return (
        _validator(REGISTRY).is_valid(content)
        and all(map(is_entry, content["nodes"]))
        and len({node["name"] for node in content["nodes"]}) == len(content["nodes"])
        and [n["name"] for n in content["nodes"] if n["role"] == HUB] == [content["hub"]]
    )


def is_application(content: Any) -> bool:
    return _validator(APPLICATION).is_valid(content) and is_entry(content["entry"])


def is_entry(entry: Entry) -> bool:
    """Whether keys and address of an entry are what they should be."""
    try:
        for each in entry["keys"]:
            PublicKey.from_jwk(each["jwk"])
        sealing = len(decoded(entry["sealing"]["x"])) == 32
    except BadKey:
        return False
    return sealing and entry["sealing"]["crv"] == "X25519" and is_address(entry["address"])


def is_address(text: str) -> bool:
    """An origin and nothing else: no path, no name and password, no question."""
    try:
        port = urlsplit(text).port
    except ValueError:
        return False
    return bool(_ADDRESS.fullmatch(text)) and port != 0


def keys_of(entries: Iterable[Entry], *, at: datetime) -> list[PublicKey]:
    """The keys among these that count at a moment."""
    return [PublicKey.from_jwk(each["jwk"]) for each in entries if counts(each, at=at)]


def counts(entry: Entry, *, at: datetime) -> bool:
    """Whether a key of the registry may sign at a moment."""
    until = entry["not_after"]
    begun = datetime.fromisoformat(entry["not_before"]) <= at
    return begun and (until is None or at < datetime.fromisoformat(until))


def fingerprint_of(jwk: Mapping[str, Any]) -> str:
    """A key as people compare it: sixteen groups of four hexadecimal digits."""
    digits = decoded(PublicKey.from_jwk(jwk).kid).hex().upper()
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def same_fingerprint(one: str, other: str) -> bool:
    return re.sub(r"[\s:-]", "", one).upper() == re.sub(r"[\s:-]", "", other).upper()


@cache
def _validator(kind: str) -> Any:
    schema = _REGISTRY if kind == REGISTRY else _APPLICATION
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
