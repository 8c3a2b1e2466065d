"""Giving wallets that others made what they were allowed to fetch: SD-JWT VC (OpenID4VCI 1.0)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.certificates import providers
from tongban.certificates.models import Certificate, Offer, UsedNonce, WalletCredential
from tongban.certificates.operations.places import free_places
from tongban.certificates.queries.credentials import own_address, type_address
from tongban.certificates.rules import credentials as rules
from tongban.certificates.rules.codes import Place
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.crypto import proofs, sd_jwt
from tongban.crypto.devices import DeviceKey
from tongban.crypto.proofs import NoProof
from tongban.crypto.tickets import content_of, ticket
from tongban.identity.queries import token_digest
from tongban.messages import operations as messages

NONCE: Final = "certificates.nonce"
HOUR: Final = timedelta(hours=1)


class NoSuchToken(Refusal):
    code = "invalid_token"
    message = _("This token opens nothing, or no longer.")


class CredentialDenied(Refusal):
    code = "credential_request_denied"
    message = _("This certificate has ended, or all credentials of this offer were fetched.")


class UnknownConfiguration(Refusal):
    code = "unknown_credential_configuration"
    message = _("The offer is for another kind of certificate.")


class UnknownIdentifier(Refusal):
    code = "unknown_credential_identifier"
    message = _("The offer names no such credential.")


class ProofFaulty(Refusal):
    code = "invalid_proof"
    message = _("The proof of a key is missing, or it proves nothing.")


class NonceFaulty(Refusal):
    code = "invalid_nonce"
    message = _("This nonce is not ours, too old, or it was answered before. Fetch a new one.")


class PlacesBusy(Refusal):
    code = "places_busy"
    message = _("Very many certificates are fetched just now. Please try again.")


@dataclass(frozen=True)
class Given:
    """What a wallet gets, and the name under which it says what became of it."""

    credentials: tuple[str, ...]
    notification: str


def new_nonce(*, at: datetime) -> str:
    """What the next proof must answer. It is kept nowhere before it was answered."""
    content = {"salt": secrets.token_urlsafe(12)}
    return ticket(content, place=NONCE, lives=rules.NONCE_LIVES, at=at)


@transaction.atomic
def give_credentials(
    *, token: str, configuration: str, identifier: str, keys: Sequence[object], at: datetime
) -> Given:
    """A credential for each of these proofs of a key, of the certificate that was offered.

    Refuses with NoSuchToken, CredentialDenied, UnknownConfiguration, UnknownIdentifier,
    ProofFaulty or NonceFaulty.
    """
    offer = _offer_of(token, at)
    certificate = offer.certificate
    if configuration and not rules.is_for(configuration, certificate.type.code):
        raise UnknownConfiguration
    if not configuration and identifier != str(offer.public_id):
        raise UnknownIdentifier
    before = WalletCredential.objects.filter(offer=offer).count()
    if not certificate.is_usable(on=localdate(at)) or before >= rules.BATCH or _is_over(offer, at):
        raise CredentialDenied
    holders = _proven(keys, offer, at, most=rules.BATCH - before)
    ends = _ends(certificate, at)
    rows = _stored(offer, len(holders), ends=ends, at=at)
    made = [
        written(
            certificate,
            place=Place(row.number, row.index),
            holder=holder,
            ends=ends,
            at=at,
            es256=configuration.endswith(rules.WITH_ES256),
        )
        for row, holder in zip(rows, holders, strict=True)
    ]
    if not before:
        params: dict[str, object] = {"certificate": certificate.type.names}
        messages.queue(
            "certificates/elsewhere", to=offer.person, about=certificate.ref, at=at, params=params
        )
    detail: dict[str, object] = {"how_many": len(made), "wallet": offer.wallet}
    audit.record(
        "certificates.credentials_given", subject=certificate, by=offer.person, at=at, detail=detail
    )
    return Given(tuple(made), str(offer.public_id))


@transaction.atomic
def note_event(*, token: str, notification: str, event: str, at: datetime) -> bool:
    """Keep what a wallet says became of its credentials. Refuses with NoSuchToken."""
    offer = _offer_of(token, at)
    if notification != str(offer.public_id) or event not in rules.EVENTS:
        return False
    held = WalletCredential.objects.filter(offer=offer)
    held.update(event=event)
    if event != "credential_accepted":  # then nobody has it
        held.filter(revoked_at=None).update(revoked_at=at)
    return True


def written(
    certificate: Certificate,
    *,
    place: Place,
    holder: DeviceKey,
    ends: datetime,
    at: datetime,
    es256: bool = False,
) -> str:
    """A certificate as an SD-JWT VC: everything it says is shown only by its holder's choice."""
    here = own_address()
    uri = f"{here}/codes/status/{place.number}/"
    claims: dict[str, Any] = {
        "iss": here,
        "vct": type_address(certificate.type.code),
        "iat": int(at.replace(minute=0, second=0, microsecond=0).timestamp()),
        "exp": int(ends.timestamp()),
        "status": {"status_list": {"idx": place.index, "uri": uri}},
    }
    if certificate.synthetic:
        claims["synthetic"] = True
    hidden = rules.hidden_claims(
        certificate.type.fields, certificate.fields, identifier=certificate.identifier
    )
    key = providers.key_for_wallets() if es256 else providers.signing_key(at=at)
    return sd_jwt.issue(claims, hidden=hidden, key=key, holder=holder)


def draw_place(*, ends: datetime) -> Place:
    """A place on the list of the month in which it ends. Refuses with PlacesBusy."""
    first = rules.first_list(ends=ends)
    found = free_places(WalletCredential, 1, first=first, shards=rules.SHARDS)
    if not found:
        raise PlacesBusy
    return found[0]


def _ends(certificate: Certificate, at: datetime) -> datetime:
    day = certificate.valid_until
    zone = get_current_timezone()
    until = datetime.combine(day + timedelta(days=1), time.min, zone) if day else None
    return rules.ends_at(at=at.astimezone(UTC), until=until)


def _offer_of(token: str, at: datetime) -> Offer:
    live = Offer.objects.select_for_update(of=("self",)).filter(token_until__gt=at)
    found = live.select_related("certificate__type", "person", "grant")
    offer = found.filter(token=token_digest(token)).first()
    if offer is None:
        raise NoSuchToken
    return offer


def _is_over(offer: Offer, at: datetime) -> bool:
    """Whether somebody may no longer act for the firm, or here at all."""
    grant = offer.grant
    ended = grant is not None and (
        grant.revoked_at is not None or (grant.ends_at is not None and grant.ends_at <= at)
    )
    return ended or not offer.person.is_active


def _proven(keys: Sequence[object], offer: Offer, at: datetime, *, most: int) -> list[DeviceKey]:
    """The keys that these proofs prove, all in answer to one nonce that nobody answered before."""
    if not 0 < len(keys) <= most:
        raise ProofFaulty
    try:
        found = [proofs.read(each, audience=own_address(), at=at) for each in keys]
    except NoProof as error:
        raise ProofFaulty(faults={"proofs": str(error)}) from error
    points = {each.key.point for each in found}
    others = {each.client for each in found} - {"", offer.wallet}
    if len(points) != len(found) or others:
        raise ProofFaulty
    nonces = {each.nonce for each in found}
    nonce = nonces.pop()
    if nonces or content_of(nonce, place=NONCE, at=at) is None:
        raise NonceFaulty
    with refusing({"nonce_is_answered_once": NonceFaulty}):
        UsedNonce.objects.create(digest=token_digest(nonce), expires_at=at + rules.NONCE_LIVES)
    return [each.key for each in found]


def _stored(offer: Offer, count: int, *, ends: datetime, at: datetime) -> list[WalletCredential]:
    first = rules.first_list(ends=ends)
    places = free_places(WalletCredential, count, first=first, shards=rules.SHARDS)
    if places is None:
        raise PlacesBusy
    rows = [
        WalletCredential(
            offer=offer,
            certificate=offer.certificate,
            person=offer.person,
            grant=offer.grant,
            wallet=offer.wallet,
            number=place.number,
            index=place.index,
            issued_at=at,
            expires_at=ends,
        )
        for place in places
    ]
    with refusing({"wallet_credential_has_a_bit_of_its_own": PlacesBusy}):
        return WalletCredential.objects.bulk_create(rows)
