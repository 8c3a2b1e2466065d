"""What the worker does for identity, now and then."""

from datetime import datetime

from tongban.identity import operations


def tidy(*, at: datetime) -> int:
    """Forget codes and budgets that no longer matter."""
    return operations.forget_stale(at=at)
