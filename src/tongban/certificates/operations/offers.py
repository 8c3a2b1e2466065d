"""Letting a wallet that somebody else made fetch a certificate: offered, and opened once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.certificates.models import Certificate, Offer, UsedNonce, WalletCredential
from tongban.certificates.operations.issuing import NoLongerValid
from tongban.certificates.queries.credentials import offer_in_state
from tongban.certificates.rules import credentials as rules
from tongban.core.refusal import Refusal
from tongban.crypto import vault
from tongban.crypto.keys import encoded
from tongban.federation.queries import HERE
from tongban.identity.models import Actor, Person
from tongban.identity.queries import token_digest
from tongban.identity.rules import AUTHORIZATION_CODE_LIVES

MOST_OFFERS: Final = 20  # of one certificate in a day
PLACE: Final = "certificates.offer.digits"


class IssuedElsewhere(Refusal):
    code = "issued_elsewhere"
    message = _("Another platform issued this certificate. Only that one can put it elsewhere.")


class TooManyOffers(Refusal):
    code = "too_many_offers"
    message = _("You have offered this certificate very often today. Please come back tomorrow.")


class OfferOver(Refusal):
    code = "offer_over"
    message = _("This offer was used, or it is too old. Make a new one in your wallet.")


class NotYourOffer(Refusal):
    code = "not_your_offer"
    message = _("Somebody else made this offer. You cannot use it.")


class WrongDigits(Refusal):
    code = "wrong_digits"
    message = _("These are not the digits that were shown with the offer.")


@dataclass(frozen=True)
class Made:
    """An offer with what opens it, in plain this once."""

    offer: Offer
    secret: str
    digits: str


@transaction.atomic
def make_offer(*, certificate: Certificate, by: Actor, at: datetime) -> Made:
    """Let a wallet fetch a certificate of `by`, with a link and the digits shown beside it.

    Refuses with IssuedElsewhere, NoLongerValid or TooManyOffers.
    """
    if certificate.node != HERE:
        raise IssuedElsewhere
    if not certificate.is_usable(on=localdate(at)):
        raise NoLongerValid
    today = Offer.objects.filter(certificate=certificate, made_at__date=localdate(at))
    if today.count() >= MOST_OFFERS:
        raise TooManyOffers
    secret = secrets.token_urlsafe(32)
    digits = f"{secrets.randbelow(10**rules.DIGITS):0{rules.DIGITS}d}"
    offer = Offer.objects.create(
        certificate=certificate,
        person=by.person,
        grant=by.grant,
        digest=token_digest(secret),
        state=token_digest(state_of(secret)),
        digits=_sealed(digits, secret),
        made_at=at,
        expires_at=at + rules.OFFER_LIVES,
    )
    audit.record("certificates.offered", subject=certificate, by=by, under=by.under, at=at)
    return Made(offer, secret, digits)


def state_of(secret: str) -> str:
    """What a wallet carries through the browser: it names the offer and does not open it."""
    return encoded(hashlib.sha256(f"state {secret}".encode()).digest())


def redeem_offer(*, secret: str, digits: str, wallet: str, at: datetime) -> tuple[Offer, str]:
    """Open an offer with its link and its digits; returns it with the wallet's token.

    Each try counts, also when it is refused. Refuses with OfferOver or WrongDigits.
    """
    offer = _tried(secret, at)
    if not secrets.compare_digest(offer.digits, _sealed(digits, secret)):
        raise WrongDigits
    return _opened(offer, wallet, at)


@dataclass(frozen=True)
class Wanting:
    """A wallet that sent its holder here: how it calls itself, and where it waits."""

    wallet: str
    redirect_uri: str
    challenge: str
    detailed: bool = False


@transaction.atomic
def allow_wallet(*, state: str, wanting: Wanting, by: Actor, at: datetime) -> str:
    """Its holder agrees at the portal: a code for the wallet.

    Refuses with OfferOver or NotYourOffer.

    Only whoever made an offer can agree, so nobody is talked into agreeing to a stranger's.
    """
    offer = offer_in_state(state, at=at)
    if offer is None:
        raise OfferOver
    if (offer.person_id, offer.grant_id) != (by.person.pk, by.grant.pk if by.grant else None):
        raise NotYourOffer
    code = secrets.token_urlsafe(32)
    Offer.objects.filter(pk=offer.pk).update(
        code=token_digest(code), code_until=at + AUTHORIZATION_CODE_LIVES, **vars(wanting)
    )
    audit.record(
        "certificates.wallet_allowed", subject=offer.certificate, by=by, under=by.under, at=at
    )
    return code


def redeem_code(
    *, code: str, wallet: str, redirect_uri: str, verifier: str, at: datetime
) -> tuple[Offer, str]:
    """Open an offer with the code of its holder's agreement. Refuses with OfferOver.

    A code that comes a second time ends what the first one opened (RFC 6749, 4.1.2).
    """
    offer = (
        Offer.objects.select_related("certificate__type").filter(code=token_digest(code)).first()
    )
    if offer is None or offer.code_until is None:
        raise OfferOver
    if offer.used_at is not None:
        Offer.objects.filter(pk=offer.pk).update(token_until=at)
        raise OfferOver
    challenge = encoded(hashlib.sha256(verifier.encode()).digest())
    fits = (offer.wallet, offer.redirect_uri) == (wallet, redirect_uri)
    if not fits or offer.code_until <= at or challenge != offer.challenge:
        raise OfferOver
    return _opened(offer, wallet, at)


@transaction.atomic
def end_credential(*, public_id: UUID, certificate: Certificate, by: Actor, at: datetime) -> None:
    """Take back what another wallet holds; its bit is set within a minute."""
    held = WalletCredential.objects.filter(certificate=certificate, public_id=public_id)
    found = held.filter(revoked_at=None).first()
    if found:
        held.update(revoked_at=at)
        audit.record(
            "certificates.credential_ended", subject=certificate, by=by, under=by.under, at=at
        )


@transaction.atomic
def erase_offers(*, person: Person, at: datetime) -> None:
    """What lies in other wallets counts no more, and how those called themselves is forgotten."""
    held = WalletCredential.objects.filter(person=person)
    held.filter(revoked_at=None).update(revoked_at=at)
    held.update(wallet="")
    Offer.objects.filter(person=person).delete()


@transaction.atomic
def tidy_offers(*, at: datetime) -> int:
    """Forget offers and nonces that are over for a day, and credentials that have ended."""
    long_ago = at - rules.TOKEN_LIVES * 144
    UsedNonce.objects.filter(expires_at__lt=at).delete()
    WalletCredential.objects.filter(expires_at__lt=long_ago).delete()
    return Offer.objects.filter(expires_at__lt=long_ago).delete()[0]


@transaction.atomic
def _tried(secret: str, at: datetime) -> Offer:
    """Count a try before anything is compared, so that nobody can try at the same time."""
    open_ones = Offer.objects.filter(digest=token_digest(secret), expires_at__gt=at, used_at=None)
    if not open_ones.filter(tries__lt=rules.TRIES).update(tries=F("tries") + 1):
        raise OfferOver
    return open_ones.select_related("certificate__type").get()


@transaction.atomic
def _opened(offer: Offer, wallet: str, at: datetime) -> tuple[Offer, str]:
    token = secrets.token_urlsafe(32)
    told = {"wallet": wallet, "used_at": at, "token": token_digest(token)}
    unused = Offer.objects.filter(pk=offer.pk, used_at=None)
    if not unused.update(**told, token_until=at + rules.TOKEN_LIVES):
        raise OfferOver
    detail: dict[str, object] = {"wallet": wallet}
    audit.record(
        "certificates.offer_opened",
        subject=offer.certificate,
        by=offer.person,
        at=at,
        detail=detail,
    )
    return offer, token


def _sealed(digits: str, secret: str) -> str:
    return vault.blind(f"{secret} {digits}", place=PLACE)
