"""Programs of third parties, as an operator registers them."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.identity.models import Client, UsedAssertion
from tongban.identity.queries.tokens import token_digest


class AddressFaulty(Refusal):
    code = "address_faulty"
    message = _(
        "A program needs addresses with https, without a fragment or a wildcard."
        " Plain http is for addresses of this machine."
    )


class ClientEnded(Refusal):
    code = "client_ended"
    message = _("That program has been removed before, or was never registered.")


@transaction.atomic
def register_client(
    *,
    name: str,
    redirect_uris: Sequence[str],
    scopes: Sequence[str],
    post_logout_uris: Sequence[str] = (),
    logout_uri: str = "",
    public: bool = False,
    device: bool = False,
    by: audit.Named,
    at: datetime,
) -> tuple[Client, str]:
    """A new program, and its secret in plain this once; a public one has none.

    Refuses with AddressFaulty.
    """
    addresses = [*redirect_uris, *post_logout_uris, *([logout_uri] if logout_uri else [])]
    if not all(map(_is_usable, addresses)) or not (redirect_uris or device):
        raise AddressFaulty
    secret = "" if public else secrets.token_urlsafe(32)
    client = Client.objects.create(
        client_id=f"app-{secrets.token_hex(8)}",
        name=name[:80],
        secret_digest=token_digest(secret) if secret else "",
        redirect_uris=list(redirect_uris),
        post_logout_uris=list(post_logout_uris),
        logout_uri=logout_uri,
        scopes=sorted({"openid", *scopes}),
        grants=["authorization_code", "refresh_token", *(["device"] if device else [])],
        registered_at=at,
    )
    audit.record("identity.client_registered", subject=client, by=by, at=at)
    return client, secret


@transaction.atomic
def end_client(*, client_id: str, by: audit.Named, at: datetime) -> None:
    """Nobody is sent here by this program any more. Refuses with ClientEnded."""
    client = Client.objects.filter(client_id=client_id, ended_at=None).first()
    if client is None:
        raise ClientEnded
    client.ended_at = at
    client.save(update_fields=["ended_at"])
    audit.record("identity.client_ended", subject=client, by=by, at=at)


def use_assertion(*, client_id: str, jti: str, until: datetime, at: datetime) -> bool:
    """Note that a client has used this signed assertion; False if it had used it before."""
    key = token_digest(f"{client_id}\0{jti}")
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(key=key, expires_at=max(until, at))
    except IntegrityError:
        return False
    return True


def _is_usable(address: str) -> bool:
    """An exact address of the web, or of an app by its own scheme (RFC 8252)."""
    parts = urlsplit(address)
    here = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    private = "." in parts.scheme and not parts.netloc
    sure = parts.scheme == "https" or (parts.scheme == "http" and here)
    return (private or (sure and bool(parts.netloc))) and not parts.fragment and "*" not in address
