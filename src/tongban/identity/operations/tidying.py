"""Forgetting what need not be kept."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from tongban.identity.models import Budget, Challenge, DeviceAsk, SignIn, Token, UsedAssertion

CODES_KEPT: Final = timedelta(days=1)
TOKENS_KEPT: Final = timedelta(days=7)  # a used one that comes again must be recognised


def forget_stale(*, at: datetime) -> int:
    """Delete codes after a day, budgets once they are full again."""
    now = int(at.timestamp() * 1000)
    SessionStore.clear_expired()  # by its own clock
    gone = [
        Challenge.objects.filter(expires_at__lt=at - CODES_KEPT).delete(),
        Budget.objects.filter(full_at__lt=now).delete(),
        Token.objects.filter(expires_at__lt=at - TOKENS_KEPT).delete(),
        DeviceAsk.objects.filter(expires_at__lt=at - CODES_KEPT).delete(),
        UsedAssertion.objects.filter(expires_at__lt=at).delete(),
    ]
    return sum(deleted for deleted, _rows in gone)


@transaction.atomic
def forget_sign_ins(*, kept: timedelta, at: datetime) -> int:
    """Delete sign-ins that were last used longer ago, with what they led to."""
    return SignIn.objects.filter(seen_at__lt=at - kept).delete()[0]
