"""What the worker does for identity, now and then."""

from datetime import datetime

from tongban.identity import operations


def tidy(*, at: datetime) -> int:
    """Forget codes and budgets that no longer matter."""
    return operations.forget_stale(at=at)


def tell_of_logouts(*, at: datetime) -> int:
    """Tell the clients of sign-ins that ended."""
    return operations.deliver_logouts(at=at)
