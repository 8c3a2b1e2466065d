"""Telling the clients of a sign-in that it has ended (OpenID back-channel logout)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from joserfc import jwt

from tongban.crypto.signing_keys import ALGORITHM, signing_key
from tongban.identity.models import LogoutNotice, Permit, SignIn
from tongban.identity.providers import platforms
from tongban.identity.queries.openid import party, sid_for, sub_for
from tongban.identity.rules import (
    LOGOUT_EVENT,
    LOGOUT_LIVES,
    LOGOUT_TRIES,
    Party,
    Scope,
    wait_after,
)

AT_ONCE: Final = 16
LEASE: Final = timedelta(seconds=30)


def tell_clients(*, sign_in: SignIn, at: datetime) -> None:
    """Promise to tell each client of this sign-in, inside the caller's transaction.

    Their tokens end now, except where somebody allowed a client to ask also later. Who gave its
    tokens back may still have somebody signed in, so it hears it as well.
    """
    permits = list(Permit.objects.filter(sign_in=sign_in))
    for permit in {permit.client_id: permit for permit in permits}.values():  # once each
        notify(permit, at=at)
    ending = [each.pk for each in permits if Scope.OFFLINE not in each.scope.split()]
    Permit.objects.filter(pk__in=ending, ended_at=None).update(ended_at=at)


def notify(permit: Permit, *, at: datetime) -> None:
    """One notice for a permit, if its client wants any."""
    found = party(permit.client_id)
    if found and found.logout_uri:
        LogoutNotice.objects.get_or_create(permit=permit, defaults={"made_at": at, "next_at": at})


def deliver_logouts(*, at: datetime) -> int:
    """Send what is due, outside any transaction; again later if nobody answers. For the worker."""
    taken = _take(at=at)
    if not taken:
        return 0
    posts = [_post_of(notice, at=at) for notice in taken]
    with ThreadPoolExecutor(len(posts)) as pool:  # one that is slow does not hold up the others
        heard = list(pool.map(lambda post: post is None or platforms.post_logout(*post), posts))
    for notice, was_heard in zip(taken, heard, strict=True):
        _note(notice, heard=was_heard, at=at)
    return sum(heard)


def logout_token(notice: LogoutNotice, found: Party, *, at: datetime) -> str:
    """What we say to a client, so that it believes us: who, which sign-in, and that it is over."""
    key, permit = signing_key(at=at), notice.permit
    claims = {
        "iss": settings.TONGBAN_ADDRESS,
        "aud": found.client_id,
        "sub": sub_for(permit.person, found),
        "sid": sid_for(permit.sign_in, found),
        "iat": int(at.timestamp()),
        "exp": int((at + LOGOUT_LIVES).timestamp()),
        "jti": f"{notice.public_id}/{notice.attempts}",
        "events": {LOGOUT_EVENT: {}},
    }
    header = {"alg": ALGORITHM, "kid": str(key.kid), "typ": "logout+jwt"}
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def _take(*, at: datetime) -> list[LogoutNotice]:
    """Some that are due, which no other worker gets for a while."""
    due = LogoutNotice.objects.filter(heard_at=None, next_at__lte=at).order_by("next_at", "pk")
    found = list(due.select_related("permit__person", "permit__sign_in")[:AT_ONCE])
    return [
        notice
        for notice in found
        if LogoutNotice.objects.filter(pk=notice.pk, next_at=notice.next_at).update(
            next_at=at + LEASE
        )
    ]


def _post_of(notice: LogoutNotice, *, at: datetime) -> tuple[str, str] | None:
    """Where to send what; None when the client has gone."""
    found = party(notice.permit.client_id)
    return (found.logout_uri, logout_token(notice, found, at=at)) if found else None


def _note(notice: LogoutNotice, *, heard: bool, at: datetime) -> None:
    attempts = notice.attempts + 1
    given_up = attempts >= LOGOUT_TRIES
    LogoutNotice.objects.filter(pk=notice.pk).update(
        attempts=attempts,
        heard_at=at if heard else None,
        next_at=None if heard or given_up else at + wait_after(attempts),
    )
