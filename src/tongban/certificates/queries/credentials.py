"""What wallets that others made need to know of us, and what we have given them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from tongban.certificates import providers
from tongban.certificates.models import (
    Certificate,
    CertificateType,
    CodeCredential,
    Offer,
    WalletCredential,
)
from tongban.certificates.rules import credentials as rules
from tongban.crypto import jose
from tongban.crypto.keys import INTL
from tongban.crypto.proofs import ES256
from tongban.federation import queries as federation
from tongban.identity.queries import token_digest

DAY: Final = timedelta(days=1)
SERVER: Final = "/vc"  # where our authorization server for wallets is, below our address


def kind_at(address: str) -> str:
    """The kind of certificate with this name (`vct`); empty for none of ours."""
    code = address.removeprefix(type_address("")[:-1]).rstrip("/")
    return code if type_address(code) == address else ""


def own_address() -> str:
    """Our name as an issuer of credentials: the address where people reach us."""
    return str(settings.TONGBAN_ADDRESS).rstrip("/")


def type_address(code: str) -> str:
    """The name of a kind of certificate: at the hub, so that it is the same at every node."""
    hub = federation.peer_named(federation.hub()) if federation.hub() else None
    root = hub.address.rstrip("/") if hub else own_address()
    return f"{root}{SERVER}/types/{code}/"


def type_metadata(code: str) -> dict[str, Any] | None:
    """What a kind of certificate says, in three languages. Anyone may ask."""
    found = CertificateType.objects.filter(code=code).first()
    return rules.type_metadata(type_address(code), _kind(found)) if found else None


def issuer_metadata(*, at: datetime) -> dict[str, Any]:
    """OpenID4VCI 1.0, 12.2.4. Anyone may ask. Refuses with NoSigningKeys."""
    algorithm = jose.ALGORITHMS[providers.signing_key(at=at).suite]
    here = own_address()
    return {
        "credential_issuer": here,
        "authorization_servers": [f"{here}{SERVER}"],
        "credential_endpoint": f"{here}{SERVER}/credential/",
        "nonce_endpoint": f"{here}{SERVER}/nonce/",
        "notification_endpoint": f"{here}{SERVER}/notification/",
        "batch_credential_issuance": {"batch_size": rules.BATCH},
        "display": [{"name": str(settings.PLATFORM_NAME)}],
        "credential_configurations_supported": {
            f"{each.code}{ending}": rules.configuration(
                type_address(each.code), _kind(each), algorithm=signed
            )
            for each in CertificateType.objects.order_by("code")
            for ending, signed in (("", algorithm), (rules.WITH_ES256, ES256))
        },
    }


def server_metadata() -> dict[str, Any]:
    """RFC 8414, of the server that lets wallets in. Anyone may ask."""
    here = f"{own_address()}{SERVER}"
    return {
        "issuer": here,
        "authorization_endpoint": f"{here}/authorize/",
        "token_endpoint": f"{here}/token/",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", rules.PRE_AUTHORIZED],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "authorization_details_types_supported": [rules.OPENID_CREDENTIAL],
        "authorization_response_iss_parameter_supported": True,
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def issuer_keys(*, at: datetime) -> dict[str, Any]:
    """JWT VC Issuer Metadata: whose signature makes a credential of ours. Anyone may ask.

    Refuses with NoSigningKeys.
    """
    keys = [
        {**key.public.to_jwk(), "kid": key.public.kid, "use": "sig"}
        | ({"alg": jose.ALGORITHMS[INTL]} if key.suite == INTL else {})
        for key in providers.counting_keys(at=at)
    ]
    other = providers.key_for_wallets()
    keys.append({**other.to_jwk(), "kid": other.kid, "use": "sig", "alg": ES256})
    return {"issuer": own_address(), "jwks": {"keys": keys}}


def offer_with(secret: str, *, at: datetime) -> Offer | None:
    """An open offer, for whoever has its link."""
    open_ones = Offer.objects.filter(expires_at__gt=at, used_at=None)
    found = open_ones.filter(digest=token_digest(secret), tries__lt=rules.TRIES)
    return found.select_related("certificate__type").first()


def offer_in_state(state: str, *, at: datetime) -> Offer | None:
    """The same, for a wallet that sends its holder here to sign in."""
    open_ones = Offer.objects.filter(expires_at__gt=at, used_at=None)
    found = open_ones.filter(state=token_digest(state))
    return found.select_related("certificate__type").first()


def credentials_of(certificate: Certificate, *, at: datetime) -> list[WalletCredential]:
    """What other wallets hold of a certificate; for its holder."""
    running = WalletCredential.objects.running(at=at).filter(certificate=certificate)
    return list(running.filter(revoked_at=None, once=False).order_by("-issued_at", "-pk"))


def numbers(*, at: datetime) -> set[int]:
    """The status lists on which running credentials stand, and those that the next ones will use.

    So other nodes have a list already when somebody shows them the first credential on it.
    """
    running = WalletCredential.objects.running(at=at).order_by()
    used = set(running.values_list("number", flat=True).distinct())
    soon = {rules.first_list(ends=at + DAY * days) for days in (0, 1, rules.LIVES.days)}
    return used | soon


def revoked(number: int, *, at: datetime) -> Iterable[int]:
    """The bits of one of our lists that are set, whichever kind of credential it is for."""
    kind: Any = WalletCredential if number >= rules.FIRST_LIST else CodeCredential
    ended = kind.objects.running(at=at).taken_back(at=at).filter(number=number).order_by()
    found: Iterable[int] = ended.values_list("index", flat=True)
    return found


def is_revoked(number: int, index: int, *, at: datetime) -> bool:
    """Whether this bit is set this moment; also when we never gave it to anybody."""
    kind: Any = WalletCredential if number >= rules.FIRST_LIST else CodeCredential
    here = kind.objects.filter(number=number, index=index)
    return not here.exists() or here.taken_back(at=at).exists()


def _kind(found: CertificateType) -> rules.Kind:
    return found.code, found.names, found.fields
