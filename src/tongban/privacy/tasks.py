"""What the worker does for people's rights."""

from datetime import datetime

from tongban.privacy import operations


def tidy(*, at: datetime) -> int:
    """Delete what was kept long enough, and close accounts whose time has come."""
    return operations.forget_kept(at=at) + operations.close_due(at=at)
