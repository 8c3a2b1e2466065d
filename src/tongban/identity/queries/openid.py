"""Who asks us who somebody is, and what they were allowed."""

from datetime import datetime
from typing import Final
from uuid import UUID

from tongban.crypto import vault
from tongban.crypto.pseudonyms import pseudonym, public_id_of
from tongban.federation import queries as federation
from tongban.federation.models import Peer
from tongban.identity.models import Client, Consent, DeviceAsk, Permit, Person, SignIn, Token
from tongban.identity.queries.tokens import token_digest
from tongban.identity.rules import Party, Scope, TokenKind

PLATFORM_SCOPES: Final = tuple(s.value for s in Scope if s != Scope.OFFLINE)
USER_CODE: Final = "identity.user_code"


def party(client_id: str) -> Party | None:
    """Who sends people to us under this name: an active platform, or a registered program.

    Anyone may ask; a screen shows no more than the name.
    """
    peer = federation.peer_named(client_id)
    if peer and federation.is_hub():
        return _platform(peer)
    client = Client.objects.filter(client_id=client_id, ended_at=None).first()
    return _program(client) if client else None


def clients() -> list[Client]:
    """Every program of a third party, also those that ended. For operators."""
    return list(Client.objects.order_by("registered_at", "pk"))


def name_of_party(client_id: str) -> dict[str, str]:
    """What a client is called, even after it has gone."""
    client = Client.objects.filter(client_id=client_id).first()
    peer = federation.peer_named(client_id)
    return {"zh": client.name} if client else dict(peer.names) if peer else {"zh": client_id}


def sector_of(found: Party) -> str:
    """For whom a pseudonym is made. A platform's is the one that events about a person use."""
    return found.client_id if found.is_platform else f"client:{found.client_id}"


def sub_for(person: Person, found: Party) -> str:
    """What we call a person when we speak to a client; nobody else hears that name."""
    return pseudonym(person.public_id, to=sector_of(found))


def sid_for(sign_in: SignIn, found: Party) -> str:
    """What we call a sign-in when we speak to a client."""
    return pseudonym(sign_in.public_id, to=f"sid:{found.client_id}")


def sign_in_with_sid(sid: str, *, client_id: str) -> SignIn | None:
    """The sign-in that a client means by what we called it."""
    public_id = public_id_of(sid, to=f"sid:{client_id}")
    if public_id is None:
        return None
    return SignIn.objects.select_related("person").filter(public_id=public_id).first()


def has_consented(person: Person, found: Party, scope: str) -> bool:
    """Whether a person has allowed this client all of that before, and not taken it back."""
    given = Consent.objects.filter(person=person, to=found.consent_to, withdrawn_at=None).first()
    return given is not None and set(scope.split()) <= set(given.scopes)


def consent_to(person: Person, to: str) -> Consent | None:
    """What a person said about one receiver or purpose, also when she took it back."""
    return Consent.objects.filter(person=person, to=to).first()


def consents_of(person: Person) -> list[Consent]:
    """What a person allows whom. Only she may ask."""
    return list(Consent.objects.filter(person=person, withdrawn_at=None).order_by("-given_at"))


def permit_for_code(code: UUID) -> Permit | None:
    """The permit that was given for a code: whether it was used before."""
    return Permit.objects.filter(code=code).first()


def access_token(plain: str, *, at: datetime) -> Token | None:
    """A token that opens something now."""
    found = Token.objects.live(at=at).filter(kind=TokenKind.ACCESS, digest=token_digest(plain))
    return found.select_related("permit__person", "permit__sign_in").first()


def token_whatever(plain: str) -> Token | None:
    """A token of ours in whatever state, for renewing and revoking."""
    found = Token.objects.filter(digest=token_digest(plain))
    return found.select_related("permit__person", "permit__sign_in").first()


def device_ask(plain: str) -> DeviceAsk | None:
    """What a machine asked for when it was given this device code."""
    found = DeviceAsk.objects.filter(digest=token_digest(plain))
    return found.select_related("sign_in__person").first()


def device_shown(user_code: str, *, at: datetime) -> DeviceAsk | None:
    """The machine whose screen shows this code now."""
    return DeviceAsk.objects.filter(
        user_code=user_code_index(user_code), expires_at__gt=at, answered_at=None
    ).first()


def user_code_index(user_code: str) -> str:
    """However it is typed: small letters, spaces, no dash."""
    plain = "".join(sign for sign in user_code.upper() if sign.isalnum())
    return vault.blind(plain, place=USER_CODE)


def _platform(peer: Peer) -> Party:
    return Party(
        client_id=peer.name,
        names=peer.names,
        is_platform=True,
        method="private_key_jwt",
        redirect_uris=(f"{peer.address}/openid/callback/",),
        post_logout_uris=(),
        logout_uri=f"{peer.address}/openid/logout/",
        keys_uri=f"{peer.address}/openid/keys/",
        scopes=PLATFORM_SCOPES,
        grants=("authorization_code",),
    )


def _program(client: Client) -> Party:
    return Party(
        client_id=client.client_id,
        names={"zh": client.name},
        is_platform=False,
        method="client_secret_basic" if client.secret_digest else "none",
        redirect_uris=tuple(client.redirect_uris),
        post_logout_uris=tuple(client.post_logout_uris),
        logout_uri=client.logout_uri,
        keys_uri="",
        scopes=tuple(client.scopes),
        grants=tuple(client.grants),
        secret_digest=client.secret_digest,
    )
