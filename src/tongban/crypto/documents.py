"""Signed JSON documents: a registry, a service package, whatever must prove where it is from.

JWS in general JSON serialization (RFC 7515): one payload, a signature of each key. The protected
header says `alg`, `kid` and `typ` and nothing else; `typ` is the kind of document, so that none
can pass for another.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError

from tongban.crypto import jose
from tongban.crypto.keys import PrivateKey, PublicKey, decoded, encoded

MOST: Final = jose.MOST  # characters of a document
MOST_SIGNATURES: Final = 16


class NotSigned(ValueError):
    """This text is no document of this kind signed by a key that we know.

    `code` is `too_large`, `malformed`, `unknown_key`, `wrong_kind` or `bad_signature`.
    """

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


def sign_document(content: Mapping[str, Any], keys: Sequence[PrivateKey], *, kind: str) -> str:
    """The content and a signature of every key, as text. Equal contents have equal payloads."""
    payload = json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()
    signed = [_signed(payload, key, kind) for key in keys]
    return json.dumps({"payload": encoded(payload), "signatures": signed}, separators=(",", ":"))


def read_document(text: str, *, keys: Iterable[PublicKey], kind: str) -> dict[str, Any]:
    """What is in a document that at least one of these keys signed; raises NotSigned."""
    if len(text) > MOST:
        raise NotSigned("too_large", f"A document has at most {MOST} characters.")
    document = _parsed(text)
    payload, signatures = document.get("payload"), document.get("signatures")
    if document.keys() != {"payload", "signatures"} or not isinstance(signatures, list):
        raise NotSigned("malformed", "A document is a payload and its signatures.")
    if not isinstance(payload, str) or not 0 < len(signatures) <= MOST_SIGNATURES:
        raise NotSigned("malformed", f"A document has one to {MOST_SIGNATURES} signatures.")
    known = {key.kid: key for key in keys}
    good = [_is_good(payload, each, known, kind) for each in signatures]
    if not any(good):
        raise NotSigned("unknown_key", "No key that we know signed this document.")
    return _parsed(_text(payload))


def _signed(payload: bytes, key: PrivateKey, kind: str) -> dict[str, str]:
    header = {"alg": jose.ALGORITHMS[key.suite], "kid": key.public.kid, "typ": _type(kind)}
    made = jws.serialize_json(
        {"protected": header}, payload, jose.key_of(key), registry=jose.registry_of(key.suite)
    )
    return {"protected": made["protected"], "signature": made["signature"]}


def _is_good(payload: str, signature: Any, known: Mapping[str, PublicKey], kind: str) -> bool:
    """Whether a key that we know made this signature; False if we do not know the key."""
    if not isinstance(signature, dict) or signature.keys() != {"protected", "signature"}:
        raise NotSigned("malformed", "A signature is a protected header and its value.")
    if not all(isinstance(part, str) and part.isascii() for part in (payload, *signature.values())):
        raise NotSigned("malformed", "A signature is written in base64url.")
    header = _parsed(_text(signature["protected"]))
    key = known.get(str(header.get("kid")))
    if key is None:
        return False
    if header.get("typ") != _type(kind):
        raise NotSigned("wrong_kind", f"This is no {kind}, but {header.get('typ')}.")
    if header != {"alg": jose.ALGORITHMS[key.suite], "kid": key.kid, "typ": _type(kind)}:
        raise NotSigned("malformed", "A protected header says alg, kid and typ.")
    flat: jws.FlattenedJSONSerialization = {
        "payload": payload,
        "protected": signature["protected"],
        "signature": signature["signature"],
    }
    try:
        jws.deserialize_json(flat, jose.key_of(key), registry=jose.registry_of(key.suite))
    except (JoseError, ValueError) as error:
        raise NotSigned("bad_signature", "This document was changed after signing.") from error
    return True


def _type(kind: str) -> str:
    return f"tongban-{kind}"


def _text(part: str) -> str:
    try:
        return decoded(part).decode()
    except ValueError as error:
        raise NotSigned("malformed", "A part of the document is not text.") from error


def _parsed(text: str) -> dict[str, Any]:
    """A JSON object in which no name stands twice."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotSigned(
            "malformed", f"A part of the document is no JSON of ours: {error}"
        ) from None
    if not isinstance(found, dict):
        raise NotSigned("malformed", "A document is a JSON object.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
