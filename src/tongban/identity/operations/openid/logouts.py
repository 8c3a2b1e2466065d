"""Telling the clients of a sign-in that it has ended."""

from datetime import datetime

from tongban.identity.models import LogoutNotice, Permit, SignIn
from tongban.identity.queries.openid import party
from tongban.identity.rules import Scope


def tell_clients(*, sign_in: SignIn, at: datetime) -> None:
    """Promise to tell each client of this sign-in, inside the caller's transaction.

    Their tokens end now, except where somebody allowed a client to ask also later.
    """
    permits = Permit.objects.filter(sign_in=sign_in, ended_at=None)
    for permit in permits:
        notify(permit, at=at)
        if Scope.OFFLINE not in permit.scope.split():
            Permit.objects.filter(pk=permit.pk).update(ended_at=at)


def notify(permit: Permit, *, at: datetime) -> None:
    """One notice for a permit, if its client wants any."""
    found = party(permit.client_id)
    if found and found.logout_uri:
        LogoutNotice.objects.get_or_create(permit=permit, defaults={"made_at": at, "next_at": at})
