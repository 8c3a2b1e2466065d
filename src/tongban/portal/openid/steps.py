"""What is still missing before somebody can be sent back. Pure: no tables, no request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class Step(Enum):
    """The next thing somebody does, and the error when the client forbids showing anything."""

    SIGN_IN = "login_required"
    STEP_UP = "unmet_authentication_requirements"
    CONSENT = "consent_required"
    DONE = ""


@dataclass(frozen=True)
class Wish:
    """What a client wants of the sign-in."""

    prompt: frozenset[str] = frozenset()
    level: int = 1
    max_age: int | None = None


def wish_of(parameters: dict[str, str]) -> Wish:
    """Odd values count as not said; of several levels the lowest is enough."""
    levels = [int(v) for v in parameters.get("acr_values", "").split() if v in {"1", "2", "3", "4"}]
    age = parameters.get("max_age", "")
    return Wish(
        prompt=frozenset(parameters.get("prompt", "").split()),
        level=min(levels, default=1),
        max_age=int(age) if age.isdecimal() and len(age) < 10 else None,
    )


def shown_recently(wish: Wish, *, shown_at: datetime, asked_at: datetime) -> bool:
    """Whether the person showed who they are late enough for this client."""
    if wish.prompt & {"login", "select_account"} and shown_at < asked_at:
        return False
    if wish.max_age is None:
        return True
    return shown_at >= asked_at - timedelta(seconds=wish.max_age)
