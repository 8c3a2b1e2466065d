"""What a certificate says as an SD-JWT VC, and what issuers tell wallets about its kind.

Plain Python. Names of claims are the keys of the pack's fields; a key that means something else
in every JWT gets a name of its own.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from tongban.crypto import sd_jwt
from tongban.crypto.proofs import ES256

LOCALES: Final = {"zh": "zh-CN", "en": "en", "ko": "ko"}
BATCH: Final = 8  # credentials of one certificate in one answer, each for a key of its own
OFFER_LIVES: Final = timedelta(minutes=10)
TOKEN_LIVES: Final = timedelta(minutes=10)
NONCE_LIVES: Final = timedelta(minutes=5)
DIGITS: Final = 6
TRIES: Final = 5
LIVES: Final = timedelta(days=180)
EVENTS: Final = frozenset({"credential_accepted", "credential_failure", "credential_deleted"})
PRE_AUTHORIZED: Final = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
WITH_ES256: Final = ".es256"  # what a configuration is called whose credentials ES256 signs
OPENID_CREDENTIAL: Final = "openid_credential"
MEANT_OTHERWISE: Final = sd_jwt.ALWAYS_SEEN | sd_jwt.OURS | {"sub", "iat", "jti", "aud", "nonce"}
IDENTIFIER: Final = "certificate_identifier"
OWN: Final = {
    IDENTIFIER: {"zh": "证照标识", "en": "Certificate identifier", "ko": "증명서 식별 번호"},
}
FIRST_LIST: Final = 1_000_000_000  # lists of codes have lower numbers
SHARDS: Final = 100  # lists for the credentials that end in one month
Field = Mapping[str, Any]
Kind = tuple[str, Mapping[str, str], Iterable[Field]]  # its code, names and fields


def claim_name(key: str) -> str:
    return f"certificate_{key}" if key in MEANT_OTHERWISE else key


def told_fields(fields: Iterable[Field]) -> list[Field]:
    """What travels in a credential. Pictures do not: they would be larger than all the rest."""
    return [field for field in fields if field.get("type") not in {"image", "qr"}]


def hidden_claims(
    fields: Iterable[Field], said: Mapping[str, Any], *, identifier: str
) -> dict[str, Any]:
    """Each is seen only by those to whom the holder shows it."""
    found = {
        claim_name(field["key"]): said[field["key"]]
        for field in told_fields(fields)
        if said.get(field["key"]) not in (None, "", [])
    }
    return found | {IDENTIFIER: identifier}


def ends_at(*, at: datetime, until: datetime | None) -> datetime:
    """When a credential ends: with its certificate, else after half a year, on the hour of many."""
    usual = (at + LIVES).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(usual, until) if until else usual


def first_list(*, ends: datetime) -> int:
    """The first of the status lists for credentials that end in this month."""
    return FIRST_LIST + (ends.year * 12 + ends.month) * SHARDS


def type_metadata(vct: str, kind: Kind) -> dict[str, Any]:
    """A kind of certificate as SD-JWT VC Type Metadata."""
    _code, names, fields = kind
    return {
        "vct": vct,
        "name": names.get("en") or names.get("zh", ""),
        "display": [
            {"lang": locale, "locale": locale, "name": text} for locale, text in _spoken(names)
        ],
        "claims": [
            {
                "path": [name],
                "display": [
                    {"lang": locale, "locale": locale, "label": text}
                    for locale, text in _spoken(labels)
                ],
                "sd": "always",
                "mandatory": required,
            }
            for name, labels, required in _claims(fields)
        ],
    }


def is_for(configuration: str, code: str) -> bool:
    """Whether a wallet names this kind of certificate, signed in whatever way."""
    return configuration in {code, f"{code}{WITH_ES256}"}


def configuration(vct: str, kind: Kind, *, algorithm: str) -> dict[str, Any]:
    """A kind of certificate as an issuer's metadata list it."""
    code, names, fields = kind
    return {
        "format": sd_jwt.TYPE,
        "scope": f"{code}{WITH_ES256}" if algorithm == ES256 else code,
        "vct": vct,
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": [algorithm],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": [ES256]}},
        "credential_metadata": {
            "display": [{"name": text, "locale": locale} for locale, text in _spoken(names)],
            "claims": [
                {
                    "path": [name],
                    "mandatory": required,
                    "display": [{"name": text, "locale": locale} for locale, text in _spoken(said)],
                }
                for name, said, required in _claims(fields)
            ],
        },
    }


def _claims(fields: Iterable[Field]) -> list[tuple[str, Mapping[str, str], bool]]:
    told = [
        (claim_name(field["key"]), field["label"], bool(field.get("required")))
        for field in told_fields(fields)
    ]
    return [*told, *((name, names, True) for name, names in OWN.items())]


def _spoken(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(LOCALES[language], names[language]) for language in LOCALES if names.get(language)]
